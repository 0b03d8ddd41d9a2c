import { type KeyPress, keyNamed } from '../watch/player-keys';

/** What a key does in the player of a video, and on the page around it. */
export type VideoKey =
  | { do: 'play' | 'mute' | 'fullscreen' | 'theatre' | 'louder' | 'quieter' | 'help' | 'captions' }
  | { do: 'faster' | 'slower' }
  /** Seconds forward; negative is back. */
  | { do: 'skip'; seconds: number }
  /** Pictures forward while it stands. */
  | { do: 'step'; pictures: number }
  /** A tenth of the whole. */
  | { do: 'tenth'; tenth: number };

const KEYS: Record<string, VideoKey> = {
  k: { do: 'play' },
  ' ': { do: 'play' },
  m: { do: 'mute' },
  f: { do: 'fullscreen' },
  t: { do: 'theatre' },
  c: { do: 'captions' },
  '?': { do: 'help' },
  j: { do: 'skip', seconds: -10 },
  l: { do: 'skip', seconds: 10 },
  ArrowLeft: { do: 'skip', seconds: -5 },
  ArrowRight: { do: 'skip', seconds: 5 },
  ArrowUp: { do: 'louder' },
  ArrowDown: { do: 'quieter' },
  '>': { do: 'faster' },
  '<': { do: 'slower' },
  '.': { do: 'step', pictures: 1 },
  ',': { do: 'step', pictures: -1 },
};

/** `on` is the element that has the focus, as for the player of what is live. */
export function videoKey(press: KeyPress, on: string, where: 'player' | 'page' = 'player'): VideoKey | null {
  const name = keyNamed(press, on, where);
  if (name === null) return null;
  return /^[0-9]$/.test(name) ? { do: 'tenth', tenth: Number(name) } : (KEYS[name] ?? null);
}

/** How fast a video can be played. */
export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const;

/** The next speed above or below; the same at the end of the scale. */
export function nextSpeed(now: number, way: 1 | -1): number {
  const further = way > 0 ? SPEEDS.find((speed) => speed > now) : SPEEDS.findLast((speed) => speed < now);
  return further ?? now;
}
