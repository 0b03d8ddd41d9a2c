import { type Amount } from '../../sdk/money';
import { type H160, type Hex, type SignedVoucher, type VoucherDomain } from '../../sdk/voucher';
import { type ViewingEndReason } from '../generated/prisma/enums';
import { type ViewingId } from '../ids';

/** No voucher for so long, and the picture is cut. */
export const GRACE_MS = 3_000;
/** A viewing leases so many seconds of its purse at a time. */
export const LEASE_SECONDS = 60n;

/** Why somebody who is in the room sees nothing, until the next voucher. */
export type CutReason =
  /** Vouchers stayed away for longer than the grace time. */
  | 'late'
  /** The viewer asked for it. */
  | 'paused'
  /** The viewer's own limit for this viewing is reached. */
  | 'spendingLimit'
  /** The purse has nothing left that is not promised. */
  | 'outOfFunds';

/** Where a viewing stands. */
export type Phase =
  /** Nothing to pay: a free stream, or one's own. */
  | { kind: 'free' }
  /** Nothing is due yet. */
  | { kind: 'preview'; until: Date }
  /** In the room and not paid for: the first voucher brings the picture. */
  | { kind: 'unpaid' }
  | { kind: 'paying' }
  | { kind: 'cut'; why: CutReason }
  | { kind: 'over'; why: ViewingEndReason };

/** What the viewer is shown; sent whenever it changes, and every few seconds. */
export interface ViewingState {
  phase: Phase;
  /** What was signed for in this viewing, as the server holds it. */
  seconds: bigint;
  amount: Amount;
  /** For how many more seconds the purse has money, at this stream's price; null where nothing is paid. */
  covered: bigint | null;
  /** Nothing goes out from the creator: the meter stands still. */
  silent: boolean;
  viewers: number;
}

/** Why somebody cannot pay, and what the page leads them through. */
export type PaymentNeed =
  | 'signIn'
  /** No wallet is linked. */
  | 'wallet'
  /** No purse is open. */
  | 'purse'
  /** It is being closed. */
  | 'closing'
  /** Its key is no longer good, or for less than an hour. */
  | 'expired'
  /** It holds less than a minute of this stream that is not promised. */
  | 'funds'
  /** Its limit for a second is below this stream's price. */
  | 'rate'
  /** It pays for as many streams as it may already. */
  | 'lanes'
  /** Somebody announced that they settle vouchers of it by themselves; nothing more is promised until that is over. */
  | 'announced'
  /** Payments are not set up here, or the chain has not been read yet. */
  | 'payments';

/** What viewer and server agree on: the SDK signs by this and by nothing that is said later. */
export interface Agreement {
  domain: VoucherDomain;
  viewer: H160;
  purseNonce: number;
  creator: H160;
  /** The purse's key: whoever does not hold it cannot pay from here. */
  sessionKey: Hex;
  /** A second's price. */
  rate: Amount;
  /** What the pair's newest voucher says: the next one counts on from there. */
  base: { seconds: bigint; amount: Amount; extras: Amount };
  /** What this viewing may cost in all, by the viewer's own wish. */
  limit: Amount | null;
  graceMs: number;
}

/** The answer to joining. */
export interface Joined {
  viewing: ViewingId;
  room: { url: string; token: string; iceServers: { urls: string[]; username?: string; credential?: string }[] };
  state: ViewingState;
  /** Null: nothing is to be paid. */
  payment: { agreed: Agreement } | { needs: PaymentNeed } | null;
}

/** What came of a voucher. */
export interface Counted {
  /** The newest that the server holds, in this viewing. */
  seconds: bigint;
  amount: Amount;
  phase: Phase;
  covered: bigint | null;
}

/** The newest voucher of a pair as a device kept it. */
export type NewestVoucher = SignedVoucher;
