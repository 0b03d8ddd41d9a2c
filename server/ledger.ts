import { type Amount, type Planck } from '../sdk/money';
import { type H160, type Hex, type SignedVoucher } from '../sdk/voucher';

/** How an engine is: for the health page and the launcher. */
export interface EngineHealth {
  ok: boolean;
  /** One line for a person: a version, or what is wrong. */
  detail: string;
}

/** A finalized block. */
export interface BlockRef {
  number: number;
  hash: string;
}

/** The newest finalized block and what the chain takes for the time there: deadlines on chain are reckoned from it. */
export interface ChainHead extends BlockRef {
  time: Date;
}

/** What a purse's session key may sign. */
export interface Limits {
  /** At most this much a second. */
  maxRate: Amount;
  /** How many streams may be paid at the same time. */
  lanes: number;
  /** For tips, passes and subscriptions, over the purse's whole life. */
  extrasAllowance: Amount;
  expiresAt: Date;
}

/** A replaced session key, which still settles what it had signed. */
export interface RetiredKey {
  sessionKey: Hex;
  limits: Limits;
  until: Date;
}

/** A purse as the contract tells it. */
export interface ChainPurse {
  nonce: number;
  open: boolean;
  sessionKey: Hex;
  limits: Limits;
  /** What is left of it. */
  deposit: Amount;
  /** What this opening has paid. */
  paid: Amount;
  /** Seconds billed, over all creators. */
  seconds: bigint;
  extras: Amount;
  openedAt: Date;
  /** When it may be closed; null while nobody asked to. */
  closingAt: Date | null;
  retired: RetiredKey[];
  /** How many creators it has paid. */
  tabs: number;
}

/** What the contract has settled between a viewer and a creator, in the purse's present opening. */
export interface Tab {
  nonce: number;
  seconds: bigint;
  amount: Amount;
  extras: Amount;
  /** Of amount and extras; less than both together when the deposit was short. */
  paid: Amount;
}

/** A part of a creator's earnings that goes to somebody else. */
export interface Share {
  account: H160;
  basisPoints: number;
}

/** What the contract owes somebody. */
export interface Earnings {
  owed: Amount;
  /** Not divided among the shares yet. */
  pot: Amount;
  split: Share[];
}

/** What the deployed contract is set to. */
export interface Terms {
  version: number;
  chainId: bigint;
  contract: H160;
  owner: H160;
  pendingOwner: H160 | null;
  operator: H160;
  operatorKey: Hex;
  feeBasisPoints: number;
  feeCapBasisPoints: number;
  closingDelaySeconds: number;
  announceDelaySeconds: number;
  maxBatch: number;
  maxPage: number;
  maxShares: number;
  maxLanes: number;
  maxRetiredKeys: number;
}

/** The contract's books. deposits + earnings + fees is never more than the balance. */
export interface Totals {
  deposits: Amount;
  earnings: Amount;
  fees: Amount;
  balance: Amount;
  openPurses: number;
}

/** Why the contract passed over a voucher. */
export type SkipReason =
  | 'NoPurse'
  | 'OldOpening'
  | 'BadSignature'
  | 'Expired'
  | 'Stale'
  | 'NotGrowing'
  | 'OverRate'
  | 'OverTime'
  | 'OverAllowance'
  | 'Empty';

/** How the contract refuses a whole message. */
export type ContractError =
  | 'NotOwner'
  | 'NothingSent'
  | 'TooMuch'
  | 'AlreadyOpen'
  | 'NoPurse'
  | 'BadKey'
  | 'BadLimits'
  | 'ExpiryInPast'
  | 'Closing'
  | 'NotClosing'
  | 'TooEarly'
  | 'BadRelease'
  | 'ReleaseExpired'
  | 'OutstandingKeys'
  | 'EmptyBatch'
  | 'BatchTooLarge'
  | 'NotAnnounced'
  | 'AnnouncedVoucherInvalid'
  | 'BadSplit'
  | 'NothingOwed'
  | 'TransferFailed'
  | 'FeeTooHigh'
  | 'BadDelay'
  | 'NotPendingOwner'
  | 'Arithmetic';

/** A message to the contract that somebody's wallet signs. */
export type PurseCall =
  | { kind: 'open'; deposit: Amount; sessionKey: Hex; limits: Limits }
  | { kind: 'topUp'; amount: Amount }
  | { kind: 'rekey'; sessionKey: Hex; limits: Limits }
  | { kind: 'requestClose' }
  | { kind: 'cancelClose' }
  | { kind: 'close' }
  | { kind: 'closeNow'; validUntil: Date; signature: Hex }
  | { kind: 'announce'; vouchers: SignedVoucher[] }
  | { kind: 'settle'; vouchers: SignedVoucher[] }
  | { kind: 'setSplit'; shares: Share[] }
  | { kind: 'distribute'; creator: H160 }
  | { kind: 'withdraw' };

/** What a finalized block says of the contract. `index` is the event's place in its block; `transaction` the hash of the extrinsic that made it. */
export type ContractEvent = { index: number; transaction: Hex } & (
  | { kind: 'opened'; viewer: H160; nonce: number; sessionKey: Hex; limits: Limits; deposit: Amount }
  | { kind: 'toppedUp'; viewer: H160; nonce: number; added: Amount; deposit: Amount }
  | { kind: 'rekeyed'; viewer: H160; nonce: number; sessionKey: Hex; limits: Limits; oldKeyUntil: Date }
  | { kind: 'closingRequested'; viewer: H160; nonce: number; closesAt: Date }
  | { kind: 'closingCancelled'; viewer: H160; nonce: number }
  | { kind: 'closed'; viewer: H160; nonce: number; paidBack: Amount; early: boolean }
  | {
      kind: 'announced';
      viewer: H160;
      creator: H160;
      nonce: number;
      seconds: bigint;
      amount: Amount;
      extras: Amount;
      readyAt: Date;
      until: Date;
    }
  | {
      kind: 'settled';
      viewer: H160;
      creator: H160;
      nonce: number;
      /** Cumulative, as now counted. */
      seconds: bigint;
      amount: Amount;
      extras: Amount;
      /** By this settling; `fee` is the platform's part of it. */
      paid: Amount;
      fee: Amount;
      /** Counted and still not paid: the deposit was short. */
      short: Amount;
    }
  | { kind: 'skipped'; viewer: H160; creator: H160; nonce: number; seconds: bigint; reason: SkipReason }
  | { kind: 'splitChanged'; creator: H160; shares: Share[] }
  | { kind: 'distributed'; creator: H160; amount: Amount }
  | { kind: 'withdrawn'; account: H160; amount: Amount }
  | { kind: 'feesWithdrawn'; owner: H160; amount: Amount }
  | { kind: 'feeChanged'; feeBasisPoints: number }
  | { kind: 'operatorChanged'; operator: H160; operatorKey: Hex }
  | { kind: 'ownershipOffered'; to: H160 }
  | { kind: 'ownershipAccepted'; owner: H160 }
);

/** A finalized block with what it says of the contract, in order. */
export interface BlockOfEvents extends ChainHead {
  events: ContractEvent[];
}

/** What a wallet is asked to sign: the JSON that wallet extensions take (SignerPayloadJSON). */
export interface WalletPayload {
  address: string;
  blockHash: Hex;
  blockNumber: Hex;
  era: Hex;
  genesisHash: Hex;
  method: Hex;
  nonce: Hex;
  specVersion: Hex;
  transactionVersion: Hex;
  tip: Hex;
  version: number;
  signedExtensions: string[];
  withSignedTransaction: boolean;
}

/** An unsigned transaction for a wallet. */
export interface PreparedCall {
  payload: WalletPayload;
  /** What the chain asks for carrying it out, and what it holds back for storage, at most. */
  fee: Amount;
  storageDeposit: Amount;
  /** The last block that may contain it. */
  validUntilBlock: number;
}

/** A transaction that is ready to be sent. Sending it twice does it once: the account's nonce is in it. */
export interface SignedTransaction {
  hash: Hex;
  bytes: Hex;
  /** Blocks that may contain it: after the first, up to the second. */
  validFromBlock: number;
  validUntilBlock: number;
}

/** How a transaction ended. */
export type Ending =
  | { kind: 'finalized'; block: BlockRef }
  /** It is in a finalized block and did nothing but cost its fee. */
  | { kind: 'failed'; block: BlockRef; error: ContractError | null; detail: string }
  /** The chain would not take it: it is in no block and never will be in this form. */
  | { kind: 'invalid'; detail: string }
  /** Its time has passed and it is in no finalized block. */
  | { kind: 'dropped' };

/** The contract, or the chain, says beforehand that a call would fail: nothing was sent. */
export class LedgerRefusal extends Error {
  override readonly name = 'LedgerRefusal';
  constructor(
    /** What the contract said; null when it was the chain (no money for the fee, no such contract). */
    readonly error: ContractError | null,
    /** A word of the chain's own for the log, such as "Revive.TransferFailed". */
    readonly detail: string,
  ) {
    super(`the ledger refuses: ${error ?? detail}`);
  }
}

/** A signature does not belong to what was prepared. */
export class ForeignSignature extends Error {
  override readonly name = 'ForeignSignature';
}

/** The chain, and the purse contract on it. */
export interface Ledger {
  health(): Promise<EngineHealth>;
  close(): Promise<void>;

  genesisHash(): Promise<string>;
  finalizedHead(): Promise<ChainHead>;
  /** The hash at a height, or null where the chain is not that high. */
  blockHash(number: number): Promise<string | null>;
  /** What a finalized block says of the contract. */
  blockOfEvents(number: number): Promise<BlockOfEvents>;

  /** What the contract is set to. Fails when there is no contract at the configured address, or not the one that this version was built with. */
  terms(): Promise<Terms>;
  totals(): Promise<Totals>;
  purse(viewer: H160): Promise<ChainPurse | null>;
  tab(viewer: H160, creator: H160): Promise<Tab | null>;
  tabs(viewer: H160, from: number, count: number): Promise<{ creator: H160; tab: Tab }[]>;
  earnings(account: H160): Promise<Earnings>;
  /** What an account (SS58) can spend. */
  balance(address: string): Promise<Planck>;
  /** The chain's name, the word for its money and how many decimals its accounts count. */
  properties(): Promise<{ name: string; symbol: string; decimals: number }>;

  /** Tries the call on the chain's newest state and builds the transaction for a wallet; throws LedgerRefusal when it would fail. */
  prepare(address: string, call: PurseCall): Promise<PreparedCall>;
  /** What a payload's bytes say, decoded from them alone; null when they are not a call of the contract. */
  read(payload: WalletPayload): Promise<PurseCall | null>;
  /**
   * The wallet's signature on what was prepared, checked; throws ForeignSignature when it is not on exactly that.
   * `signedTransaction` is what some wallets answer with instead: it must be the same call, nonce, era and tip.
   */
  assemble(payload: WalletPayload, signature: Hex, signedTransaction?: Hex): Promise<SignedTransaction>;
  /** The operator's settling of a batch, tried first (LedgerRefusal) and signed; nothing is sent yet. */
  prepareSettling(vouchers: SignedVoucher[]): Promise<SignedTransaction>;
  /** Sends it and follows it to its end; `onBlock` tells when it is in a block that is not final yet. Sending again what was sent before is harmless. */
  submit(transaction: SignedTransaction, onBlock?: (block: BlockRef) => void): Promise<Ending>;
  /** What became of a transaction that was sent before, from finalized blocks alone; null while it is still open. */
  endingOf(transaction: SignedTransaction): Promise<Ending | null>;

  /** The operator's word that a purse has nothing outstanding, for close_now. */
  signRelease(viewer: H160, purseNonce: number, validUntil: Date): Promise<Hex>;
  /** Money for trying things out; null where the chain has no faucet. Resolves when it is finalized. */
  readonly faucet: ((address: string, amount: Planck) => Promise<BlockRef>) | null;
}
