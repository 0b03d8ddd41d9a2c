import { type Context as AnyContext } from 'hono';
import { FILES_PATH } from '../pictures/files';
import { maySeeMoment } from '../pictures/moment';
import { type Context } from '../trpc/context';
import { NOTHING_HERE, plainText } from './plain-text';
import { contentTypeOf, folderOf, readKey } from '../storage-key';

/**
 * Serves pictures to whoever knows their names, and what is seen in a live stream to who may see
 * it; recordings are served elsewhere. A key never changes what it holds, so browsers keep it for
 * good.
 */
export async function answerFile(c: AnyContext, { deps, who }: Pick<Context, 'deps' | 'who'>): Promise<Response> {
  const key = readKey(c.req.path.slice(FILES_PATH.length));
  const forAll = key !== null && folderOf(key) === 'pictures';
  const shown = key && (forAll || (await maySeeMoment(deps, (await who())?.accountId ?? null, key)));
  const found = shown ? await deps.storage.read(key) : null;
  if (!key || !found) return plainText(c, NOTHING_HERE, 404);
  return c.body(found.content, 200, {
    'Content-Type': contentTypeOf(key),
    'Content-Length': String(found.bytes),
    'Cache-Control': `${forAll ? 'public' : 'private'}, max-age=31536000, immutable`,
    'Content-Disposition': 'inline',
  });
}
