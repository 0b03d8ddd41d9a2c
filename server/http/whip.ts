import { languageOf } from '../../texts/languages';
import { type Context } from 'hono';
import { cors } from 'hono/cors';
import { type ContentfulStatusCode } from 'hono/utils/http-status';
import { type ErrorCode } from '../../sdk/error-codes';
import { type Deps, type FeedAnswer, type Origin } from '../deps';
import { DomainError } from '../errors';
import { changeFeed, type NamedFeed, stopFeed } from '../feeds/change';
import { startFeed } from '../feeds/start';
import { feedId } from '../ids';
import { refusalBody } from './refusal-body';

/** Where programs that send by WHIP (RFC 9725) offer to. */
export const WHIP_PATH = '/whip';
/** An offer of two tracks is a few kilobytes. */
export const LARGEST_OFFER = 64 * 1024;

/**
 * The key alone speaks for a program, no cookie is read: a page of any site may send here, as any
 * program may.
 */
export const whipCors = cors({
  origin: '*',
  allowMethods: ['POST', 'PATCH', 'DELETE'],
  allowHeaders: ['Authorization', 'Content-Type', 'If-Match'],
  exposeHeaders: ['Location', 'Link', 'ETag', 'Retry-After'],
  maxAge: 3_600,
});

/** A program offers to send. */
export function answerOffer(deps: Deps, c: Context, origin: Origin): Promise<Response> {
  return answered(deps, c, async () => {
    const key = bearerOf(c);
    requireType(c, 'application/sdp');
    const { id, sdp, etag, iceServers } = await startFeed(deps, { key, sdp: await c.req.text(), origin });
    c.header('Location', `${WHIP_PATH}/${id}`);
    if (etag) c.header('ETag', etag);
    for (const link of linksOf(iceServers)) c.header('Link', link, { append: true });
    return c.body(sdp, 201, { 'Content-Type': 'application/sdp' });
  });
}

/** A program tells what it found out about its network. */
export function answerChange(deps: Deps, c: Context, origin: Origin): Promise<Response> {
  return answered(deps, c, async () => {
    const named = namedBy(c, origin);
    requireType(c, 'application/trickle-ice-sdpfrag');
    const ifMatch = c.req.header('if-match');
    if (!ifMatch) throw new DomainError('malformed');
    const { fragment, etag } = await changeFeed(deps, named, { ifMatch, fragment: await c.req.text() });
    if (etag) c.header('ETag', etag);
    if (!fragment) return c.body(null, 204);
    return c.body(fragment, 200, { 'Content-Type': 'application/trickle-ice-sdpfrag' });
  });
}

/** A program stops. */
export function answerStop(deps: Deps, c: Context, origin: Origin): Promise<Response> {
  return answered(deps, c, async () => {
    await stopFeed(deps, namedBy(c, origin));
    return c.body(null, 200);
  });
}

/** A refusal as RFC 9725 asks for it: what happened, for whoever reads the program's log. */
export function refuseFeed(c: Context, code: ErrorCode, retryAfterSeconds?: number): Response {
  const { status, body } = refusalBody(code, languageOf(null, c.req.header('accept-language')));
  if (retryAfterSeconds !== undefined) c.header('Retry-After', `${retryAfterSeconds}`);
  if (status === 401) c.header('WWW-Authenticate', 'Bearer');
  const problem = JSON.stringify({ title: body.error.json.message, status, code });
  return c.body(problem, status as ContentfulStatusCode, { 'Content-Type': 'application/problem+json' });
}

async function answered({ log }: Deps, c: Context, work: () => Promise<Response>): Promise<Response> {
  c.header('Cache-Control', 'no-store');
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    log.info({ code: error.code }, 'a feed was refused');
    return refuseFeed(c, error.code, error.retryAfterSeconds);
  }
}

function namedBy(c: Context, origin: Origin): NamedFeed {
  const id = feedId.safeParse(c.req.param('id')).data;
  if (!id) throw new DomainError('notFound');
  return { id, key: bearerOf(c), origin };
}

function bearerOf(c: Context): string {
  const [, key] = /^Bearer (\S{1,200})$/i.exec(c.req.header('authorization') ?? '') ?? [];
  if (!key) throw new DomainError('streamKeyUnknown');
  return key;
}

function requireType(c: Context, type: string): void {
  const sent = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (sent !== type) throw new DomainError('wrongContentType');
}

/** TURN servers as the links that programs read (RFC 9725, 4.4). */
function linksOf(servers: FeedAnswer['iceServers']): string[] {
  return servers.flatMap(({ urls, username, credential }) =>
    urls.map((url) =>
      [
        `<${url}>; rel="ice-server"`,
        ...(username === undefined ? [] : [`username="${username}"`]),
        ...(credential === undefined ? [] : [`credential="${credential}"; credential-type="password"`]),
      ].join('; '),
    ),
  );
}
