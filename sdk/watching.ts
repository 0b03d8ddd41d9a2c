import { type Joined, type Phase, type ViewingState } from './protocol';
import { type ApiError, isRetryable, parseApiError } from './api-error';
import { type BudgetStore, memoryBudgets } from './budget-store';
import { type Client } from './client';
import { type DeviceClock, deviceClock } from './clock';
import { type Media } from './media';
import { type Amount } from './money';
import { storeLeftViewing, takeLeftViewing, onPageLifecycle } from './page-lifecycle';
import { hasUndelivered, limitOf, paidRateOf } from './payer';
import { PayerRunner } from './payer-runner';
import { takeSeat, type Seat } from './seat';
import { newestPublicKeys, type SessionKeys } from './session-key';
import { type ConnectionView, isSameSnapshot, snapshotOf, type WatchSnapshot } from './snapshot';
import { sleep, systemTimers, type Timers } from './timers';
import { type H160 } from './voucher';
import { type VoucherStore } from './voucher-store';
import { backoff } from './backoff';

/** What watching needs. */
export interface WatchOptions {
  client: Client;
  streamId: string;
  media: Media;
  keys: SessionKeys;
  vouchers: VoucherStore;
  /**
   * What this device keeps of what its account agreed to in streams: price, limit, what was spent.
   * Without it, it is forgotten with this object.
   */
  budgets?: BudgetStore;
  /** Whose purse pays; without it, the one whose key this device holds. */
  wallet?: H160;
  /**
   * False: where this account watches the stream already, that goes on and this is refused
   * (`watchingElsewhere`). True unless said.
   */
  takeOver?: boolean;
  /** What is brought to the door of a stream that does not let everybody in. */
  entry?: { pass?: string | null; adult?: boolean; waiting?: string | null };
  /**
   * What this stream may cost in all, wherever the account watches it. A lower one that is known
   * binds instead.
   */
  limit?: Amount | null;
  /**
   * The price that the viewer was shown. Without it, or where the server has another one, nothing
   * is signed before `pay`.
   */
  rate?: Amount | null;
  /**
   * Begin to pay as soon as something is due. False: `pay` is waited for. Left out: it begins where
   * `budgets` remembers an agreement to this price.
   */
  payAtOnce?: boolean;
  /** Where time comes from: the device's own unless said. */
  clock?: DeviceClock;
  timers?: Timers;
}

/** Somebody watches a stream. */
export interface Watching {
  readonly snapshot: WatchSnapshot;
  /** The answer to joining, once there is one. */
  readonly joined: Joined | null;
  /** Calls back on every change; returns how to stop that. */
  onChange(listener: (snapshot: WatchSnapshot) => void): () => void;
  /**
   * From now on seconds are signed for, as they are seen, at the price that was shown; where it is
   * another one, nothing is, and `refused` says so.
   */
  pay(shown: Amount): Promise<void>;
  /**
   * Takes `pay` back: nothing more is signed before it is said again. A preview goes on, a picture
   * that is paid for stops.
   */
  stopPaying(): Promise<void>;
  /** Stops paying and seeing, at once. */
  pause(): Promise<void>;
  /** The next second is signed for, unless a part of the last one is left. */
  resume(): Promise<void>;
  setLimit(limit: Amount | null): Promise<void>;
  leave(): Promise<void>;
}

/** The media is sampled so often. */
const SAMPLE_EVERY_MS = 200;
/** A viewing that lived so long was none of those that fail at once. */
const STEADY_MS = 10_000;

/** Joins a stream; everything that happens from then on is in the snapshots. */
export function joinStream(options: WatchOptions): Watching {
  const watch = new Watch(options);
  watch.start();
  return watch;
}

/** How one viewing ended: for good, or so that joining again helps. */
type Ending = 'over' | 'again';

class Watch implements Watching {
  snapshot: WatchSnapshot;
  joined: Joined | null = null;
  private readonly listeners = new Set<(snapshot: WatchSnapshot) => void>();
  private readonly clock: DeviceClock;
  private readonly timers: Timers;
  private readonly payer: PayerRunner;
  private ending = new AbortController();
  private seat: Seat | null = null;
  /**
   * The newest viewing of this watching: whoever joins again takes their own place, and nobody
   * else's.
   */
  private lastViewing: Joined['viewing'] | null = null;
  private finish: (how: Ending) => void = () => undefined;
  private view: ConnectionView = {
    connection: 'joining',
    unreachable: false,
    viewers: 0,
    wallet: null,
    money: null,
    refused: null,
  };
  private stopPageLife: () => void = () => undefined;

  constructor(private readonly options: WatchOptions) {
    this.clock = options.clock ?? deviceClock;
    this.timers = options.timers ?? systemTimers;
    this.payer = new PayerRunner(
      { ...options, clock: this.clock, budgets: options.budgets ?? memoryBudgets() },
      {
        changed: () => this.publish(),
        counted: ({ phase, covered }) => this.takeState({ phase, covered }),
        joinAgain: () => this.finish('again'),
      },
    );
    this.snapshot = snapshotOf(this.view, this.payer.state);
  }

  start(): void {
    this.stopPageLife = onPageLifecycle(
      () => this.leaveOnPageHide(),
      () => this.returnToPage(),
    );
    this.begin();
  }

  private begin(): void {
    void this.keepJoined(this.ending.signal);
    void this.sampleMedia(this.ending.signal);
  }

  /** One viewing after the other, until it is over. */
  private async keepJoined(signal: AbortSignal): Promise<void> {
    for (let tries = 0; !signal.aborted; tries += 1) {
      const joined = await this.join(tries, signal);
      if (!joined) return;
      const since = this.clock.monotonic();
      const ending = await this.runViewing(joined, signal);
      if (ending === 'over' || signal.aborted) return;
      if (this.clock.monotonic() - since > STEADY_MS) tries = 0;
      this.show({ connection: 'reconnecting' });
      await sleep(this.timers, backoff(tries), signal);
    }
  }

  /** Joins, as often as it takes while nobody refuses. Null: refused, or left meanwhile. */
  private async join(tries: number, signal: AbortSignal): Promise<Joined | null> {
    for (; !signal.aborted; tries += 1) {
      try {
        const joined = await this.requestJoin();
        if (signal.aborted) this.options.client.sendLeave({ viewing: joined.viewing, newest: null });
        return signal.aborted ? null : joined;
      } catch (problem) {
        const error = parseApiError(problem);
        if (!isRetryable(error)) return this.refuse(error);
        if (this.joined) this.show({ connection: 'reconnecting' });
        await sleep(this.timers, Math.max(backoff(tries), (error.retryAfterSeconds ?? 0) * 1_000), signal);
      }
    }
    return null;
  }

  /**
   * Asks for a place. Where the device kept more of the pair than the server has, it asks again and
   * brings it along.
   */
  private async requestJoin(): Promise<Joined> {
    const joined = await this.requestJoinOnce();
    return (await this.payer.isAhead()) ? this.requestJoinOnce() : joined;
  }

  private async requestJoinOnce(): Promise<Joined> {
    const { client, streamId, wallet, takeOver = true, keys, entry } = this.options;
    const joined = await client.trpc.viewing.join.mutate({
      ...entry,
      streamId,
      wallet,
      takeOver,
      insteadOf: this.lastViewing ?? takeLeftViewing(streamId),
      keys: await newestPublicKeys(keys),
      // the server keeps it for the account; said again, an older wish would lower a newer one
      limit: this.joined ? null : (this.options.limit ?? null),
      newest: await this.payer.newest(),
    });
    this.lastViewing = joined.viewing;
    this.show({ wallet: joined.wallet, money: joined.money });
    await this.payer.begin(joined);
    return joined;
  }

  private refuse({ code, message }: ApiError): null {
    this.end({ refused: { code: code ?? 'unexpected', message } });
    return null;
  }

  /** Stays in one viewing until it ends. */
  private async runViewing(joined: Joined, signal: AbortSignal): Promise<Ending> {
    this.joined = joined;
    const ended = new Promise<Ending>((resolve) => (this.finish = resolve));
    const leaving = () => this.finish('over');
    signal.addEventListener('abort', leaving, { once: true });
    this.takeState(joined.state);
    const seat = takeSeat({ ...this.options, timers: this.timers }, joined, {
      state: (state) => this.takeState(state),
      reach: (reached) => this.reach(reached),
      lost: () => this.finish('again'),
      unreachable: () => this.show({ unreachable: true }),
      replaced: () => this.takeState({ phase: { kind: 'over', why: 'replaced' } }),
    });
    this.seat = seat;
    const how = await ended;
    signal.removeEventListener('abort', leaving);
    this.finish = () => undefined;
    this.reach({ server: false, room: false });
    await seat.close();
    if (how === 'over' && !signal.aborted) {
      await this.deliverLast(joined.viewing);
      this.end();
    }
    return how;
  }

  /**
   * A voucher that was signed while the viewing was ended is owed as well: the server takes it with
   * the leaving.
   */
  private async deliverLast(viewing: string): Promise<void> {
    if (!hasUndelivered(this.payer.state)) return;
    const newest = await this.payer.newest();
    await this.options.client.trpc.viewing.leave.mutate({ viewing, newest }).catch(() => null);
  }

  /** Takes what the server tells, by whatever way; what is left out stays as it was. */
  private takeState(told: Partial<ViewingState> & { phase: Phase }): void {
    const { phase, covered, silent, budget, viewers = this.view.viewers } = told;
    this.show({ viewers });
    this.payer.dispatch({ kind: 'stateReceived', phase, covered, silent, budget });
    if (phase.kind === 'over')
      this.finish(phase.why === 'connectionLost' || phase.why === 'rekeyed' ? 'again' : 'over');
  }

  private reach({ server, room }: { server: boolean; room: boolean }): void {
    this.payer.dispatch({ kind: 'roomChanged', inRoom: room });
    if (room) this.show({ unreachable: false });
    if (server && room) this.show({ connection: 'connected' });
    else if (this.view.connection === 'connected') this.show({ connection: 'reconnecting' });
  }

  private show(changes: Partial<ConnectionView>): void {
    this.view = { ...this.view, ...changes };
    this.publish();
  }

  /** Samples the media several times a second. A failed sample is followed by the next. */
  private async sampleMedia(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.payer.tick().catch(() => undefined);
      await sleep(this.timers, SAMPLE_EVERY_MS, signal);
    }
  }

  private end(changes: Partial<ConnectionView> = {}): void {
    this.ending.abort();
    this.stopPageLife();
    this.show({ ...changes, connection: 'closed' });
  }

  private publish(): void {
    const next = snapshotOf(this.view, this.payer.state);
    if (isSameSnapshot(next, this.snapshot)) return;
    this.snapshot = next;
    for (const listener of [...this.listeners]) listener(next);
  }

  onChange(listener: (snapshot: WatchSnapshot) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  async pay(shown: Amount): Promise<void> {
    this.payer.dispatch({ kind: 'pay', rate: shown });
    const { pays, paused } = this.payer.state;
    if (!pays) return;
    if (paused) await this.resume();
    void this.reportAgreement(paidRateOf(this.payer.state));
  }

  /** The server keeps it for the account's other devices. Nothing waits for it here. */
  private async reportAgreement(rate: Amount | null): Promise<void> {
    if (this.joined?.payment)
      await this.callUntilDone((viewing) => this.options.client.trpc.viewing.agree.mutate({ viewing, rate }));
  }

  async stopPaying(): Promise<void> {
    this.payer.dispatch({ kind: 'stopPaying' });
    if (this.payer.state.context.phase?.kind === 'paying') await this.pause();
    void this.reportAgreement(null);
  }

  async pause(): Promise<void> {
    this.payer.dispatch({ kind: 'pause' });
    await this.callUntilDone(
      (viewing) => this.options.client.trpc.viewing.pause.mutate({ viewing }),
      () => this.payer.state.paused,
    );
  }

  /**
   * What the server holds to be owed after pictures that never came is not made good by waiting:
   * then another viewing begins.
   */
  async resume(): Promise<void> {
    const { context, limitReached } = this.payer.state;
    if (context.phase?.kind === 'cut' && context.phase.why === 'late') {
      this.payer.dispatch({ kind: 'resume' });
      return this.finish('again');
    }
    if (!limitReached)
      await this.callUntilDone((viewing) => this.options.client.trpc.viewing.resume.mutate({ viewing }));
    this.payer.dispatch({ kind: 'resume' });
  }

  async setLimit(limit: Amount | null): Promise<void> {
    const { viewing } = this.options.client.trpc;
    const { limitReached } = this.payer.state;
    const before = limitOf(this.payer.state);
    // less binds at once
    if (limit !== null && (before === null || limit < before)) this.payer.dispatch({ kind: 'setLimit', limit });
    await this.callUntilDone((id) => viewing.setLimit.mutate({ viewing: id, limit }));
    if (limitReached)
      await this.callUntilDone(
        (id) => viewing.resume.mutate({ viewing: id }),
        () => !this.payer.state.paused,
      );
    this.payer.dispatch({ kind: 'setLimit', limit });
  }

  /** Has the server do it, again after a line that broke, for as long as it is wanted. */
  private async callUntilDone(act: (viewing: string) => Promise<ViewingState>, wanted = () => true): Promise<void> {
    const { signal } = this.ending;
    for (let tries = 0; !signal.aborted && this.joined && wanted(); tries += 1) {
      const { viewing } = this.joined;
      try {
        const state = await act(viewing);
        if (viewing === this.joined.viewing) this.takeState(state);
        return;
      } catch (problem) {
        if (!isRetryable(parseApiError(problem))) return;
        await sleep(this.timers, backoff(tries), signal);
      }
    }
  }

  async leave(): Promise<void> {
    const { joined, seat } = this;
    if (this.ending.signal.aborted) return;
    this.payer.dispatch({ kind: 'stop' });
    const newest = await this.payer.newest();
    this.payer.dispatch({ kind: 'stateReceived', phase: { kind: 'over', why: 'left' } });
    this.end();
    if (joined)
      await this.options.client.trpc.viewing.leave.mutate({ viewing: joined.viewing, newest }).catch(() => null);
    await seat?.close();
  }

  /** The page goes away: no answer can be waited for. */
  private leaveOnPageHide(): void {
    if (!this.joined) return;
    const newest = this.payer.state.delivery.newest?.voucher ?? null;
    storeLeftViewing(this.options.streamId, this.joined.viewing);
    this.options.client.sendLeave({ viewing: this.joined.viewing, newest });
    this.ending.abort();
    void this.seat?.close();
  }

  /** The browser had kept the page: it goes on as after a break. */
  private returnToPage(): void {
    if (this.payer.state.context.phase?.kind === 'over' || !this.ending.signal.aborted) return;
    this.ending = new AbortController();
    this.show({ connection: 'reconnecting' });
    this.begin();
  }
}
