import { type Amount } from '../../sdk/money';
import { type H160 } from '../../sdk/voucher';

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
    /** Signed for by viewers and not settled yet, the platform's fee not taken off. */
    onTheWay: Amount;
    /** Withdrawn so far. */
    withdrawn: Amount;
  }[];
  feeBasisPoints: number;
  payouts: { amount: Amount; recipient: H160; at: Date; blockNumber: number; blockUrl: string }[];
}
