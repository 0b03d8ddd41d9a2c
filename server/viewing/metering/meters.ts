import { randomUUID } from 'node:crypto';
import { type Logger } from 'pino';
import { type Amount } from '../../../sdk/money';
import { SECOND, type Clock } from '../../clock';
import { type Grant } from '../../deps';
import { type StreamId, type ViewingId } from '../../ids';
import { isSameGrant, type Seat } from '../media/grant';
import { type StreamStatus } from '../media/stream-status';
import { type Agreed } from './budget';
import { leasedTo, secondsLeased, type Meter } from './meter';
import { type MeteredViewing } from './metered-viewing';

/** A viewing that was ended here is not loaded again for so long: its row is about to be closed. */
const STAYS_OUT_MS = 5 * SECOND;
/** With fewer seconds set aside than this, the purse is asked for more. */
const LOW_SECONDS = 20n;
/** A purse that gave nothing is asked again by the next voucher, which comes a second later. */
const ASK_AGAIN_MS = 900;
/** What a stream shows to all of its viewers is read again when it is older than this. */
const STATUS_GOOD_FOR_MS = 2 * SECOND;
/** The statuses of more streams than this are not kept. */
const MOST_STATUSES = 1_000;

/** The same viewing, as this file alone may change it. */
type Changeable = { -readonly [Field in keyof MeteredViewing]: MeteredViewing[Field] };

/** A preview of somebody who has no meter, because nobody can pay for it from here. */
export interface Preview extends Seat {
  until: Date;
}

/** What a purse gave to a viewing when it was asked. */
export interface Leased {
  leased: Amount;
  purseBalance: Amount;
  noPlace: boolean;
}

/**
 * All that one process has in memory of viewings. Any of it may be lost at any moment: the tables
 * and the viewers know it all. It asks no engine: whoever calls says how rows are read and written.
 */
export class Meters {
  /** Names this process in the rows of the viewings that it meters. */
  readonly ownerProcess: string = randomUUID();
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #viewings = new Map<ViewingId, MeteredViewing>();
  readonly #loading = new Map<ViewingId, Promise<MeteredViewing | null>>();
  readonly #stoppedUntil = new Map<ViewingId, number>();
  readonly #unsaved = new Set<MeteredViewing>();
  #lastSave: Promise<unknown> = Promise.resolve();
  readonly #lowLeases = new Set<MeteredViewing>();
  readonly #leasing = new Map<MeteredViewing, Promise<void>>();
  readonly #followers = new Map<ViewingId, Set<() => void>>();
  readonly #previews = new Map<ViewingId, Preview>();
  readonly #grants = new Map<string, { newest: Grant; told: Promise<void> }>();
  readonly #statuses = new Map<StreamId, { readAt: number; status: Promise<StreamStatus> }>();
  readonly #background = new Set<Promise<unknown>>();
  #tickedAt: number;
  #saveBegunAt: number;
  #sweeps: { since: number; last: number } | null = null;

  constructor({ clock, log }: { clock: Clock; log: Logger }) {
    this.#clock = clock;
    this.#log = log;
    this.#tickedAt = this.#now();
    this.#saveBegunAt = this.#now();
  }

  #now(): number {
    return this.#clock.now().getTime();
  }

  // ---------------------------------------------------------------- which viewings are metered here

  find(id: ViewingId): MeteredViewing | undefined {
    return this.#viewings.get(id);
  }

  all(): MeteredViewing[] {
    return [...this.#viewings.values()];
  }

  /** Whether this very one is metered here still. */
  owns(metered: MeteredViewing): boolean {
    return this.#viewings.get(metered.id) === metered;
  }

  /**
   * The one that is metered here, or what `read` answers, which is metered here from then on; null
   * when that is null, and for one that is being ended. It is read once for all who ask meanwhile.
   */
  load(id: ViewingId, read: () => Promise<MeteredViewing | null>): Promise<MeteredViewing | null> {
    const here = this.#viewings.get(id);
    if (here) return Promise.resolve(here);
    if (this.isStopped(id)) return Promise.resolve(null);
    const loading = this.#loading.get(id) ?? this.#start(id, read).finally(() => this.#loading.delete(id));
    this.#loading.set(id, loading);
    return loading;
  }

  async #start(id: ViewingId, read: () => Promise<MeteredViewing | null>): Promise<MeteredViewing | null> {
    const metered = await read();
    if (!metered || this.isStopped(id)) return null;
    this.#viewings.set(id, metered);
    return metered;
  }

  /** Out of memory: no voucher of it is counted here any more. */
  release(metered: MeteredViewing): void {
    if (this.owns(metered)) this.#viewings.delete(metered.id);
    this.#unsaved.delete(metered);
    this.#lowLeases.delete(metered);
    this.notify(metered.id);
  }

  /**
   * Takes viewings out of memory whose rows are about to be closed, so that no voucher is counted
   * any more, and saves them. They are metered on when that fails.
   */
  async stop(ids: readonly ViewingId[], save: (metered: MeteredViewing[]) => Promise<void>): Promise<void> {
    const stopped = ids.flatMap((id) => this.#viewings.get(id) ?? []);
    for (const id of ids) this.#stoppedUntil.set(id, this.#now() + STAYS_OUT_MS);
    for (const metered of stopped) this.release(metered);
    if (stopped.length === 0) return;
    try {
      await save(stopped);
    } catch (error) {
      for (const metered of stopped) {
        this.#stoppedUntil.delete(metered.id);
        this.#viewings.set(metered.id, metered);
        this.#unsaved.add(metered);
      }
      throw error;
    }
  }

  /** Whether its row is being closed just now. */
  isStopped(id: ViewingId): boolean {
    return (this.#stoppedUntil.get(id) ?? 0) > this.#now();
  }

  // ---------------------------------------------------------------- what happens to one of them

  /**
   * A meter's next value takes its place; with it comes the signature of a voucher that was
   * counted.
   */
  update(metered: MeteredViewing, next: Meter, signature = metered.signature): void {
    const changed: Changeable = metered;
    const before = metered.meter;
    changed.signature = signature;
    if (next === before) return;
    changed.meter = next;
    if (next.seconds !== before.seconds && runsLow(next)) this.#lowLeases.add(metered);
    this.#unsaved.add(metered);
    this.notify(metered.id);
  }

  /** Its viewer sent something. */
  touch(metered: MeteredViewing): void {
    (metered as Changeable).seenAt = this.#clock.now();
    this.#unsaved.add(metered);
  }

  setAgreed(metered: MeteredViewing, agreed: Agreed): void {
    const { limit, rate } = metered.agreed;
    (metered as Changeable).agreed = agreed;
    if (limit !== agreed.limit || rate !== agreed.rate) this.notify(metered.id);
  }

  /** What its purse was found to have left. */
  setPurseBalance(metered: MeteredViewing, purseBalance: Amount): void {
    if (metered.purseBalance === purseBalance) return;
    (metered as Changeable).purseBalance = purseBalance;
    this.notify(metered.id);
  }

  // ---------------------------------------------------------------- asking purses

  /** The asking of its purse that is under way, or the one that `ask` begins. */
  leaseOnce(metered: MeteredViewing, ask: () => Promise<void>): Promise<void> {
    const leasing = this.#leasing.get(metered) ?? ask().finally(() => this.#leasing.delete(metered));
    this.#leasing.set(metered, leasing);
    return leasing;
  }

  /**
   * Asks for those whose leases run low, as many as may be asked for together. Who is being asked
   * for already waits for that; what fails is asked again.
   */
  renewLeases(most: number, ask: (low: MeteredViewing[]) => Promise<void>): Promise<void> {
    const now = this.#now();
    const mayAsk = (metered: MeteredViewing) => !this.#leasing.has(metered) && now >= metered.askAgainAt;
    const low = [...this.#lowLeases].filter(mayAsk).slice(0, most);
    if (low.length === 0) return Promise.resolve();
    for (const metered of low) this.#lowLeases.delete(metered);
    const asked = ask(low)
      .catch((error: unknown) => {
        for (const metered of low) {
          (metered as Changeable).askAgainAt = now + SECOND;
          if (this.owns(metered)) this.#lowLeases.add(metered);
        }
        throw error;
      })
      .finally(() => {
        for (const metered of low) {
          this.#leasing.delete(metered);
          this.notify(metered.id);
        }
      });
    const ended = asked.catch(() => undefined);
    for (const metered of low) this.#leasing.set(metered, ended);
    return asked;
  }

  /** What its purse gave. It is not asked again for a moment. */
  setLease(metered: MeteredViewing, { leased, purseBalance, noPlace }: Leased): void {
    const changed: Changeable = metered;
    changed.meter = leasedTo(metered.meter, leased, purseBalance < metered.meter.rate);
    changed.purseBalance = purseBalance;
    changed.noPlace = noPlace;
    changed.askAgainAt = this.#now() + ASK_AGAIN_MS;
  }

  // ---------------------------------------------------------------- saving

  /** Those of which the rows do not say everything yet. */
  unsaved(): MeteredViewing[] {
    return [...this.#unsaved];
  }

  /** One saving at a time: each begins when the one before has ended, well or not. */
  saveInTurn(save: () => Promise<void>): Promise<void> {
    const saving = this.#lastSave.then(save);
    this.#lastSave = saving.catch(() => undefined); // who asked for it is told of a failure
    return saving;
  }

  /**
   * Saves these by `write`, which answers how many seconds it stored of each that is still ours.
   * The others are released: they are over, or another process has them. What fails stays unsaved.
   */
  async save(written: readonly MeteredViewing[], write: () => Promise<ReadonlyMap<ViewingId, bigint>>): Promise<void> {
    for (const metered of written) this.#unsaved.delete(metered);
    const stored = await write().catch((error: unknown) => {
      for (const metered of written) if (this.owns(metered)) this.#unsaved.add(metered);
      throw error;
    });
    for (const metered of written) {
      const seconds = stored.get(metered.id);
      if (seconds === undefined) this.release(metered);
      else (metered as Changeable).stored = seconds;
    }
  }

  // ---------------------------------------------------------------- who follows a viewing here

  /**
   * Calls `onChange` whenever something of a viewing has changed. As long as somebody follows it,
   * its viewer is there. Returns how to stop.
   */
  follow(id: ViewingId, onChange: () => void): () => void {
    const followers = this.#followers.get(id) ?? new Set();
    this.#followers.set(id, followers.add(onChange));
    return () => {
      followers.delete(onChange);
      if (followers.size === 0 && this.#followers.get(id) === followers) this.#followers.delete(id);
    };
  }

  /** The viewings whose state somebody follows here. */
  followed(): ViewingId[] {
    return [...this.#followers.keys()];
  }

  /** Tells its followers that something of it has changed. */
  notify(id: ViewingId): void {
    for (const onChange of [...(this.#followers.get(id) ?? [])]) onChange();
  }

  // ---------------------------------------------------------------- what the rooms are told

  /** A preview without a meter is cut at its own time, and not only by the next sweep. */
  rememberPreview(id: ViewingId, preview: Preview): void {
    this.#previews.set(id, preview);
  }

  /**
   * The previews that are over and were not told of before. Who has a meter by now is not among
   * them.
   */
  takeEndedPreviews(): [ViewingId, Seat][] {
    const ended = [...this.#previews].filter(([, { until }]) => until <= this.#clock.now());
    for (const [id] of ended) this.#previews.delete(id);
    return ended.filter(([id]) => !this.#viewings.has(id));
  }

  /**
   * Tells a seat's grant by `tell`. While it is being told the next one waits, and only the newest
   * is told then: in whatever order answers come, the last one holds.
   */
  tellGrant(seat: string, given: Grant, tell: (grant: Grant) => Promise<void>): Promise<void> {
    const before = this.#grants.get(seat);
    if (before) {
      before.newest = given;
      return before.told;
    }
    const grant = { newest: given, told: Promise.resolve() };
    this.#grants.set(seat, grant);
    const tellNewest = async () => {
      try {
        for (let told: Grant | null = null; !told || !isSameGrant(told, grant.newest);) {
          told = grant.newest;
          await tell(told);
        }
      } finally {
        this.#grants.delete(seat);
      }
    };
    grant.told = tellNewest();
    return grant.told;
  }

  /** What a stream shows to all of its viewers here: read once for all of them, at most so old. */
  streamStatus(stream: StreamId, read: () => Promise<StreamStatus>): Promise<StreamStatus> {
    const now = this.#now();
    const before = this.#statuses.get(stream);
    if (before && now - before.readAt < STATUS_GOOD_FOR_MS) return before.status;
    if (this.#statuses.size > MOST_STATUSES) this.#statuses.clear();
    const status = read();
    this.#statuses.set(stream, { readAt: now, status });
    status.catch(() => this.#statuses.delete(stream));
    return status;
  }

  // ---------------------------------------------------------------- the process itself

  /** Whether no tick came for so long that vouchers may be waiting unread. */
  stoodStill(): boolean {
    return this.#now() - this.#tickedAt > SECOND;
  }

  /** Begins a tick. Once a second what is unsaved is due. */
  beginTick(): { now: number; saveDue: boolean } {
    const now = this.#now();
    this.#tickedAt = now;
    const saveDue = now - this.#saveBegunAt >= SECOND;
    if (saveDue) {
      this.#saveBegunAt = now;
      for (const [id, until] of this.#stoppedUntil) if (until <= now) this.#stoppedUntil.delete(id);
    }
    return { now, saveDue };
  }

  /**
   * Notes that a sweep reached the rows; for how long sweeps did so with no break longer than
   * `breakMs`.
   */
  sweptWithoutBreak(breakMs: number): number {
    const now = this.#now();
    const since = this.#sweeps && now - this.#sweeps.last <= breakMs ? this.#sweeps.since : now;
    this.#sweeps = { since, last: now };
    return now - since;
  }

  /** Work that nobody waits for; a failure is logged. */
  runInBackground(work: Promise<unknown>): void {
    const logged = work
      .catch((error: unknown) => this.#log.warn({ err: error }, 'work for viewings failed; it is tried again'))
      .finally(() => this.#background.delete(logged));
    this.#background.add(logged);
  }

  /** Resolves when no such work is under way. */
  async finishBackground(): Promise<void> {
    while (this.#background.size > 0) await Promise.all(this.#background);
  }
}

/** Whoever may not spend more than is leased already wants no more. */
function runsLow(meter: Meter): boolean {
  return secondsLeased(meter) < LOW_SECONDS && (meter.limit === null || meter.limit >= meter.leased + meter.rate);
}
