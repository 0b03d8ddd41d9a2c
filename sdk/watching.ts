import { type Joined, type PaymentNeed, type Phase, type ViewingState } from '../server/viewing/types';
import { type Client } from './client';
import { type Media } from './media';
import { amount, type Amount } from './money';
import { onPageLife } from './page-life';
import { Payer } from './payer';
import { passes, toldBy } from './refusal';
import { takeSeat, type Seat } from './seat';
import { type SessionKeys } from './session-key';
import { type H160 } from './voucher';
import { type VoucherMemory } from './voucher-memory';
import { backoff, sleep } from './waiting';

export { type VoucherMemory } from './voucher-memory';

/** What watching needs. */
export interface WatchOptions {
  client: Client;
  streamId: string;
  media: Media;
  keys: SessionKeys;
  vouchers: VoucherMemory;
  /** Whose purse pays; without it the server chooses. */
  wallet?: H160;
  /** What this viewing may cost in all. */
  limit?: Amount | null;
  /** The price that the viewer was shown; where another one is agreed, nothing is signed before `pay`. */
  rate?: Amount | null;
  /** Begin to pay as soon as something is due. Otherwise `pay` is waited for. */
  payAtOnce?: boolean;
}

/** How it goes, as a page shows it. A new object whenever something changes. */
export interface WatchSnapshot {
  connection: 'joining' | 'there' | 'mending' | 'gone';
  phase: Phase | null;
  /** Told to pay: seconds are signed for as they are seen. False again when the terms have changed. */
  pays: boolean;
  /** Seconds that this device has signed for in this viewing, and what they cost. */
  seconds: bigint;
  amount: Amount;
  /** Media advanced within the last two seconds. */
  moving: boolean;
  /** Nothing goes out from the creator. */
  silent: boolean;
  covered: bigint | null;
  viewers: number;
  rate: Amount | null;
  limit: Amount | null;
  /** Why this device cannot pay; `key` is a purse whose key another browser holds. */
  needs: PaymentNeed | 'key' | null;
  /** What joining was refused with, if it was: an error code of the API and its sentence. */
  refused: { code: string; message: string } | null;
}

/** Somebody watches a stream. */
export interface Watching {
  readonly snapshot: WatchSnapshot;
  /** The answer to joining, once there is one. */
  readonly joined: Joined | null;
  /** Calls back on every change; returns how to stop that. */
  onChange(listener: (snapshot: WatchSnapshot) => void): () => void;
  /** From now on seconds are signed for, as they are seen. */
  pay(): Promise<void>;
  /** Stops paying and seeing, at once. */
  pause(): Promise<void>;
  /** The next second is signed for, unless a part of the last one is left. */
  resume(): Promise<void>;
  setLimit(limit: Amount | null): Promise<void>;
  leave(): Promise<void>;
}

/** How it is before anything is known. */
export const NOT_THERE: WatchSnapshot = Object.freeze({
  connection: 'joining',
  phase: null,
  pays: false,
  seconds: 0n,
  amount: amount(0n),
  moving: false,
  silent: false,
  covered: null,
  viewers: 0,
  rate: null,
  limit: null,
  needs: null,
  refused: null,
});

const LOOK_EVERY_MS = 200;
/** A viewing that lived so long was none of those that fail at once. */
const STEADY_MS = 10_000;
const SPENDING_LIMIT: Phase = { kind: 'cut', why: 'spendingLimit' };
const UNHEARD_OF = {
  code: 'notAgreed',
  message: 'This site counts more than this device has signed for, so nothing is signed.',
};

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
  private readonly payer: Payer;
  private ending = new AbortController();
  private seat: Seat | null = null;
  private finish: (how: Ending) => void = () => undefined;
  private phase: Phase | null = null;
  private reached = { server: false, room: false };
  private stopPageLife: () => void = () => undefined;

  constructor(private readonly options: WatchOptions) {
    this.snapshot = { ...NOT_THERE, limit: options.limit ?? null, pays: options.payAtOnce ?? false };
    this.payer = new Payer(options, {
      changed: ({ limited, ...paid }) => this.change({ ...paid, phase: this.shown(limited) }),
      counted: ({ phase, covered }) => this.learn({ phase, covered }),
      disagreed: () => this.finish('again'),
      unheardOf: () => this.change({ refused: UNHEARD_OF }),
    });
  }

  start(): void {
    this.stopPageLife = onPageLife(
      () => this.vanish(),
      () => this.comeBack(),
    );
    void this.run(this.ending.signal);
    void this.lookAfter(this.ending.signal);
  }

  /** One viewing after the other, until it is over. */
  private async run(signal: AbortSignal): Promise<void> {
    for (let tries = 0; !signal.aborted; tries += 1) {
      const joined = await this.join(tries, signal);
      if (!joined) return;
      const since = performance.now();
      const ending = await this.sit(joined, signal);
      if (ending === 'over' || signal.aborted) return;
      if (performance.now() - since > STEADY_MS) tries = 0;
      this.change({ connection: 'mending', moving: false });
      await sleep(backoff(tries), signal);
    }
  }

  /** Joins, as often as it takes while nobody refuses. Null: refused, or left meanwhile. */
  private async join(tries: number, signal: AbortSignal): Promise<Joined | null> {
    for (; !signal.aborted; tries += 1) {
      try {
        const joined = await this.ask();
        if (signal.aborted) this.options.client.leaveBehind({ viewing: joined.viewing, newest: null });
        return signal.aborted ? null : joined;
      } catch (problem) {
        const told = toldBy(problem);
        if (!passes(told)) return this.refuse(told);
        if (this.joined) this.change({ connection: 'mending' });
        await sleep(Math.max(backoff(tries), (told.retryAfterSeconds ?? 0) * 1_000), signal);
      }
    }
    return null;
  }

  /** Asks for a place. Where the device kept more of the pair than the server has, it asks again and brings it along. */
  private async ask(): Promise<Joined> {
    const { client, streamId, wallet } = this.options;
    const question = async () => ({
      streamId,
      wallet,
      limit: this.payer.limitLeft(),
      newest: await this.payer.newest(),
    });
    const joined = await client.trpc.viewing.join.mutate(await question());
    await this.payer.begin(joined);
    if (!(await this.payer.isAhead())) return joined;
    const again = await client.trpc.viewing.join.mutate(await question());
    await this.payer.begin(again);
    return again;
  }

  private refuse({ code, message }: { code: string | null; message: string }): null {
    this.over({ refused: { code: code ?? 'unexpected', message } });
    return null;
  }

  /** Sits in one viewing until it ends. */
  private async sit(joined: Joined, signal: AbortSignal): Promise<Ending> {
    this.joined = joined;
    this.reached = { server: true, room: false };
    const ended = new Promise<Ending>((resolve) => (this.finish = resolve));
    signal.addEventListener('abort', () => this.finish('over'), { once: true });
    this.learn(joined.state);
    const seat = takeSeat(this.options, joined, {
      state: (state) => this.learn(state),
      reach: (reached) => this.reach(reached),
      lost: () => this.finish('again'),
      taken: () => this.learn({ phase: { kind: 'over', why: 'replaced' } }),
    });
    this.seat = seat;
    const how = await ended;
    this.finish = () => undefined;
    this.reach({ server: false, room: false });
    await seat.close();
    if (how === 'over' && !signal.aborted) this.over({});
    return how;
  }

  /** What the server tells, by whatever way. */
  private learn({ phase, ...more }: Partial<ViewingState> & { phase: Phase }): void {
    this.phase = phase;
    const { covered = this.snapshot.covered, silent = this.snapshot.silent, viewers = this.snapshot.viewers } = more;
    this.change({
      covered,
      silent,
      viewers,
      phase: this.shown(this.payer.limited),
    });
    this.situate();
    if (phase.kind === 'over') this.finish(phase.why === 'connectionLost' ? 'again' : 'over');
  }

  /** A device that stopped at its limit says so, whatever the server calls it. */
  private shown(limited: boolean): Phase | null {
    return limited && this.phase?.kind !== 'over' ? SPENDING_LIMIT : this.phase;
  }

  private reach(reached: { server: boolean; room: boolean }): void {
    this.reached = reached;
    this.situate();
    if (reached.server && reached.room) this.change({ connection: 'there' });
    else if (this.snapshot.connection === 'there') this.change({ connection: 'mending' });
  }

  private situate(): void {
    const { covered, silent } = this.snapshot;
    this.payer.situate({ phase: this.phase, covered, silent, inRoom: this.reached.room });
  }

  /** Looks at the media several times a second. A look that fails is followed by the next. */
  private async lookAfter(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.payer.tick().catch(() => undefined);
      await sleep(LOOK_EVERY_MS, signal);
    }
  }

  private over(changes: Partial<WatchSnapshot>): void {
    this.ending.abort();
    this.stopPageLife();
    this.change({ ...changes, connection: 'gone', moving: false });
  }

  private change(changes: Partial<WatchSnapshot>): void {
    const names = Object.keys(changes) as (keyof WatchSnapshot)[];
    if (names.every((name) => Object.is(this.snapshot[name], changes[name]))) return;
    this.snapshot = { ...this.snapshot, ...changes };
    for (const listener of [...this.listeners]) listener(this.snapshot);
  }

  onChange(listener: (snapshot: WatchSnapshot) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  pay(): Promise<void> {
    this.payer.pay();
    return Promise.resolve();
  }

  async pause(): Promise<void> {
    this.payer.pause();
    await this.call(
      (viewing) => this.options.client.trpc.viewing.pause.mutate({ viewing }),
      () => this.payer.paused,
    );
  }

  /** What the server holds to be owed after pictures that never came is not made good by waiting: then another viewing begins. */
  async resume(): Promise<void> {
    if (this.phase?.kind === 'cut' && this.phase.why === 'late') {
      this.payer.resume();
      return this.finish('again');
    }
    const { viewing } = this.options.client.trpc;
    if (!this.payer.limited)
      await this.call(
        (id) => viewing.resume.mutate({ viewing: id }),
        () => true,
      );
    this.payer.resume();
  }

  async setLimit(limit: Amount | null): Promise<void> {
    const { viewing } = this.options.client.trpc;
    const { limited } = this.payer;
    const before = this.payer.limitLeft();
    if (limit !== null && (before === null || limit < before)) this.payer.setLimit(limit); // less binds at once
    await this.call(
      (id) => viewing.setLimit.mutate({ viewing: id, limit: this.payer.leftOf(limit) }),
      () => true,
    );
    if (limited)
      await this.call(
        (id) => viewing.resume.mutate({ viewing: id }),
        () => !this.payer.paused,
      );
    this.payer.setLimit(limit);
  }

  /** Has the server do it, again after a line that broke, for as long as it is wanted. */
  private async call(act: (viewing: string) => Promise<ViewingState>, wanted: () => boolean): Promise<void> {
    const { signal } = this.ending;
    for (let tries = 0; !signal.aborted && this.joined && wanted(); tries += 1) {
      const { viewing } = this.joined;
      try {
        const state = await act(viewing);
        if (viewing === this.joined.viewing) this.learn(state);
        return;
      } catch (problem) {
        if (!passes(toldBy(problem))) return;
        await sleep(backoff(tries), signal);
      }
    }
  }

  async leave(): Promise<void> {
    const { joined, seat } = this;
    if (this.ending.signal.aborted) return;
    this.payer.stop();
    const newest = await this.payer.newest();
    this.phase = { kind: 'over', why: 'left' };
    this.over({ phase: this.phase });
    if (joined)
      await this.options.client.trpc.viewing.leave.mutate({ viewing: joined.viewing, newest }).catch(() => null);
    await seat?.close();
  }

  /** The page goes away: nothing can be waited for. */
  private vanish(): void {
    if (!this.joined) return;
    this.options.client.leaveBehind({ viewing: this.joined.viewing, newest: this.payer.lastSigned });
    this.ending.abort();
    void this.seat?.close();
  }

  /** The browser had kept the page: it goes on as after a break. */
  private comeBack(): void {
    if (this.phase?.kind === 'over' || !this.ending.signal.aborted) return;
    this.ending = new AbortController();
    this.change({ connection: 'mending' });
    void this.run(this.ending.signal);
    void this.lookAfter(this.ending.signal);
  }
}
