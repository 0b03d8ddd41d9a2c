import { type Counted } from './protocol';
import { type SignedVoucher } from './voucher';

/** A voucher that was not accepted, or did not arrive, is sent again after this long. */
const RETRY_MS = 1_000;
const RETRY_WITHOUT_FUNDS_MS = 5_000;

/** A voucher, and which second of the viewing it is for. */
export interface QueuedVoucher {
  readonly voucher: SignedVoucher;
  readonly second: bigint;
}

/**
 * How the newest voucher of a viewing reaches the server: one request at a time, repeated until the
 * server holds the voucher.
 */
export interface Delivery {
  readonly newest: QueuedVoucher | null;
  /** The newest that the server accepted. */
  readonly accepted: QueuedVoucher | null;
  /**
   * A server that lost what it had counted, and cannot take the newest, is sent the accepted one
   * once more.
   */
  readonly resendAccepted: boolean;
  /** For how many seconds of this viewing the server holds vouchers. */
  readonly counted: bigint;
  /** The request that is not answered yet, and which second was the newest when it was sent. */
  readonly inFlight: { readonly sent: QueuedVoucher; readonly newest: bigint } | null;
  /** Before this moment nothing is sent. */
  readonly dueAt: number;
  /** The server answered and did not accept the newest: until it does, nothing more is signed. */
  readonly held: boolean;
}

export const NOTHING_TO_DELIVER: Delivery = {
  newest: null,
  accepted: null,
  resendAccepted: false,
  counted: 0n,
  inFlight: null,
  dueAt: 0,
  held: false,
};

export function enqueue(delivery: Delivery, newest: QueuedVoucher): Delivery {
  return { ...delivery, newest, dueAt: 0 };
}

/** What waits for another try is sent as soon as possible. */
export function retryNow(delivery: Delivery): Delivery {
  return { ...delivery, dueAt: 0 };
}

/** How many seconds are signed for and not counted by the server yet. */
export function secondsUnderway({ newest, counted }: Delivery): bigint {
  return newest !== null && newest.second > counted ? newest.second - counted : 0n;
}

/** Whether a voucher is being sent, or is still to be sent. */
export function isBehind(delivery: Delivery): boolean {
  return delivery.inFlight !== null || secondsUnderway(delivery) > 0n;
}

/** Begins a request if one is due. */
export function send(delivery: Delivery, at: number): { delivery: Delivery; sent: QueuedVoucher } | null {
  const { newest, accepted, resendAccepted, counted, inFlight, dueAt } = delivery;
  if (newest === null || inFlight !== null || newest.second <= counted || at < dueAt) return null;
  const sent = resendAccepted && accepted ? accepted : newest;
  return { delivery: { ...delivery, inFlight: { sent, newest: newest.second } }, sent };
}

/** Whether the server counts more seconds than were ever signed for. */
export function isOvercounted({ newest }: Delivery, { seconds }: Counted): boolean {
  return seconds > (newest?.second ?? 0n);
}

/** Takes the server's answer to the request that is in flight. */
export function takeAnswer(delivery: Delivery, { seconds, phase }: Counted, at: number): Delivery {
  const { inFlight } = delivery;
  if (!inFlight) return delivery;
  const accepted = seconds >= inFlight.sent.second ? inFlight.sent : delivery.accepted;
  const counted = seconds > delivery.counted ? seconds : delivery.counted;
  const held = counted < inFlight.newest;
  const resendAccepted = !delivery.resendAccepted && accepted !== null && seconds < accepted.second;
  const withoutFunds = phase.kind === 'cut' && phase.why === 'outOfFunds';
  const wait = withoutFunds ? RETRY_WITHOUT_FUNDS_MS : RETRY_MS;
  const dueAt = held && !resendAccepted ? at + wait : 0;
  return { ...delivery, accepted, counted, held, resendAccepted, dueAt, inFlight: null };
}

/** Takes that the request failed. */
export function takeFailure(delivery: Delivery, retryAfterSeconds: number | null, at: number): Delivery {
  return { ...delivery, inFlight: null, dueAt: at + Math.max(RETRY_MS, (retryAfterSeconds ?? 0) * 1_000) };
}
