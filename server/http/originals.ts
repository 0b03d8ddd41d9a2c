import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { type Context as AnyContext } from 'hono';
import { DomainError } from '../errors';
import { streamId } from '../ids';
import { type Deps } from '../deps';
import { type Context } from '../trpc/context';
import { findOriginal, type Original } from '../videos/originals';
import { byteRangeOf } from './byte-range';
import { NOTHING_HERE, plainText } from './plain-text';

/** Where creators save what they sent: /videos/VIDEO/original?part=2. */
export const ORIGINALS_PATH = '/videos/:id/original';

/** Gives a creator a file of their own video as it came in, whole or a range of it. */
export async function answerOriginal(c: AnyContext, { deps, who }: Context): Promise<Response> {
  const id = streamId.safeParse(c.req.param('id'));
  const part = /^[1-9]\d{0,3}$/.exec(c.req.query('part') ?? '1');
  const signedIn = await who();
  if (!id.success || !part || !signedIn) return plainText(c, NOTHING_HERE, 404);
  const found = await findOriginal(deps, signedIn.accountId, id.data, Number(part[0])).catch((error: unknown) => {
    if (error instanceof DomainError) return null;
    throw error;
  });
  if (!found) return plainText(c, NOTHING_HERE, 404);
  const asked = byteRangeOf(c.req.header('range'), found.bytes);
  const range = asked === 'unsatisfiable' ? null : asked;
  const { from, to } = range ?? { from: 0, to: found.bytes - 1 };
  if (range) c.header('Content-Range', `bytes ${from}-${to}/${found.bytes}`);
  const headers = {
    'Content-Type': found.contentType,
    'Content-Length': String(to - from + 1),
    'Content-Disposition': `attachment; filename="${found.name}"`,
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-store',
  };
  const status = range ? 206 : 200;
  // nobody would read to its end what HEAD asks for
  if (c.req.raw.method === 'HEAD') return c.body(null, status, headers);
  return c.body(await open(deps, found, from, to), status, headers);
}

/** The file is there until all of it was read, or whoever reads it goes away. */
function open({ uploads, log }: Deps, { uploadId }: Original, from: number, to: number): Promise<ReadableStream> {
  return new Promise((resolve, reject) => {
    uploads
      .withFile(uploadId, async (path) => {
        const file = createReadStream(path, { start: from, end: to });
        const closed = new Promise<void>((done) => file.once('close', done));
        file.on('error', (error) => log.warn({ err: error }, 'an original could not be read to its end'));
        resolve(Readable.toWeb(file) as ReadableStream);
        await closed;
      })
      .catch(reject);
  });
}
