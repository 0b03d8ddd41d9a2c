import { type Amount } from '../../sdk/money';
import { type H160 } from '../../sdk/voucher';

/** A part of a wallet's earnings that goes to somebody else. */
export interface EarningsShare {
  account: H160;
  basisPoints: number;
  /** Who that is, when everybody may know: whom a public stream is paid to. */
  person: { handle: string; displayName: string } | null;
}

/** What it would be to have the platform send a wallet what it is owed. */
export interface Sending {
  /** The wallet cannot pay the chain's fee itself. */
  needed: boolean;
  /** What the platform keeps of it. */
  fee: Amount;
  /** Less than this is not sent. */
  least: Amount;
  /** What the wallet would get of what is owed now. */
  arrives: Amount;
  /**
   * What a wallet that the chain does not know is given besides, out of the fee; nothing for one
   * that it knows.
   */
  existentialDeposit: Amount;
  /** Why it cannot be sent now; null when it can. */
  hindrance: 'tooLittleToSend' | 'walletEmpty' | 'walletUnmapped' | null;
}

/** How a request to have earnings sent stands. */
export interface SendingRequest {
  status: 'asked' | 'sent' | 'arrived' | 'failed';
  /** When it was asked, or ended. */
  at: Date;
  /** Why it failed, and what that means for money. */
  message: string | null;
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
    /**
     * With whom later earnings are shared, by the contract; null when the chain does not answer.
     */
    split: EarningsShare[] | null;
    /**
     * What was set since and holds a closing delay later; empty ends the sharing, null when nothing
     * is to change.
     */
    nextSplit: EarningsShare[] | null;
    /** What others get of what is settled and not divided yet. */
    forOthers: Amount;
    /** Signed for by viewers and not settled yet, the platform's fee not taken off. */
    onTheWay: Amount;
    /** Withdrawn so far. */
    withdrawn: Amount;
    /** Owed, on the way and withdrawn together; null when the chain does not answer. */
    inAll: Amount | null;
  }[];
  /**
   * Of all wallets together: the one figure for what a creator has earned, here and on the
   * dashboard.
   */
  inAll: Amount | null;
  feeBasisPoints: number;
  /** `amount` is what the wallet got, `fee` what the platform kept for sending it. */
  payouts: { amount: Amount; fee: Amount; recipient: H160; at: Date; blockNumber: number; blockUrl: string }[];
}

/** The same with what the platform can do for each wallet: the earnings page. */
export interface EarningsOverview extends Earnings {
  wallets: (Earnings['wallets'][number] & {
    /** Having the platform send it; null when nothing is owed, or the chain does not answer. */
    sending: Sending | null;
    /** What was asked of the platform last; null when that is nothing, or long over. */
    request: SendingRequest | null;
  })[];
}
