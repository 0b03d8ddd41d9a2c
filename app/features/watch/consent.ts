import { type Amount } from '../../../sdk/money';

/** A reload in the middle, or a visit to the purse, and watching goes on by itself; later it is asked anew. */
export const RELOAD_MS = 30_000;
export const ERRAND_MS = 15 * 60_000;

const keyOf = (streamId: string) => `watching:${streamId}`;

/** Keeps, in this tab alone, that the viewer agreed to pay this price for this stream, for so long. */
export function keepConsent(streamId: string, rate: Amount, forMs: number, now = Date.now()): void {
  try {
    sessionStorage.setItem(keyOf(streamId), `${rate} ${now + forMs}`);
  } catch {
    // then it is asked anew
  }
}

/** Whether the viewer agreed a moment ago, and to this price. */
export function hasConsent(streamId: string, rate: Amount, now = Date.now()): boolean {
  try {
    const [agreed, until] = (sessionStorage.getItem(keyOf(streamId)) ?? '').split(' ');
    return agreed === rate.toString() && Number(until) > now;
  } catch {
    return false;
  }
}

export function dropConsent(streamId: string): void {
  try {
    sessionStorage.removeItem(keyOf(streamId));
  } catch {
    // nothing is kept here
  }
}
