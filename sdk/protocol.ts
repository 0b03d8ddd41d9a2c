import { type Amount, type ChainMoney } from './money';
import { type H160, type Hex, type SignedVoucher, type VoucherDomain } from './voucher';

declare const viewing: unique symbol;

/**
 * Names one viewer's presence in one stream. Only its viewer and the server know it: whoever names
 * it may end it.
 */
export type ViewingId = string & { readonly [viewing]: true };

/** Why somebody who is in the room sees nothing, until the next voucher. */
export type CutReason =
  /** Vouchers stayed away for longer than the grace time. */
  | 'late'
  /** The viewer asked for it. */
  | 'paused'
  /** The viewer's own limit for this stream is reached. */
  | 'spendingLimit'
  /** The purse has nothing left that is not promised. */
  | 'outOfFunds';

/** Why a viewing ended. */
export type EndReason =
  'left' | 'connectionLost' | 'replaced' | 'spendingLimit' | 'outOfFunds' | 'streamEnded' | 'banned' | 'rekeyed';

/** Where a viewing stands. */
export type Phase =
  /** Nothing to pay: a free stream, or one's own. */
  | { kind: 'free' }
  /** Nothing is due yet. */
  | { kind: 'preview'; until: Date }
  /** In the room and not paid for: the first voucher brings the picture. */
  | { kind: 'unpaid' }
  | { kind: 'paying' }
  /** A guest of the creator, who sends and pays nothing; `muted`: without sound, by the creator. */
  | { kind: 'onStage'; muted: boolean }
  | { kind: 'cut'; why: CutReason }
  | { kind: 'over'; why: EndReason };

/**
 * What somebody agreed to in a stream. It is theirs, not one viewing's: it holds over reloads,
 * tabs, devices and joining anew.
 */
export interface Budget {
  /** They agreed to pay this price. */
  agreed: boolean;
  /** What this stream may cost them in all; null: no limit. */
  limit: Amount | null;
  /** What they have signed for in this stream, in all their viewings of it. */
  spent: Amount;
}

/** How a viewing stands; sent whenever it changes, and every few seconds. */
export interface ViewingState {
  phase: Phase;
  /** What was signed for in this viewing, as the server holds it. */
  seconds: bigint;
  amount: Amount;
  /**
   * For how many more seconds the purse has money, at this stream's price; null where nothing is
   * paid.
   */
  covered: bigint | null;
  /** Nothing goes out from the creator: the meter stands still. */
  silent: boolean;
  viewers: number;
  /** Null for who is not signed in, and where nothing is paid. */
  budget: Budget | null;
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
  /**
   * It holds less than a minute of this stream, and the storage of its creator's tab where that is
   * new, that is not promised.
   */
  | 'funds'
  /** Its limit for a second is below this stream's price. */
  | 'rate'
  /** It pays for as many streams as it may already. */
  | 'lanes'
  /**
   * Somebody announced vouchers of it that are not settled yet; nothing more is promised until they
   * are, or their window is over.
   */
  | 'announced'
  /** Payments are not set up here, or the chain has not been read yet. */
  | 'payments';

/** What viewer and server agree on: the SDK signs by this and by nothing that is said later. */
export interface Agreement {
  domain: VoucherDomain;
  viewer: H160;
  purseNonce: number;
  /** Which of the purse's keys: vouchers name it, and each counts from its own base. */
  key: number;
  creator: H160;
  /** The purse's present key: whoever does not hold it cannot pay from here. */
  sessionKey: Hex;
  /** A second's price. */
  rate: Amount;
  /**
   * What the key's newest voucher for this creator says: the next one counts on from there.
   * `signature` is the key's own over exactly that, so nobody need be believed; null when nothing
   * was signed yet, or when the contract settled more than was ever shown here.
   */
  base: { seconds: bigint; amount: Amount; extras: Amount; signature: Hex | null };
  /**
   * What this stream may cost in all, by the viewer's own wish; what was spent of it before stands
   * in the state.
   */
  limit: Amount | null;
  graceMs: number;
}

/**
 * The wallet whose purse pays, or would; `only` when the account has no other that it could be
 * taken for.
 */
export interface PayingWallet {
  address: string;
  label: string;
  only: boolean;
}

/** The answer to joining. */
export interface Joined {
  viewing: ViewingId;
  room: { url: string; token: string; iceServers: { urls: string[]; username?: string; credential?: string }[] };
  state: ViewingState;
  /**
   * Why it begins without a preview though the stream has one; null: it has one, or the stream has
   * none.
   */
  noPreview: 'usedUp' | 'network' | null;
  /** Null: nothing is to be paid. */
  payment: { agreed: Agreement } | { needs: PaymentNeed } | null;
  /** The wallet that `payment` speaks of; null where it speaks of none. */
  wallet: PayingWallet | null;
  /** What prices and amounts are counted in; null while the chain was never reached. */
  money: ChainMoney | null;
}

/** What came of a voucher. */
export interface Counted {
  /** The newest that the server holds, in this viewing. */
  seconds: bigint;
  amount: Amount;
  phase: Phase;
  covered: bigint | null;
}

/** Whole seconds of a video, from the first to before the last. */
export type SecondSpan = readonly [from: number, to: number];

/** The answer to opening a video. */
export interface OpenedVideo {
  /** The viewing that pays; null where nothing is paid, or nobody is there who could. */
  viewing: ViewingId | null;
  /** Where its files are: `master.m3u8` and what that names. */
  media: string;
  /** Nothing is to be paid: it costs nothing, or it is one's own. */
  free: boolean;
  /** Its first seconds, which nobody pays for. */
  freeSeconds: number;
  /** The seconds that the account has paid for, in order. */
  owned: SecondSpan[];
  /** For how many more it has signed already: claims take these first. */
  credit: number;
  state: ViewingState | null;
  payment: { agreed: Agreement } | { needs: PaymentNeed } | null;
  wallet: PayingWallet | null;
  money: ChainMoney | null;
}

/** The answer to claiming seconds of a video. */
export interface ClaimedSeconds {
  granted: boolean;
  /** For so many more seconds has to be signed; 0 when they were granted. */
  missing: number;
  owned: SecondSpan[];
  credit: number;
  counted: Counted;
}

/** A call that changes something. */
export interface Mutation<Input, Answer> {
  mutate(input: Input, options?: { signal?: AbortSignal }): Promise<Answer>;
}

/** A call that is answered again and again. */
export interface Subscription<Input, Answer> {
  subscribe(input: Input, listener: SubscriptionListener<Answer>): { unsubscribe(): void };
}

export interface SubscriptionListener<Answer> {
  onData(answer: Answer): void;
  onError(problem: Error): void;
  onComplete(): void;
  onConnectionStateChange(connection: { state: 'idle' | 'connecting' | 'pending' }): void;
}

/**
 * The procedures of the API that the SDK calls. The server's router is held against them by a test
 * of types.
 */
export interface Procedures {
  viewing: {
    join: Mutation<
      {
        streamId: string;
        /** Whose purse is to pay; without it, the one whose key the device holds. */
        wallet?: H160 | null;
        /** The session keys that the device holds, the public halves. */
        keys?: Hex[];
        /**
         * False: where the account watches this stream already, that goes on and this is refused.
         */
        takeOver?: boolean;
        /** A viewing that this device has just left, which may not have been told yet. */
        insteadOf?: string | null;
        /** What `access.unlock` answered: opens a stream with a password to who has no account. */
        pass?: string | null;
        /** Whoever watches says to be of age, for streams that are for adults. */
        adult?: boolean;
        /** The place in the line before a full stream, whose turn it is. */
        waiting?: string | null;
        /**
         * What the stream may cost in all: it lowers the limit that is kept for the account, and
         * never raises it.
         */
        limit?: Amount | null;
        /** The newest voucher of the pair that this device kept. */
        newest?: SignedVoucher | null;
      },
      Joined
    >;
    /** The seat is in the room: who may see is looked at anew. */
    enter: Mutation<{ viewing: string }, ViewingState>;
    pay: Mutation<{ viewing: string; seconds: bigint; amount: Amount; extras: Amount; signature: Hex }, Counted>;
    pause: Mutation<{ viewing: string }, ViewingState>;
    resume: Mutation<{ viewing: string }, ViewingState>;
    setLimit: Mutation<{ viewing: string; limit: Amount | null }, ViewingState>;
    /** The price that is agreed to; null takes it back. */
    agree: Mutation<{ viewing: string; rate: Amount | null }, ViewingState>;
    leave: Mutation<{ viewing: string; newest?: SignedVoucher | null }, unknown>;
    state: Subscription<{ viewing: string }, ViewingState>;
  };
  playback: {
    open: Mutation<
      {
        videoId: string;
        /** As joining a stream takes them. */
        wallet?: H160 | null;
        keys?: Hex[];
        takeOver?: boolean;
        insteadOf?: string | null;
        pass?: string | null;
        adult?: boolean;
        limit?: Amount | null;
        newest?: SignedVoucher | null;
      },
      OpenedVideo
    >;
    /** Seconds `from` to before `to`; the voucher signs for those of them that are missing. */
    claim: Mutation<
      {
        viewing: string;
        from: number;
        to: number;
        voucher: { seconds: bigint; amount: Amount; extras: Amount; signature: Hex } | null;
      },
      ClaimedSeconds
    >;
  };
}
