import { type Playing } from './playing';

/** What a site says that has not been paid: x402 version 2, in the header `PAYMENT-REQUIRED`. */
interface PaymentTerms {
  accepts?: { extra?: { from?: unknown; to?: unknown } }[];
}

/** How one of a video's files is fetched; `fetch` unless said. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/**
 * Fetches one of a video's files. Where the site answers 402, the seconds that it names are paid
 * for by `playing`, within all that its viewer agreed to, and the file is asked for again.
 */
export async function fetchPaid(
  playing: Pick<Playing, 'secure'>,
  url: string,
  { get = fetch, signal }: { get?: Fetch; signal?: AbortSignal } = {},
): Promise<Response> {
  const answer = await get(url, { signal });
  if (answer.status !== 402) return answer;
  await answer.body?.cancel();
  const span = secondsNamed(answer.headers.get('payment-required'));
  if (!span) return answer;
  await playing.secure(span.from * 1_000, span.to * 1_000, signal);
  return get(url, { signal });
}

function secondsNamed(header: string | null): { from: number; to: number } | null {
  if (header === null) return null;
  try {
    const terms = JSON.parse(atob(header)) as PaymentTerms;
    const { from, to } = terms.accepts?.[0]?.extra ?? {};
    return Number.isSafeInteger(from) && Number.isSafeInteger(to) ? { from: Number(from), to: Number(to) } : null;
  } catch {
    return null;
  }
}

/** What of a playlist is needed to fetch it. */
interface Listed {
  init: string;
  file: string;
  startMs: number;
  endMs: number;
}

/**
 * Fetches a part of a video, whole segments of its best quality, each paid for as it comes. What
 * comes is one MP4: what players read first, then the segments. Yields as it arrives.
 */
export async function* downloadVideo(
  playing: Pick<Playing, 'secure' | 'snapshot' | 'onChange'>,
  {
    site,
    fromMs,
    toMs,
    get = fetch,
    signal,
  }: { site: string; fromMs: number; toMs: number; get?: Fetch; signal?: AbortSignal },
): AsyncGenerator<Uint8Array> {
  await whenOpen(playing, signal);
  const read = async (file: string) => {
    const answer = await fetchPaid(playing, `${site}${playing.snapshot.media ?? ''}${file}`, { get, signal });
    if (!answer.ok) throw new Error(`The site answered ${answer.status} to ${file}.`);
    return answer;
  };
  const [variant] = linesOf(await (await read('master.m3u8')).text()).filter((line) => line.endsWith('.m3u8'));
  const segments = listedIn(await (await read(variant ?? 'source.m3u8')).text());
  let init: string | null = null;
  for (const segment of segments.filter(({ startMs, endMs }) => startMs < toMs && endMs > fromMs)) {
    if (segment.init !== init) yield new Uint8Array(await (await read(segment.init)).arrayBuffer());
    init = segment.init;
    yield new Uint8Array(await (await read(segment.file)).arrayBuffer());
  }
}

/** Resolves when its files can be fetched. */
function whenOpen(playing: Pick<Playing, 'snapshot' | 'onChange'>, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const { media, connection, refused } = playing.snapshot;
      if (media === null && connection !== 'closed' && !signal?.aborted) return;
      stop();
      if (media === null) reject(new Error(refused?.message ?? 'It was not opened.'));
      else resolve();
    };
    const stop = playing.onChange(look);
    signal?.addEventListener('abort', look, { once: true });
    look();
  });
}

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');

function listedIn(playlist: string): Listed[] {
  const listed: Listed[] = [];
  let [init, startMs, durationMs] = ['', 0, 0];
  for (const line of linesOf(playlist)) {
    const [, map] = /^#EXT-X-MAP:URI="([^"]+)"/.exec(line) ?? [];
    const [, seconds] = /^#EXTINF:([\d.]+)/.exec(line) ?? [];
    if (map !== undefined) init = map;
    else if (seconds !== undefined) durationMs = Math.round(Number(seconds) * 1_000);
    else if (!line.startsWith('#')) {
      listed.push({ init, file: line, startMs, endMs: startMs + durationMs });
      startMs += durationMs;
    }
  }
  return listed;
}
