import { type Agreement, type Budget, type ClaimedSeconds, type EndReason, type OpenedVideo } from './protocol';
import { type PayingWallet, type PaymentNeed, type Phase, type SecondSpan, type ViewingState } from './protocol';
import { type ApiError, isRetryable, parseApiError } from './api-error';
import { backoff } from './backoff';
import { type BudgetStore, CONSENT_MS, lower, memoryBudgets } from './budget-store';
import { type Client } from './client';
import { type DeviceClock, deviceClock } from './clock';
import { amount, type Amount, type ChainMoney } from './money';
import { onPageLifecycle, storeLeftViewing, takeLeftViewing } from './page-lifecycle';
import { REFUSALS, type RefusalReason } from './refusals';
import { secondsOf, secondsOutside } from './seconds';
import { newestPublicKeys, type SessionKey, type SessionKeys } from './session-key';
import { isCount, termsName, voucherAt } from './signing';
import { Terms } from './terms';
import { sleep, systemTimers, type Timers } from './timers';
import { type H160, type SignedVoucher } from './voucher';
import { type VoucherStore } from './voucher-store';

/** What playing a video needs. */
export interface PlayOptions {
  client: Client;
  videoId: string;
  keys: SessionKeys;
  vouchers: VoucherStore;
  /** What this device keeps of what its account agreed to. */
  budgets?: BudgetStore;
  /** Whose purse pays; without it, the one whose key this device holds. */
  wallet?: H160;
  /** What is brought to the door of a video that does not let everybody in. */
  entry?: { pass?: string | null; adult?: boolean };
  /** False: where this account plays the video already, that goes on and this is refused. */
  takeOver?: boolean;
  /** What this video may cost in all. */
  limit?: Amount | null;
  /** The price that the viewer was shown: no other one is paid. */
  rate?: Amount | null;
  /** Pay for what is fetched from the beginning. Left out: where an agreement is remembered. */
  payAtOnce?: boolean;
  clock?: DeviceClock;
  timers?: Timers;
}

/** What fetching waits for. */
export type PlayWait = 'agreement' | 'limit' | 'funds' | 'clock' | null;

/** How playing goes, as a page shows it. A new object whenever something changes. */
export interface PlaySnapshot {
  connection: 'opening' | 'open' | 'reconnecting' | 'closed';
  /** Why it was refused or signs nothing. */
  refused: { code: string; message: string } | null;
  /** Why its viewing ended, where another one does not begin by itself. */
  over: EndReason | null;
  phase: Phase | null;
  /**
   * Where the files are, by their names; null before it is open. Another one after each opening, by
   * which files are fetched from then on: the one before opens nothing more.
   */
  media: string | null;
  /** Nothing is to be paid. */
  free: boolean;
  freeSeconds: number;
  /** What the account has paid for, in order. */
  owned: readonly SecondSpan[];
  needs: PaymentNeed | 'key' | null;
  waiting: PlayWait;
  pays: boolean;
  rate: Amount | null;
  /** Signed for in this playing. */
  seconds: bigint;
  amount: Amount;
  /** What the account has spent on the video in all. */
  spent: Amount;
  limit: Amount | null;
  covered: bigint | null;
  wallet: PayingWallet | null;
  money: ChainMoney | null;
}

/** Somebody plays a video. */
export interface Playing {
  readonly snapshot: PlaySnapshot;
  onChange(listener: (snapshot: PlaySnapshot) => void): () => void;
  /**
   * Resolves when this part of the video may be fetched: what is missing of it is signed for while
   * its viewer agrees to that, and waited for otherwise. Rejects when `signal` aborts, or when it
   * is closed.
   */
  secure(fromMs: number, toMs: number, signal?: AbortSignal): Promise<void>;
  /** From now on what is fetched is paid for, at the price that was shown. */
  pay(shown: Amount): void;
  stopPaying(): void;
  setLimit(limit: Amount | null): Promise<void>;
  /** Its files are not there any more: they may be elsewhere by now, so it is opened anew. */
  reopen(): void;
  leave(): Promise<void>;
}

/** So much may be signed for ahead of the clock, and so fast: the server allows no more. */
const AHEAD_SECONDS = 30n;
const FASTEST = 2n;
/** What could not be paid is tried again after so long. */
const RETRY_MS = 1_000;
const RETRY_WITHOUT_FUNDS_MS = 5_000;
/** What waits for a change looks again after so long, whether one came or not. */
const LOOK_AGAIN_MS = 1_000;
/** A viewing that lived so long was none of those that fail at once. */
const STEADY_MS = 10_000;

/** What came of an attempt to have seconds. */
type Attempt = 'had' | { waitMs: number | null; for: PlayWait };

/** Opens a video; everything that happens from then on is in the snapshots. */
export function playVideo(options: PlayOptions): Playing {
  const play = new Play(options);
  play.start();
  return play;
}

class Play implements Playing {
  snapshot: PlaySnapshot;
  private readonly clock: DeviceClock;
  private readonly timers: Timers;
  private readonly budgets: BudgetStore;
  private readonly terms: Terms;
  private readonly listeners = new Set<(snapshot: PlaySnapshot) => void>();
  private ending = new AbortController();
  private stopPageLife: () => void = () => undefined;
  private opened: OpenedVideo | null = null;
  private agreement: Agreement | null = null;
  private key: SessionKey | null = null;
  private agreedTerms: string | null = null;
  private agreementKnown = false;
  private ownLimit: Amount | null;
  private serverLimit: Amount | null = null;
  private spentElsewhere: Amount;
  /** Signed for in the present viewing. */
  private signed = 0n;
  /** The seconds that were signed for in this playing: none of them is signed for again. */
  private paidFor = new Set<number>();
  /** A voucher that the server may not have. */
  private undelivered: SignedVoucher | null = null;
  private credit = 0;
  /** Files that are gone may have been another tab’s doing: it is not taken over from for that. */
  private moved = false;
  private readonly startedAt: number;
  private turn: Promise<unknown> = Promise.resolve();
  private endViewing: (how: 'again' | 'over') => void = () => undefined;

  constructor(private readonly options: PlayOptions) {
    this.clock = options.clock ?? deviceClock;
    this.timers = options.timers ?? systemTimers;
    this.budgets = options.budgets ?? memoryBudgets();
    this.terms = new Terms(options.videoId, options.keys, options.vouchers);
    this.startedAt = this.clock.monotonic();
    const { rate = null, payAtOnce, limit = null } = options;
    const kept = this.budgets.read(options.videoId);
    this.ownLimit = lower(limit, kept.limit);
    this.spentElsewhere = kept.spent;
    this.snapshot = {
      connection: 'opening',
      refused: null,
      over: null,
      phase: null,
      media: null,
      free: false,
      freeSeconds: 0,
      owned: [],
      needs: null,
      waiting: null,
      pays: payAtOnce === undefined ? this.remembers(rate) : payAtOnce && rate !== null,
      rate,
      seconds: 0n,
      amount: amount(0n),
      spent: kept.spent,
      limit: this.ownLimit,
      covered: null,
      wallet: null,
      money: null,
    };
  }

  start(): void {
    this.stopPageLife = onPageLifecycle(
      () => this.leaveOnPageHide(),
      () => this.returnToPage(),
    );
    void this.keepOpen(this.ending.signal);
  }

  // opening, again after each viewing that was lost

  private async keepOpen(signal: AbortSignal): Promise<void> {
    for (let tries = 0; !signal.aborted; tries += 1) {
      let opened: OpenedVideo;
      try {
        opened = await this.open();
      } catch (problem) {
        const error = parseApiError(problem);
        if (signal.aborted) return;
        if (!isRetryable(error)) return this.refuse(error);
        if (this.opened) this.show({ connection: 'reconnecting' });
        await sleep(this.timers, Math.max(backoff(tries), (error.retryAfterSeconds ?? 0) * 1_000), signal);
        continue;
      }
      if (signal.aborted) {
        if (opened.viewing) this.options.client.sendLeave({ viewing: opened.viewing, newest: null });
        return;
      }
      const since = this.clock.monotonic();
      if ((await this.stay(opened, signal)) === 'over' || signal.aborted) return;
      if (this.clock.monotonic() - since > STEADY_MS) tries = 0;
      this.show({ connection: 'reconnecting' });
      await sleep(this.timers, backoff(tries), signal);
    }
  }

  private async open(): Promise<OpenedVideo> {
    const { client, videoId, wallet, takeOver = true, keys, entry } = this.options;
    const opened = await client.trpc.playback.open.mutate({
      ...entry,
      videoId,
      wallet,
      takeOver: takeOver && !this.moved,
      insteadOf: this.opened?.viewing ?? takeLeftViewing(videoId),
      keys: await newestPublicKeys(keys),
      limit: this.opened ? null : (this.options.limit ?? null),
      newest: await this.terms.newest(this.agreement),
    });
    await this.begin(opened);
    this.moved = false;
    return opened;
  }

  /** What is agreed is checked against what this device and its key signed. */
  private async begin(opened: OpenedVideo): Promise<void> {
    const { payment, free, freeSeconds, owned, credit, media, wallet, money, state } = opened;
    this.opened = opened;
    this.signed = 0n;
    this.credit = credit;
    this.undelivered = null;
    this.agreement = null;
    this.key = null;
    if (state?.budget) this.takeBudget(state.budget);
    const shown = { connection: 'open', over: null, media, free, freeSeconds, owned, wallet, money } as const;
    const needs = payment && 'needs' in payment ? payment.needs : null;
    this.show({ ...shown, needs, phase: state?.phase ?? null, covered: state?.covered ?? null });
    if (payment && 'agreed' in payment) await this.takeOffer(payment.agreed);
  }

  private async takeOffer(agreement: Agreement): Promise<void> {
    const key = await this.terms.findKey(agreement);
    if (key && !(await this.terms.isProven(agreement, key))) return this.refuseToSign('base');
    const { rate, pays } = this.snapshot;
    const asShown = rate === null || rate === agreement.rate;
    const asAgreed = this.agreedTerms === null || this.agreedTerms === termsName(agreement);
    const wished = this.options.payAtOnce !== undefined || this.agreedTerms !== null || this.remembers(agreement.rate);
    this.agreement = agreement;
    this.key = key;
    const goesOn = pays && asShown && asAgreed && wished;
    if (goesOn) this.agreedTerms = termsName(agreement);
    this.show({ pays: goesOn, rate: rate ?? agreement.rate, needs: key ? null : 'key' });
    if (!asShown) this.refuseToSign('price');
  }

  /** Stays in one viewing until it ends. */
  private async stay({ viewing }: OpenedVideo, signal: AbortSignal): Promise<'again' | 'over'> {
    const ended = new Promise<'again' | 'over'>((resolve) => (this.endViewing = resolve));
    signal.addEventListener('abort', () => this.endViewing('over'), { once: true });
    const following = viewing ? this.follow(viewing) : null;
    const how = await ended;
    following?.stop();
    if (how === 'over' && !signal.aborted) this.close({});
    return how;
  }

  /** Hears how the viewing stands; as long as it is followed, its viewer counts as present. */
  private follow(viewing: string): { stop(): void } {
    const stopped = new AbortController();
    const subscribe = (tries = 0) => {
      if (stopped.signal.aborted) return;
      const again = () => void sleep(this.timers, backoff(tries), stopped.signal).then(() => subscribe(tries + 1));
      const subscription = this.options.client.trpc.viewing.state.subscribe(
        { viewing },
        {
          onData: (state) => {
            tries = 0;
            if (!stopped.signal.aborted) this.takeState(state);
          },
          onConnectionStateChange: () => undefined,
          onError: (problem) => (parseApiError(problem).code === 'notFound' ? this.endViewing('again') : again()),
          onComplete: again,
        },
      );
      stopped.signal.addEventListener('abort', () => subscription.unsubscribe(), { once: true });
    };
    subscribe();
    return { stop: () => stopped.abort() };
  }

  private takeState({ phase, covered, budget }: Pick<ViewingState, 'phase' | 'covered'> & { budget?: Budget | null }) {
    if (budget) this.takeBudget(budget);
    this.show({ phase, covered });
    if (phase.kind === 'over') this.takeEnd(phase.why);
  }

  /** What was replaced, left or banned stays over; what was lost begins again. */
  private takeEnd(why: EndReason): void {
    if (why === 'connectionLost' || why === 'rekeyed' || why === 'streamEnded') return this.endViewing('again');
    this.show({ over: why });
    this.endViewing('over');
  }

  /** What is kept for the account lowers the limit and takes an agreement back, no more. */
  private takeBudget({ limit, spent, agreed }: Budget): void {
    this.serverLimit = limit === null || isCount(limit) ? limit : amount(0n);
    if (isCount(spent)) {
      const elsewhere = spent - this.snapshot.amount;
      if (elsewhere > this.spentElsewhere) this.spentElsewhere = amount(elsewhere);
    }
    const takenBack = this.agreementKnown && !agreed;
    this.agreementKnown = agreed;
    if (takenBack) this.forgetAgreement();
    this.show({});
  }

  // having seconds

  async secure(fromMs: number, toMs: number, signal?: AbortSignal): Promise<void> {
    const span = secondsOf(fromMs, toMs);
    for (;;) {
      this.requireOpen(signal);
      const attempt = await this.inTurn(() => this.attempt(span));
      if (attempt === 'had') return this.show({ waiting: null });
      this.show({ waiting: attempt.for });
      await this.changeOr(attempt.waitMs ?? LOOK_AGAIN_MS, signal);
    }
  }

  private requireOpen(signal?: AbortSignal): void {
    if (signal?.aborted || this.ending.signal.aborted) throw new DOMException('No longer asked for', 'AbortError');
  }

  /** One after the other: each voucher says all that came before it. */
  private inTurn<Made>(work: () => Promise<Made>): Promise<Made> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Tries to have the seconds of a span. */
  private async attempt(span: SecondSpan): Promise<Attempt> {
    const { opened, agreement, key } = this;
    const { connection, free, freeSeconds, owned, pays, refused } = this.snapshot;
    if (!opened || connection !== 'open') return { waitMs: null, for: null };
    if (free) return 'had';
    const missing = secondsOutside(span, [...owned, [0, freeSeconds]]);
    if (missing.length === 0) return 'had';
    if (!agreement || !key || refused || opened.viewing === null) return { waitMs: null, for: null };
    if (!pays) return { waitMs: null, for: 'agreement' };
    const booked = this.undelivered ? null : this.book(agreement, missing);
    if (booked && 'for' in booked) return booked;
    if (booked && booked.more > 0n && !(await this.sign(agreement, key, booked.more, missing))) {
      return { waitMs: RETRY_MS, for: null };
    }
    return this.claim(opened.viewing, span);
  }

  /** For how many seconds has to be signed, where nothing forbids it. */
  private book({ rate }: Agreement, missing: readonly number[]): { more: bigint } | Exclude<Attempt, 'had'> {
    const fresh = missing.filter((second) => !this.paidFor.has(second)).length;
    const more = BigInt(Math.min(fresh, Math.max(0, missing.length - this.credit)));
    if (more === 0n) return { more };
    const { limit, spent, covered, seconds } = this.snapshot;
    if (limit !== null && spent + more * rate > limit) return { waitMs: null, for: 'limit' };
    if (covered !== null && covered < more) return { waitMs: RETRY_WITHOUT_FUNDS_MS, for: 'funds' };
    const passed = BigInt(Math.floor((this.clock.monotonic() - this.startedAt) / 1_000));
    if (seconds + more > FASTEST * passed + AHEAD_SECONDS) return { waitMs: RETRY_MS, for: 'clock' };
    return { more };
  }

  /** A voucher is stored before it is sent, so that a crash loses none. */
  private async sign(
    agreement: Agreement,
    key: SessionKey,
    more: bigint,
    seconds: readonly number[],
  ): Promise<boolean> {
    const { snapshot } = this;
    const cost = more * agreement.rate;
    const paid = { seconds: snapshot.seconds + more, amount: amount(snapshot.amount + cost) };
    this.show(paid); // booked before it is signed for: it cannot be signed for twice
    try {
      const voucher = await key.signVoucher(agreement.domain, voucherAt(agreement, this.signed + more));
      await this.terms.storeVoucher(agreement, voucher);
      this.signed += more;
      for (const second of seconds) this.paidFor.add(second);
      this.undelivered = voucher;
      this.remember(agreement.rate);
      return true;
    } catch (problem) {
      const { seconds: now, amount: spentNow } = this.snapshot;
      this.show({ seconds: now - more, amount: amount(spentNow - cost) });
      if (problem instanceof Error && problem.name === 'RetiredSessionKey') this.show({ needs: 'key' });
      return false;
    }
  }

  /** Asks for seconds, and brings the newest voucher where the server may not have it. */
  private async claim(viewing: string, [from, to]: SecondSpan): Promise<Attempt> {
    const voucher = this.undelivered;
    let answer: ClaimedSeconds;
    try {
      answer = await this.options.client.trpc.playback.claim.mutate({
        viewing,
        from,
        to,
        voucher: voucher && saidOf(voucher),
      });
    } catch (problem) {
      const { code, retryAfterSeconds } = parseApiError(problem);
      if (code === 'voucherTooFast') return { waitMs: (retryAfterSeconds ?? 1) * 1_000, for: 'clock' };
      if (code === 'notFound' || code === 'voucherRefused') this.endViewing('again');
      return { waitMs: Math.max(RETRY_MS, (retryAfterSeconds ?? 0) * 1_000), for: null };
    }
    if (viewing !== this.opened?.viewing) return { waitMs: 0, for: null };
    const { granted, owned, credit, counted } = answer;
    if (counted.seconds > this.signed) {
      this.refuseToSign('counted');
      return { waitMs: null, for: null };
    }
    if (counted.seconds === this.signed && this.undelivered === voucher) this.undelivered = null;
    this.credit = credit;
    this.show({ owned });
    this.takeState(counted);
    if (granted) return 'had';
    if (counted.phase.kind === 'over') return { waitMs: null, for: null };
    if (this.undelivered) return { waitMs: RETRY_WITHOUT_FUNDS_MS, for: 'funds' };
    // all that was signed was counted, and it is not enough for what was signed for
    this.refuseToSign('counted');
    return { waitMs: null, for: null };
  }

  /** Resolves at the next change, or after so long. */
  private changeOr(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        stop();
        cancel();
        for (const one of signals) one.removeEventListener('abort', done);
        resolve();
      };
      const signals = [this.ending.signal, ...(signal ? [signal] : [])];
      const stop = this.onChange(done);
      const cancel = this.timers.setTimeout(done, ms);
      for (const one of signals) one.addEventListener('abort', done);
      if (signals.some(({ aborted }) => aborted)) done();
    });
  }

  // what its viewer says

  pay(shown: Amount): void {
    const { agreement } = this;
    if (agreement && agreement.rate !== shown) return this.refuseToSign('price');
    if (this.snapshot.refused?.code === REFUSALS.base.code && !agreement) return;
    this.agreedTerms = agreement && termsName(agreement);
    this.paidFor = new Set();
    this.ownLimit = this.snapshot.limit;
    this.show({ pays: true, rate: shown, refused: null });
    this.remember(shown);
    this.tellAgreement(shown);
  }

  stopPaying(): void {
    this.forgetAgreement();
    this.tellAgreement(null);
  }

  async setLimit(limit: Amount | null): Promise<void> {
    this.ownLimit = limit;
    this.serverLimit = lower(limit, this.serverLimit);
    const viewing = this.opened?.viewing;
    if (viewing) {
      const state = await this.options.client.trpc.viewing.setLimit.mutate({ viewing, limit }).catch(() => null);
      if (state) this.takeState(state);
      this.serverLimit = state ? (state.budget?.limit ?? null) : limit;
    }
    this.budgets.write(this.options.videoId, { limit });
    this.show({});
  }

  reopen(): void {
    if (this.snapshot.connection !== 'open') return;
    this.moved = true;
    this.show({ connection: 'reconnecting' });
    this.endViewing('again');
  }

  private tellAgreement(rate: Amount | null): void {
    const viewing = this.opened?.viewing;
    if (viewing) void this.options.client.trpc.viewing.agree.mutate({ viewing, rate }).catch(() => null);
  }

  private forgetAgreement(): void {
    this.agreedTerms = null;
    this.budgets.write(this.options.videoId, { rate: null });
    this.show({ pays: false });
  }

  private remember(rate: Amount): void {
    const { limit, spent } = this.snapshot;
    this.budgets.write(this.options.videoId, { rate, until: this.clock.wall() + CONSENT_MS, limit, spent });
  }

  /** This device remembers that its owner agreed to this price a while ago. */
  private remembers(rate: Amount | null): boolean {
    const kept = this.budgets.read(this.options.videoId);
    return kept.rate !== null && kept.until > this.clock.wall() && (rate === null || rate === kept.rate);
  }

  /** Nothing is signed for what is told, not even where it was agreed to. */
  private refuseToSign(why: RefusalReason): void {
    this.forgetAgreement();
    this.show({ refused: REFUSALS[why] });
  }

  // ending

  private refuse({ code, message }: ApiError): void {
    this.close({ refused: { code: code ?? 'unexpected', message } });
  }

  private close(changes: Partial<PlaySnapshot>): void {
    this.stopPageLife();
    this.show({ ...changes, connection: 'closed' });
    this.ending.abort();
  }

  async leave(): Promise<void> {
    if (this.ending.signal.aborted) return;
    const viewing = this.opened?.viewing;
    this.close({ over: 'left' });
    await this.turn;
    const newest = this.undelivered;
    if (viewing) await this.options.client.trpc.viewing.leave.mutate({ viewing, newest }).catch(() => null);
  }

  /** The page goes away: no answer can be waited for. */
  private leaveOnPageHide(): void {
    const viewing = this.opened?.viewing;
    this.ending.abort();
    if (!viewing) return;
    storeLeftViewing(this.options.videoId, viewing);
    this.options.client.sendLeave({ viewing, newest: this.undelivered });
  }

  /** The browser had kept the page: it goes on as after a break. */
  private returnToPage(): void {
    if (this.snapshot.connection === 'closed' || !this.ending.signal.aborted) return;
    this.ending = new AbortController();
    this.show({ connection: 'reconnecting' });
    void this.keepOpen(this.ending.signal);
  }

  // what is shown

  private show(changes: Partial<PlaySnapshot>): void {
    const before = this.snapshot;
    const next = { ...before, ...changes };
    next.limit = lower(this.ownLimit, this.serverLimit);
    next.spent = amount(this.spentElsewhere + next.amount);
    if (isSame(before, next)) return;
    this.snapshot = next;
    for (const listener of [...this.listeners]) listener(next);
  }

  onChange(listener: (snapshot: PlaySnapshot) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
}

const saidOf = ({ seconds, amount: value, extras, signature }: SignedVoucher) => ({
  seconds,
  amount: value,
  extras,
  signature,
});

function isSame(one: PlaySnapshot, other: PlaySnapshot): boolean {
  const keys = Object.keys(one) as (keyof PlaySnapshot)[];
  return keys.every((key) => Object.is(one[key], other[key]) || isSameValue(one[key], other[key]));
}

/** Spans and phases come anew with each answer. */
function isSameValue(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  return superficially(one) === superficially(other);
}

const superficially = (value: object) =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner));
