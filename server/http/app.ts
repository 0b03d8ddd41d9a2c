import { type HttpBindings } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { Hono, type Context as AnyContext } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { type Logger } from 'pino';
import { uuidv7 } from '../ids';
import { type Deps } from '../deps';
import { type ErrorCode } from '../../sdk/error-codes';
import { type Language, languageOf } from '../../texts/languages';
import { says } from '../../texts/says';
import { refusalOf, type Refusal } from '../trpc/init';
import { refusalBody } from './refusal-body';
import { appRouter, createCaller, type Caller } from '../trpc/root';
import { FILES_PATH } from '../pictures/files';
import { answerFile } from './files';
import { healthOf } from './health';
import { answerLinkPicture, LINK_PICTURES_PATH } from './link-pictures';
import { answerLivekit, LARGEST_HOOK, LIVEKIT_PATH } from './livekit';
import { MEDIA_PATH } from '../playback/media';
import { answerMedia, answerTerms, asksForTerms } from './media';
import { plainText } from './plain-text';
import { answerPublished, PUBLISHED } from './published';
import {
  answerFrame,
  answerPicture,
  FRAMES_PATH,
  LARGEST_FRAME,
  LARGEST_UPLOAD,
  PICTURES_PATH,
  refusePicture,
} from './pictures';
import { httpContext, isOurs, originOf } from './request';
import { answerOneClick, isOneClick, LARGEST_UNSUBSCRIBE, UNSUBSCRIBE_PATH } from './unsubscribe';
import { securityHeaders } from './security-headers';
import { answerChange, answerOffer, answerStop, LARGEST_OFFER, refuseFeed, WHIP_PATH, whipCors } from './whip';
import { type Context } from '../trpc/context';

/** What a page's form may send. */
const BODY_LIMIT = 1024 * 1024;
/** What a call of the API may send; all calls of a batch together. */
const CALL_LIMIT = 64 * 1024;
/**
 * Calls in one request. Each is answered in full, so a short request for many would be a long
 * answer.
 */
export const MOST_CALLS = 10;
const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** What a page is rendered with; Remix's AppLoadContext. */
export type PageContext = {
  /**
   * The typed API, called in process as whoever made this request: same session, same guards as
   * over the wire.
   */
  api: Caller;
  /** Reads what `api` threw: told to a page as it is told over the wire. */
  refusalOf(error: unknown): Refusal;
  /** What the page is rendered in. */
  language: Language;
  /** Scripts and styles carry it, or the browser does not run them. */
  nonce: string;
  requestId: string;
  /**
   * Carries the request id: what breaks while a page is made is logged beside what the API logged
   * of it.
   */
  log: Logger;
  config: { origin: string; localDemo: boolean; livekitUrl: string };
};

export interface HttpOptions {
  deps: Deps;
  /** Addresses from which requests that change something are accepted. */
  origins: readonly string[];
  trustedProxies: number;
  livekitUrl: string;
  /** The folder of built assets; null in development, where Vite serves them. */
  assets: string | null;
  /** Remix. */
  page(request: Request, context: PageContext): Promise<Response>;
}

interface Variables {
  requestId: string;
  log: Logger;
  context: Context;
  secureHeadersNonce?: string;
}

/** Everything that is answered over HTTP: health, assets, the typed API, pages. */
export function createHttpApp({ deps, origins, trustedProxies, livekitUrl, assets, page }: HttpOptions) {
  const app = new Hono<{ Bindings: HttpBindings; Variables: Variables }>();
  const https = deps.config.origin.startsWith('https:');

  // thousands of segments a minute: what pages need around them is left out
  app.get(`${MEDIA_PATH}*`, (c) => answerMedia(deps, c));

  app.use(async (c, next) => {
    const started = performance.now();
    const requestId = uuidv7(deps.clock.now());
    const log = deps.log.child({ requestId });
    c.set('requestId', requestId);
    c.set('log', log);
    await next();
    c.header('X-Request-Id', requestId);
    const milliseconds = Math.round(performance.now() - started);
    const level = c.res.status >= 500 ? 'error' : c.req.path.startsWith('/assets/') ? 'debug' : 'info';
    log[level]({ method: c.req.method, path: c.req.path, status: c.res.status, milliseconds }, 'request');
  });
  app.use(securityHeaders({ livekitUrl, https, dev: assets === null }));

  const readHealth = healthOf(deps);
  app.get('/healthz', async (c) => {
    const health = await readHealth();
    return c.json(health, health.ok ? 200 : 503);
  });

  const oneClick = bodyLimit({ maxSize: LARGEST_UNSUBSCRIBE, onError: tooLarge });
  app.post(UNSUBSCRIBE_PATH, (c, next) => (isOneClick(c) ? oneClick(c, next) : next()));
  app.post(UNSUBSCRIBE_PATH, (c, next) => (isOneClick(c) ? answerOneClick(deps, c) : next()));

  app.post(LIVEKIT_PATH, bodyLimit({ maxSize: LARGEST_HOOK, onError: tooLarge }), (c) => answerLivekit(deps, c));

  app.use((c, next) => (c.req.method === 'GET' && PUBLISHED.test(c.req.path) ? answerPublished(deps, c) : next()));
  const offerLimit = bodyLimit({ maxSize: LARGEST_OFFER, onError: (c) => refuseFeed(c, 'tooLarge') });
  const from = (c: { env: HttpBindings }) => originOf(c.env.incoming, trustedProxies);
  for (const path of [WHIP_PATH, `${WHIP_PATH}/:id`]) app.use(path, whipCors, offerLimit);
  app.post(WHIP_PATH, (c) => answerOffer(deps, c, from(c)));
  app.patch(`${WHIP_PATH}/:id`, (c) => answerChange(deps, c, from(c)));
  app.delete(`${WHIP_PATH}/:id`, (c) => answerStop(deps, c, from(c)));

  if (assets !== null) {
    app.use(
      serveStatic({
        root: assets,
        index: 'there-is-no-index', // pages are Remix's
        precompressed: true,
        onFound: (path, c) =>
          c.header(
            'Cache-Control',
            path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
          ),
      }),
    );
    app.use(compress());
  }

  app.use('/trpc/*', bodyLimit({ maxSize: CALL_LIMIT, onError: (c) => refuse(c, 'tooLarge') }));
  const pageLimit = bodyLimit({ maxSize: BODY_LIMIT, onError: tooLarge });
  const onError = (c: AnyContext) => refusePicture(c, 'pictureTooLarge');
  const pictureLimit = bodyLimit({ maxSize: LARGEST_UPLOAD, onError });
  const frameLimit = bodyLimit({ maxSize: LARGEST_FRAME, onError });
  app.use((c, next) => {
    if (c.req.path.startsWith(FRAMES_PATH)) return frameLimit(c, next);
    return (c.req.path.startsWith(PICTURES_PATH) ? pictureLimit : pageLimit)(c, next);
  });
  app.use(async (c, next) => {
    if (WRITES.has(c.req.method) && !isOurs(c.req.header('origin'), origins)) {
      c.get('log').warn({ origin: c.req.header('origin'), path: c.req.path }, 'refused a foreign origin');
      return refuse(c, 'foreignOrigin');
    }
    const { log } = c.var;
    const cookies: string[] = [];
    const origin = originOf(c.env.incoming, trustedProxies);
    c.set(
      'context',
      httpContext(
        {
          deps,
          log,
          origin,
          cookie: c.req.header('cookie') ?? null,
          accepts: c.req.header('accept-language'),
        },
        (header) => cookies.push(header),
      ),
    );
    await next();
    for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true });
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'private, no-store');
  });

  app.all('/trpc/*', (c) => {
    if (callsIn(c.req.path) > MOST_CALLS) return refuse(c, 'tooManyCalls');
    return fetchRequestHandler({
      endpoint: '/trpc',
      req: c.req.raw,
      router: appRouter,
      maxBatchSize: MOST_CALLS,
      createContext: () => c.var.context,
    });
  });

  app.get(`${FILES_PATH}*`, (c) => answerFile(c, c.var.context));
  app.get(`${LINK_PICTURES_PATH}*`, (c) => answerLinkPicture(c, c.var.context));
  app.post(`${FRAMES_PATH}:id`, (c) => answerFrame(c, c.var.context, c.req.param('id')));
  app.post(`${PICTURES_PATH}*`, (c) => answerPicture(c, c.var.context));

  app.use((c, next) => (asksForTerms(c) ? answerTerms(c, c.var.context) : next()));

  app.all('*', (c) => {
    const { context, requestId, secureHeadersNonce: nonce = '' } = c.var;
    return page(c.req.raw, {
      api: createCaller(context),
      refusalOf: (error) => refusalOf(error, context.language),
      language: context.language,
      nonce,
      requestId,
      log: c.var.log,
      config: { origin: deps.config.origin, localDemo: deps.config.localDemo, livekitUrl },
    });
  });

  app.onError((error, c) => {
    const { requestId = uuidv7(deps.clock.now()), log = deps.log.child({ requestId }) } = c.var as Partial<Variables>;
    log.error({ err: error }, 'request failed');
    const wrong = says('Something went wrong on our side. Nothing was charged. If you report it, name {requestId}.', {
      requestId,
    });
    return plainText(c, wrong, 500);
  });
  return app;
}

const tooLarge = (c: AnyContext) => plainText(c, says('That is more than we accept at once.'), 413);

/** How many calls a path names: commas part them, written out or encoded. */
function callsIn(path: string): number {
  return path.split(/,|%2c/i).length;
}

/** A refusal before the API is reached, in the shape that a tRPC client reads. */
function refuse(c: AnyContext, code: ErrorCode) {
  const language = languageOf(c.req.header('cookie'), c.req.header('accept-language'));
  const { body, status } = refusalBody(code, language);
  return c.json(body, status);
}
