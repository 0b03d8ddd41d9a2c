import { type Amount } from '../../sdk/money';
import { type H160 } from '../../sdk/voucher';

/** A part of a wallet's earnings that goes to somebody else. */
export interface EarningsShare {
  account: H160;
  basisPoints: number;
  /** Who that is, when everybody may know: whom a public stream is paid to. */
  person: { handle: string; displayName: string } | null;
}

/** What a creator is owed and was paid. */
export interface Earnings {
  /** Null: payments are not set up here. */
  contract: H160 | null;
  /** Each linked wallet; the first that was linked is the one that new streams pay. */
  wallets: {
    address: string;
    h160: H160;
    label: string;
    /** In the contract, to be withdrawn; null when the chain does not answer. */
    owed: Amount | null;
    /** With whom later earnings are shared, by the contract; null when the chain does not answer. */
    split: EarningsShare[] | null;
    /** What others get of what is settled and not divided yet. */
    forOthers: Amount;
    /** Signed for by viewers and not settled yet, the platform's fee not taken off. */
    onTheWay: Amount;
    /** Withdrawn so far. */
    withdrawn: Amount;
  }[];
  feeBasisPoints: number;
  payouts: { amount: Amount; recipient: H160; at: Date; blockNumber: number; blockUrl: string }[];
}
