import { randomUUID } from 'node:crypto';
import { type Amount } from '../../sdk/money';
import { type H160, type Hex, type VoucherDomain } from '../../sdk/voucher';
import { type Clock } from '../clock';
import { type StreamId, type ViewingId } from '../ids';
import { phaseOf, secondsLeased, signedAmount, type Meter } from './meter';
import { type Counted } from './types';

/** A viewing that this process meters: one that a purse pays for. */
export interface Running {
  readonly id: ViewingId;
  readonly room: StreamId;
  readonly seat: string;
  readonly domain: VoucherDomain;
  readonly viewer: H160;
  readonly purseNonce: number;
  readonly creator: H160;
  /** The purse's key, as it was read last. */
  key: Hex;
  meter: Meter;
  /** The signature of the newest voucher of this viewing; null before the first, and until one came to this process. */
  signature: Hex | null;
  /** How many of its seconds the tables say. */
  stored: bigint;
  /** When its viewer was heard last. */
  seenAt: Date;
  /** What the purse had left besides, when it was asked last. */
  rest: Amount;
  /** An asking of the purse that is under way. */
  leasing: Promise<void> | null;
  /** The purse is not asked, and its key not read, again before. */
  askAgainAt: number;
  readKeyAgainAt: number;
}

/** The viewings that this process meters. What is in here may be lost at any moment: the tables and the viewers know it all. */
export interface Meters {
  /** Names this process in the rows that it keeps. */
  readonly keeper: string;
  readonly running: Map<ViewingId, Running>;
  /** Being read from their rows. */
  readonly loading: Map<ViewingId, Promise<Running | null>>;
  /** Being ended: not taken in again before then. */
  readonly stopped: Map<ViewingId, number>;
  /** What the rows do not say yet. */
  readonly changed: Set<Running>;
  /** Those whose lease runs low. */
  readonly wanting: Set<Running>;
  /** Work that ticks have begun and that goes on by itself. */
  readonly underWay: Set<Promise<unknown>>;
  /** One statement at a time: the next waits for this. */
  storing: Promise<unknown>;
  /** When a tick last began to store, and when one last came. */
  storedAt: number;
  tickedAt: number;
  /** Calls back whenever something of a viewing has changed; returns how to stop that. */
  onChange(id: ViewingId, listener: () => void): () => void;
  /** Says that something of it has changed. */
  tell(id: ViewingId): void;
}

export function createMeters(clock: Clock): Meters {
  const listeners = new Map<ViewingId, Set<() => void>>();
  const now = clock.now().getTime();
  return {
    keeper: randomUUID(),
    running: new Map(),
    loading: new Map(),
    stopped: new Map(),
    changed: new Set(),
    wanting: new Set(),
    underWay: new Set(),
    storing: Promise.resolve(),
    storedAt: now,
    tickedAt: now,
    onChange(id, listener) {
      const ofViewing = listeners.get(id) ?? new Set();
      listeners.set(id, ofViewing.add(listener));
      return () => {
        ofViewing.delete(listener);
        if (ofViewing.size === 0 && listeners.get(id) === ofViewing) listeners.delete(id);
      };
    },
    tell(id) {
      for (const listener of [...(listeners.get(id) ?? [])]) listener();
    },
  };
}

/** For how many more seconds the purse has money, at this stream's price. */
export function coveredOf({ meter, rest }: Pick<Running, 'meter' | 'rest'>): bigint {
  return secondsLeased(meter) + (meter.rate === 0n ? 0n : rest / meter.rate);
}

/** What stands on a meter, as an answer to a voucher. */
export function countedOf(running: Running): Counted {
  const { meter } = running;
  return {
    seconds: meter.seconds,
    amount: signedAmount(meter),
    phase: phaseOf(meter),
    covered: coveredOf(running),
  };
}

/** Its viewer was heard. */
export function sawViewer(meters: Meters, running: Running, now: Date): void {
  running.seenAt = now;
  meters.changed.add(running);
}

/** Out of memory: no voucher of it is counted here any more. */
export function forget(meters: Meters, running: Running): void {
  if (meters.running.get(running.id) === running) meters.running.delete(running.id);
  meters.changed.delete(running);
  meters.wanting.delete(running);
  meters.tell(running.id);
}
