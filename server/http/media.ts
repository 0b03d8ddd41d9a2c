import { type Context as AnyContext } from 'hono';
import { CLIP_MEDIA_PATH, openClipFile } from '../clips/play';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { streamId } from '../ids';
import { MEDIA_PATH, type MediaAnswer, openMedia } from '../playback/media';
import { priceOf } from '../playback/price';
import { askForSeconds, inHeader, paymentRequired, type PaymentRequired, readPayment } from '../playback/terms';
import { type StorageKey } from '../storage-key';
import { type Context } from '../trpc/context';
import { byteRangeOf } from './byte-range';
import { NOTHING_HERE, plainText } from './plain-text';

const FILE = /^([A-Za-z0-9_-]+)\/([A-Za-z0-9_-]+\.[a-z0-9]+)$/;
/** As long as an address is good. */
const KEPT = 'private, max-age=21600, immutable';
/** Serves the files of clips, which cost nothing. */
async function answerClip(deps: Deps, c: AnyContext): Promise<Response> {
  const [, token = '', file = ''] = FILE.exec(c.req.path.slice(CLIP_MEDIA_PATH.length)) ?? [];
  const answer = await openClipFile(deps, token, file);
  if (!answer) return plainText(c, NOTHING_HERE, 404);
  return answer.kind === 'file' ? serve(deps, c, answer) : playlist(c, answer.text);
}

function playlist(c: AnyContext, text: string): Response {
  c.header('Cache-Control', 'private, no-cache');
  return c.body(text, 200, { 'Content-Type': 'application/vnd.apple.mpegurl' });
}

/** The page of a stream or video, which programs ask for its terms. */
const PAGE = /^\/watch\/([0-9a-f-]{36})$/;

/**
 * Serves the files of videos and clips: playlists, and segments of seconds that whoever holds the
 * pass has. What an address holds never changes, so that a browser keeps it as long as the address
 * is good.
 */
export async function answerMedia(deps: Deps, c: AnyContext): Promise<Response> {
  c.header('X-Content-Type-Options', 'nosniff');
  // whoever knows an address may play it, in whatever page: no cookie is read here
  c.header('Access-Control-Allow-Origin', '*');
  c.header('Access-Control-Expose-Headers', 'PAYMENT-REQUIRED, PAYMENT-RESPONSE, Content-Range');
  if (c.req.path.startsWith(CLIP_MEDIA_PATH)) return answerClip(deps, c);
  const [, token = '', file = ''] = FILE.exec(c.req.path.slice(MEDIA_PATH.length)) ?? [];
  const answer = await openMedia(deps, token, file, segmentAskedFor(c));
  if (answer.kind === 'nothing') return plainText(c, NOTHING_HERE, 404);
  if (answer.kind === 'unpaid') return answerUnpaid(deps, c, answer);
  if (answer.kind === 'file') return serve(deps, c, answer);
  return playlist(c, answer.text);
}

/** Of a playlist that grows: the segment that a player waits for (RFC 8216bis, 6.2.5.2). */
function segmentAskedFor(c: AnyContext): number | null {
  const asked = c.req.query('_HLS_msn');
  return asked !== undefined && /^\d{1,7}$/.test(asked) ? Number(asked) : null;
}

/**
 * Seconds that are not paid for: given by what was signed before or comes along, else the terms are
 * told.
 */
async function answerUnpaid(
  deps: Deps,
  c: AnyContext,
  { video, span, viewing, key, type }: Extract<MediaAnswer, { kind: 'unpaid' }>,
): Promise<Response> {
  const header = c.req.header('payment-signature');
  const payment = header === undefined ? null : paymentIn(header);
  if (payment === 'malformed') return plainText(c, NOTHING_HERE, 400);
  const all = { granted: false, missing: span[1] - span[0], settled: null };
  const asked = viewing ? await askForSeconds(deps, viewing, span, payment) : all;
  if (asked.settled) c.header('PAYMENT-RESPONSE', inHeader(asked.settled));
  if (asked.granted) return serve(deps, c, { key, type });
  const error = asked.settled?.errorReason ?? 'PAYMENT-SIGNATURE header is required';
  const { missing } = asked;
  const wished = { stream: video.id, path: c.req.path, mimeType: type, span, missing, viewing, error };
  return refuseUnpaid(c, await paymentRequired(deps, wished));
}

function paymentIn(header: string): ReturnType<typeof readPayment> | 'malformed' {
  try {
    return readPayment(header);
  } catch (error) {
    if (error instanceof DomainError) return 'malformed';
    throw error;
  }
}

function refuseUnpaid(c: AnyContext, required: PaymentRequired): Response {
  c.header('Cache-Control', 'no-store');
  c.header('PAYMENT-REQUIRED', inHeader(required));
  return c.json(required, 402);
}

/** Whether a program asks what something costs, where a browser would ask for its page. */
export const asksForTerms = (c: AnyContext) =>
  c.req.method === 'GET' &&
  PAGE.test(c.req.path) &&
  (c.req.header('accept') ?? '').split(',')[0] === 'application/json';

/** Says to a program what a stream or a video costs: 402 where it costs something. */
export async function answerTerms(c: AnyContext, { deps, who }: Pick<Context, 'deps' | 'who'>): Promise<Response> {
  const id = streamId.safeParse(PAGE.exec(c.req.path)?.[1]).data;
  const price = id ? await priceOf(deps, (await who())?.accountId ?? null, id) : null;
  if (!id || !price) return c.json({ error: 'notFound' }, 404);
  if (price.free) return c.json({ stream: id, free: true, recorded: price.recorded });
  const span = price.recorded ? ([0, 1] as const) : null;
  const error = 'Payment is required, by the second';
  const what = { path: c.req.path, mimeType: 'text/html', missing: 1, viewing: null };
  return refuseUnpaid(c, await paymentRequired(deps, { ...what, stream: id, span, error }));
}

/** Sends a file, or the part of it that is asked for. */
async function serve(deps: Deps, c: AnyContext, { key, type }: { key: StorageKey; type: string }): Promise<Response> {
  const asked = c.req.header('range');
  if (asked === undefined && c.req.method === 'GET') return serveWhole(deps, c, { key, type });
  const found = await deps.storage.stat(key);
  if (!found) return plainText(c, NOTHING_HERE, 404);
  const range = byteRangeOf(asked, found.bytes);
  c.header('Accept-Ranges', 'bytes');
  if (range === 'unsatisfiable') {
    c.header('Content-Range', `bytes */${found.bytes}`);
    return c.body(null, 416);
  }
  c.header('Content-Type', type);
  c.header('Cache-Control', KEPT);
  c.header('Content-Length', String(range ? range.to - range.from + 1 : found.bytes));
  if (range) c.header('Content-Range', `bytes ${range.from}-${range.to}/${found.bytes}`);
  const status = range ? 206 : 200;
  if (c.req.method === 'HEAD') return c.body(null, status);
  const read = await deps.storage.read(key, range ?? undefined);
  return read ? c.body(read.content, status) : plainText(c, NOTHING_HERE, 404);
}

async function serveWhole(deps: Deps, c: AnyContext, { key, type }: { key: StorageKey; type: string }) {
  const read = await deps.storage.read(key);
  if (!read) return plainText(c, NOTHING_HERE, 404);
  return c.body(read.content, 200, {
    'Content-Type': type,
    'Content-Length': String(read.bytes),
    'Accept-Ranges': 'bytes',
    'Cache-Control': KEPT,
  });
}
