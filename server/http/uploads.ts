import { type Context as AnyContext } from 'hono';
import { type ContentfulStatusCode } from 'hono/utils/http-status';
import { rolesOf } from '../accounts/roles';
import { DomainError } from '../errors';
import { limit } from '../limits/take';
import { type Context } from '../trpc/context';
import { refusalOf } from '../trpc/init';
import { UPLOADS_PATH } from '../videos/parts';
import { giveUpload, uploadRules } from '../videos/upload-rules';
import { refusalBody } from './refusal-body';

export { UPLOADS_PATH };

/** Whether a request is one of the upload protocol. */
export function isUpload(path: string): boolean {
  return path === UPLOADS_PATH || path.startsWith(`${UPLOADS_PATH}/`);
}

/**
 * Takes files of videos by the tus protocol, from their creators' own pages. How much of a body is
 * read is for the rules to say, each time.
 */
export async function answerUpload(c: AnyContext, context: Context): Promise<Response> {
  const { deps, origin } = context;
  const request = c.req.raw;
  try {
    // the protocol's own way around proxies would hide what is asked from whoever checks it
    if (request.headers.has('x-http-method-override')) throw new DomainError('malformed');
    const signedIn = await context.who();
    if (!signedIn) throw new DomainError('notSignedIn');
    const { accountId } = signedIn;
    if (!(await rolesOf(deps, accountId)).includes('creator')) throw new DomainError('notCreator');
    await limit(deps, 'sendUpload', origin, accountId);
    const sender = {
      creatorId: accountId,
      contentLength: countIn(request, 'content-length'),
      declaredLength: countIn(request, 'upload-length'),
      offset: countIn(request, 'upload-offset'),
    };
    const answer = await deps.uploads.answer(request, uploadRules(deps, sender));
    if (request.method === 'DELETE' && answer.ok)
      await giveUpload(deps, accountId, c.req.path.slice(UPLOADS_PATH.length + 1));
    return answer;
  } catch (error) {
    const { code, retryAfterSeconds } = refusalOf(error, context.language);
    if (code === 'unexpected' || code === 'badInput') throw error;
    const { body, status } = refusalBody(code, context.language);
    if (retryAfterSeconds !== null) c.header('Retry-After', `${retryAfterSeconds}`);
    // what was not read of a body is in the way of the next request on its connection
    if (request.body) c.header('Connection', 'close');
    return c.json(body, status as ContentfulStatusCode);
  }
}

/** A header that says how much; what is no number says nothing. */
function countIn(request: Request, name: string): bigint | null {
  const text = request.headers.get(name) ?? '';
  return /^\d{1,15}$/.test(text) ? BigInt(text) : null;
}
