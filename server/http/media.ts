import { type Context as AnyContext } from 'hono';
import { type Deps } from '../deps';
import { MEDIA_PATH, openMedia } from '../playback/media';
import { payTerms } from '../playback/terms';
import { NOTHING_HERE, plainText } from './plain-text';

export { MEDIA_PATH };

const FILE = /^([A-Za-z0-9_-]+)\/([A-Za-z0-9_-]+\.[a-z0-9]+)$/;
const RANGE = /^bytes=(\d*)-(\d*)$/;

/**
 * Serves the files of videos: playlists, and segments of seconds that whoever holds the pass has.
 * What an address holds never changes, so that a browser keeps it as long as the address is good.
 */
export async function answerMedia(deps: Deps, c: AnyContext): Promise<Response> {
  const [, token = '', file = ''] = FILE.exec(c.req.path.slice(MEDIA_PATH.length)) ?? [];
  const answer = await openMedia(deps, token, file);
  c.header('X-Content-Type-Options', 'nosniff');
  if (answer.kind === 'nothing') return plainText(c, NOTHING_HERE, 404);
  if (answer.kind === 'playlist') {
    c.header('Cache-Control', 'private, no-cache');
    return c.body(answer.text, 200, { 'Content-Type': 'application/vnd.apple.mpegurl' });
  }
  if (answer.kind === 'unpaid') {
    c.header('Cache-Control', 'no-store');
    const { header, body } = await payTerms(deps, answer, c.req.path);
    c.header('PAYMENT-REQUIRED', header);
    return c.json(body, 402);
  }
  const found = await deps.storage.stat(answer.key);
  if (!found) return plainText(c, NOTHING_HERE, 404);
  const range = rangeOf(c.req.header('range'), found.bytes);
  if (range === 'unsatisfiable') {
    c.header('Content-Range', `bytes */${found.bytes}`);
    return c.body(null, 416);
  }
  c.header('Content-Type', answer.type);
  c.header('Accept-Ranges', 'bytes');
  c.header('Cache-Control', 'private, max-age=21600, immutable');
  const bytes = range ? range.to - range.from + 1 : found.bytes;
  c.header('Content-Length', String(bytes));
  if (range) c.header('Content-Range', `bytes ${range.from}-${range.to}/${found.bytes}`);
  if (c.req.method === 'HEAD') return c.body(null, range ? 206 : 200);
  const read = await deps.storage.read(answer.key, range ?? undefined);
  if (!read) return plainText(c, NOTHING_HERE, 404);
  return c.body(read.content, range ? 206 : 200);
}

/** One range of bytes, the last one included; null: all of it, also where several are asked for. */
function rangeOf(header: string | undefined, bytes: number): { from: number; to: number } | 'unsatisfiable' | null {
  const [all, first = '', last = ''] = RANGE.exec(header ?? '') ?? [];
  if (all === undefined || (first === '' && last === '')) return null;
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const to = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  return from >= bytes || from > to ? 'unsatisfiable' : { from, to };
}
