/** So near its end a video was seen, and begins anew. */
const END_MS = 15_000;

/** What an address says of where to begin: `90`, `1:30`, `1:02:03`, `1h2m3s`; null: nothing. */
export function readTime(text: string | null): number | null {
  if (text === null || text.length > 20) return null;
  const parts = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/.exec(text) ?? /^(?:(\d+):)?(\d+):(\d{1,2})$/.exec(text) ?? null;
  if (!parts || text === '') return null;
  const [hours = '0', minutes = '0', seconds = '0'] = parts.slice(1);
  const ms = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  return Number.isSafeInteger(ms) ? ms : null;
}

/** Where a video begins: what the address says wins over where it was left. */
export interface Beginning {
  ms: number;
  /** It was left there before. */
  left: boolean;
}

export function beginningOf(
  asked: string | null,
  { positionMs, durationMs }: { positionMs: number | null; durationMs: number },
): Beginning {
  const wanted = readTime(asked);
  if (wanted !== null) return { ms: Math.max(0, Math.min(wanted, durationMs - 1_000)), left: false };
  const left = positionMs ?? 0;
  return left > 0 && left < durationMs - END_MS ? { ms: left, left: true } : { ms: 0, left: false };
}
