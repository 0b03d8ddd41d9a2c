import { type Context } from 'hono';
import { type Deps } from '../deps';
import { FILES_PATH } from '../pictures/files';
import { NOTHING_HERE, plainText } from './plain-text';
import { contentTypeOf, folderOf, readKey } from '../storage-key';

/** What anybody may see who knows its name. Recordings ask who looks, and are served elsewhere. */
const FOR_ALL = new Set(['pictures', 'thumbnails']);

/** Serves what is kept. A key never changes what it holds, so browsers keep it for good. */
export async function answerFile({ storage }: Pick<Deps, 'storage'>, c: Context): Promise<Response> {
  const key = readKey(c.req.path.slice(FILES_PATH.length));
  const found = key && FOR_ALL.has(folderOf(key)) ? await storage.read(key) : null;
  if (!key || !found) return plainText(c, NOTHING_HERE, 404);
  return c.body(found.content, 200, {
    'Content-Type': contentTypeOf(key),
    'Content-Length': String(found.bytes),
    'Cache-Control': 'public, max-age=31536000, immutable',
    'Content-Disposition': 'inline',
  });
}
