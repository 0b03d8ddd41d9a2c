import { type Amount, type ChainMoney, type Planck } from '../sdk/money';
import { type H160, type Hex, type SignedVoucher } from '../sdk/voucher';

/** How an engine is: for the health page and the launcher. */
export interface EngineHealth {
  ok: boolean;
  /** One line for a person: a version, or what is wrong. */
  detail: string;
}

/** How the chain is, and its newest finalized block. */
export interface ChainHealth extends EngineHealth {
  block?: number;
}

/** Whether what the contract pays to an account's 20 bytes reaches its owner. */
export type Standing =
  /** It does. */
  | 'known'
  /** It will when the account holds the existential deposit, which anybody may give it. */
  | 'empty'
  /** It will when the account's own wallet has asked the chain to map it, and paid for that. */
  | 'unmapped';

/** A finalized block. */
export interface BlockRef {
  number: number;
  hash: string;
}

/**
 * The newest finalized block and what the chain takes for the time there: deadlines on chain are
 * reckoned from it.
 */
export interface ChainHead extends BlockRef {
  time: Date;
}

/** What a session key may sign. Each key has its own. */
export interface Limits {
  /** At most this much a second. */
  maxRate: Amount;
  /** How many streams may be paid at the same time. */
  lanes: number;
  /** For tips, passes and subscriptions, over the key's whole life. */
  extrasAllowance: Amount;
  expiresAt: Date;
}

/** A session key of a purse, present or retired. */
export interface KeyInfo {
  /** Which of the purse's keys: 0 came with the opening, each rekey makes the next. */
  key: number;
  sessionKey: Hex;
  limits: Limits;
  /** When it became the present key. */
  since: Date;
  /** When another one took its place; null while it is the present one. */
  retiredAt: Date | null;
  /** Up to this second, and in it, what it signed is settled. */
  settlesUntil: Date;
  /**
   * What it may still sell of time at the moment of the asking; grows with time, up to a day's
   * worth.
   */
  credit: Amount;
  /** Extras of it that were counted. */
  extras: Amount;
}

/** A purse as the contract tells it. */
export interface ChainPurse {
  nonce: number;
  open: boolean;
  /** The key that signs; of zeros when the purse is closed. */
  present: KeyInfo;
  /** Keys that sign nothing new and still settle what they signed. */
  retired: KeyInfo[];
  /** What is free to pay with. */
  deposit: Amount;
  /** Put aside for the claims of a window that has ended. */
  reserved: Amount;
  /** What this opening has paid to creators and in fees. */
  paid: Amount;
  /** What this opening has paid for the storage of new tabs. */
  storage: Amount;
  /** Seconds billed, over all creators. */
  seconds: bigint;
  extras: Amount;
  /** Of this opening: what the fee was when it was opened. */
  feeBasisPoints: number;
  openedAt: Date;
  /** When it may be closed; null while nobody asked to. */
  closingAt: Date | null;
  /** From when on the claims of its window are paid; null while it has no window. */
  windowEndsAt: Date | null;
  /** How many claims are unpaid. */
  claims: number;
  /** How many tabs this opening has: one for each creator and key. */
  tabs: number;
}

/** One of a purse's tabs or claims: a creator, and the key that signs for them. */
export interface KeyedCreator {
  key: number;
  creator: H160;
}

/**
 * What the contract has settled, and paid, between one key of a viewer and a creator, in the
 * purse's present opening.
 */
export interface Tab {
  nonce: number;
  seconds: bigint;
  amount: Amount;
  extras: Amount;
  /** What the fee did not divide, in ten-thousandths of a unit. */
  feeCarry: number;
}

/** What somebody announced for a creator, and is paid when the window has ended. */
export interface Claim {
  /** Who made its cell, and may clear it when it is paid. */
  announcer: H160;
  /** Cumulative, as announced. */
  seconds: bigint;
  amount: Amount;
  extras: Amount;
  /** What of it is beyond the tab, and fits the key's limits. */
  dueAmount: Amount;
  dueExtras: Amount;
  /** For the storage of a new tab. */
  dueStorage: Amount;
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
  /** The split that takes the present one's place, and when. */
  nextSplit: { shares: Share[]; effectiveAt: Date } | null;
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
  /** Who takes the operator's place, and when. */
  nextOperator: { operator: H160; operatorKey: Hex; effectiveAt: Date } | null;
  /** Of purses that are opened now; each keeps the fee that it was opened with. */
  feeBasisPoints: number;
  nextFee: { feeBasisPoints: number; effectiveAt: Date } | null;
  feeCapBasisPoints: number;
  closingDelaySeconds: number;
  /** What a new tab's storage costs the viewer's deposit. */
  tabCost: Amount;
  /** What the operator keeps of earnings that it sends to their owner. */
  withdrawFee: Amount;
  maxBatch: number;
  maxPage: number;
  maxShares: number;
  maxLanes: number;
  maxRetiredKeys: number;
  /** A key never has more credit than of so many seconds. */
  accrualCapSeconds: number;
}

/** The contract's books. deposits + earnings + fees is never more than the balance. */
export interface Totals {
  /** What is reserved for claims included. */
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
  | 'UnknownKey'
  | 'Expired'
  | 'BadSignature'
  | 'OverRate'
  | 'Stale'
  | 'OverTime'
  | 'OverAllowance'
  | 'Empty'
  | 'NoWeight'
  | 'WindowEnded';

/**
 * Why the contract will never take exactly the same voucher, whatever happens. What it skips for
 * other reasons may be taken later.
 */
const FOR_GOOD: readonly SkipReason[] = [
  ...(['NoPurse', 'OldOpening', 'UnknownKey', 'Expired', 'BadSignature', 'OverRate'] as const),
  'OverAllowance',
];

export const isForGood = (reason: SkipReason) => FOR_GOOD.includes(reason);

/** How the contract refuses a whole message. */
export type ContractError =
  | 'NotOwner'
  | 'NotOperator'
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
  | 'NothingNew'
  | 'NoWindow'
  | 'WindowOpen'
  | 'WindowEnded'
  | 'BadSplit'
  | 'NothingOwed'
  | 'TooLittle'
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
  | { kind: 'removeTabs'; tabs: KeyedCreator[] }
  | { kind: 'settle'; vouchers: SignedVoucher[] }
  | { kind: 'announce'; vouchers: SignedVoucher[] }
  | { kind: 'payAnnounced'; viewer: H160; claims: KeyedCreator[] }
  | { kind: 'clearClaims'; claims: (KeyedCreator & { viewer: H160 })[] }
  | { kind: 'setSplit'; shares: Share[] }
  | { kind: 'distribute'; creator: H160 }
  | { kind: 'withdraw' }
  | { kind: 'withdrawFor'; account: H160 };

/**
 * What a finalized block says of the contract. `index` is the event's place in its block;
 * `transaction` the hash of the extrinsic that made it.
 */
export type ContractEvent = { index: number; transaction: Hex } & (
  | {
      kind: 'opened';
      viewer: H160;
      nonce: number;
      key: number;
      sessionKey: Hex;
      limits: Limits;
      deposit: Amount;
      feeBasisPoints: number;
    }
  | { kind: 'toppedUp'; viewer: H160; nonce: number; added: Amount; deposit: Amount }
  | {
      kind: 'rekeyed';
      viewer: H160;
      nonce: number;
      /** The new key's number; the one before it is the old key's. */
      key: number;
      sessionKey: Hex;
      limits: Limits;
      /** Until when the old key settles what it signed. */
      oldKeyUntil: Date;
    }
  | { kind: 'closingRequested'; viewer: H160; nonce: number; closesAt: Date }
  | { kind: 'closingCancelled'; viewer: H160; nonce: number }
  | { kind: 'closed'; viewer: H160; nonce: number; paidBack: Amount; early: boolean }
  | {
      /**
       * A voucher was announced: unless it is settled before, it is paid from `windowEndsAt` on.
       */
      kind: 'announced';
      viewer: H160;
      creator: H160;
      nonce: number;
      key: number;
      seconds: bigint;
      amount: Amount;
      extras: Amount;
      /** What of it is beyond the tab, and fits the key's limits. */
      due: Amount;
      announcer: H160;
      windowEndsAt: Date;
    }
  /** A window has ended: what its claims may come to is put aside. */
  | { kind: 'windowEnded'; viewer: H160; nonce: number; reserved: Amount }
  | {
      kind: 'settled';
      viewer: H160;
      creator: H160;
      nonce: number;
      key: number;
      /** Cumulative, as the tab now stands. */
      seconds: bigint;
      amount: Amount;
      extras: Amount;
      /** By this settling; `fee` is the platform's part of it. */
      paid: Amount;
      fee: Amount;
      /** What a new tab's storage took from the deposit besides. */
      storage: Amount;
      /** What the voucher asks beyond that: credit, allowance or deposit was short. */
      short: Amount;
    }
  | { kind: 'skipped'; viewer: H160; creator: H160; nonce: number; key: number; seconds: bigint; reason: SkipReason }
  | { kind: 'splitChanged'; creator: H160; shares: Share[]; effectiveAt: Date }
  | { kind: 'distributed'; creator: H160; amount: Amount }
  /**
   * `amount` is what was owed; the account got it less `fee`, which the operator keeps for having
   * sent it.
   */
  | { kind: 'withdrawn'; account: H160; amount: Amount; fee: Amount }
  | { kind: 'feesWithdrawn'; owner: H160; amount: Amount }
  | { kind: 'surplusWithdrawn'; owner: H160; amount: Amount }
  | { kind: 'feeChanged'; feeBasisPoints: number; effectiveAt: Date }
  | { kind: 'operatorChanged'; operator: H160; operatorKey: Hex; effectiveAt: Date }
  | { kind: 'ownershipOffered'; to: H160 }
  | { kind: 'ownershipAccepted'; owner: H160 }
  | { kind: 'tabsRemoved'; viewer: H160; count: number }
  | { kind: 'claimsCleared'; announcer: H160; count: number }
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

/**
 * A transaction that is ready to be sent. Sending it twice does it once: the account's nonce is in
 * it.
 */
export interface SignedTransaction {
  hash: Hex;
  bytes: Hex;
  /** Blocks that may contain it: after the first, up to the second. */
  validFromBlock: number;
  validUntilBlock: number;
}

/** A voucher that a dry run skips, and why. */
export interface PassedOver {
  voucher: SignedVoucher;
  reason: SkipReason;
}

/** The operator's settling of a batch, tried on the chain's newest state. */
export interface PreparedSettling extends SignedTransaction {
  /** What the dry run passed over, and why. */
  skipped: PassedOver[];
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
    /**
     * What the contract said; null when it was the chain (no money for the fee, no such contract).
     */
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
  health(): Promise<ChainHealth>;
  close(): Promise<void>;

  genesisHash(): Promise<string>;
  finalizedHead(): Promise<ChainHead>;
  /** The hash at a height, or null where the chain is not that high. */
  blockHash(number: number): Promise<string | null>;
  /** What a finalized block says of the contract. */
  blockOfEvents(number: number): Promise<BlockOfEvents>;

  /**
   * What the contract is set to. Fails when there is no contract at the configured address, or not
   * the one that this version was built with.
   */
  terms(): Promise<Terms>;
  totals(): Promise<Totals>;
  purse(viewer: H160): Promise<ChainPurse | null>;
  tab(viewer: H160, key: number, creator: H160): Promise<Tab | null>;
  /** The tabs of the purse's present opening, in the order in which they began. */
  tabs(viewer: H160, from: number, count: number): Promise<(KeyedCreator & { tab: Tab })[]>;
  /** The claims of the purse's window that are not paid yet. */
  claims(viewer: H160, from: number, count: number): Promise<(KeyedCreator & { claim: Claim })[]>;
  earnings(account: H160): Promise<Earnings>;
  /** What an account (SS58) can spend. */
  balance(address: string): Promise<Planck>;
  standing(address: string): Promise<Standing>;
  /** The least that an account of this chain holds. */
  existentialDeposit(): Promise<Amount>;
  /**
   * The chain's name and its money. Fails where the chain does not say them, or its contracts count
   * otherwise than it says.
   */
  properties(): Promise<ChainMoney & { name: string }>;

  /**
   * Tries the call on the chain's newest state and builds the transaction for a wallet; throws
   * LedgerRefusal when it would fail.
   */
  prepare(address: string, call: PurseCall): Promise<PreparedCall>;
  /**
   * What a payload's bytes say, decoded from them alone; null when they are not a call of the
   * contract.
   */
  read(payload: WalletPayload): Promise<PurseCall | null>;
  /**
   * The wallet's signature on what was prepared, checked; throws ForeignSignature when it is not on
   * exactly that. `signedTransaction` is what some wallets answer with instead: it must be the same
   * call, nonce, era and tip.
   */
  assemble(payload: WalletPayload, signature: Hex, signedTransaction?: Hex): Promise<SignedTransaction>;
  /**
   * What the operator's settling of a batch would pass over now; nothing is signed. LedgerRefusal
   * when the chain would not take the batch.
   */
  trySettling(vouchers: SignedVoucher[]): Promise<PassedOver[]>;
  /**
   * The operator's settling of a batch, tried first (LedgerRefusal) and signed; nothing is sent
   * yet. It asks for what every voucher may take at the worst, whatever anybody does between the
   * dry run and the block.
   */
  prepareSettling(vouchers: SignedVoucher[]): Promise<PreparedSettling>;
  /**
   * The operator pays claims of a window that has ended, as anybody may; tried (LedgerRefusal) and
   * signed, not sent.
   */
  preparePaying(viewer: H160, claims: KeyedCreator[]): Promise<SignedTransaction>;
  /**
   * The operator sends an account what it is owed and keeps the withdraw fee; tried (LedgerRefusal)
   * and signed, not sent.
   */
  prepareWithdrawFor(account: H160): Promise<SignedTransaction>;
  /**
   * The operator gives an empty account the existential deposit; LedgerRefusal when the account is
   * not empty. Signed, not sent.
   */
  prepareExistentialDeposit(address: string): Promise<SignedTransaction>;
  /**
   * Sends it and follows it to its end; `onBlock` tells when it is in a block that is not final
   * yet. Sending again what was sent before is harmless.
   */
  submit(transaction: SignedTransaction, onBlock?: (block: BlockRef) => void): Promise<Ending>;
  /**
   * What became of a transaction that was sent before, from finalized blocks alone; null while it
   * is still open.
   */
  endingOf(transaction: SignedTransaction): Promise<Ending | null>;

  /** The operator's word that a purse has nothing outstanding, for close_now. */
  signRelease(viewer: H160, purseNonce: number, validUntil: Date): Promise<Hex>;
  /**
   * Money for trying things out; null where the chain has no faucet. Resolves when it is finalized.
   */
  readonly faucet: ((address: string, amount: Planck) => Promise<BlockRef>) | null;
}
