import { type MediaEvents, type RoomAccess } from '../../../sdk/media';
import { type BroadcastState, type Started } from '../../../server/broadcast/types';
import { type PageRefusal, readRefusal } from '../../lib/page-refusal';
import { createStatsMonitor, type Health } from './stats-monitor';
import { type Source } from './sender-stats';
import { type StudioRoom } from './room';

/** What of the API a studio needs. */
export interface StudioApi {
  start(): Promise<Started>;
  report(flowing: boolean): Promise<unknown>;
  end(): Promise<unknown>;
  /** Calls back with each new state; returns how to stop that. */
  follow(onState: (state: BroadcastState) => void): () => void;
}

/** How a broadcast goes. A new object whenever something changes. */
export interface StudioSnapshot {
  at: 'off' | 'starting' | 'onAir' | 'mending' | 'elsewhere' | 'over';
  state: BroadcastState;
  /** Something goes out, by what this page sees. */
  flowing: boolean;
  health: Health | null;
  problem: PageRefusal | null;
}

/** A creator's place at the room: it goes live, holds on, and ends. */
export interface Studio {
  readonly snapshot: StudioSnapshot;
  /** Follows the stream from now on, whoever sends it, until it is over or this page leaves. */
  begin(): void;
  onChange(listener: () => void): () => void;
  /** Goes live, or comes back to what is live already. */
  goLive(): Promise<void>;
  /** From now on this is what goes out from a source; null for nothing. */
  carry(source: Source, track: MediaStreamTrack | null): void;
  mute(source: Source, muted: boolean): void;
  end(): Promise<void>;
  /** Leaves the room; the stream stays as it is. */
  leave(): void;
}

export interface StudioOptions {
  api: StudioApi;
  openRoom: (door: RoomAccess, events: MediaEvents) => Promise<StudioRoom>;
  /** What the server tells everybody in the room. */
  received?: (topic: string, data: Uint8Array) => void;
  initial: BroadcastState;
  /** Milliseconds of a clock that is never set back. */
  now?: () => number;
}

/** So long it waits before each try to come back. */
const MEND_MS = [500, 1_000, 2_000, 4_000, 8_000];

/** A studio for one stream. Everything that happens is in its snapshots. */
export function createStudio({
  api,
  openRoom,
  received,
  initial,
  now = () => performance.now(),
}: StudioOptions): Studio {
  let snapshot: StudioSnapshot = { at: 'off', state: initial, flowing: false, health: null, problem: null };
  const listeners = new Set<() => void>();
  const sources = new Map<Source, { track: MediaStreamTrack; muted: boolean }>();
  let room: StudioRoom | null = null;
  let stopFollowing: (() => void) | null = null;
  let mending: ReturnType<typeof setTimeout> | undefined;
  /** What belongs to an earlier room is not listened to any more. */
  let generation = 0;

  const change = (part: Partial<StudioSnapshot>) => {
    snapshot = { ...snapshot, ...part };
    for (const listener of listeners) listener();
  };

  const monitor = createStatsMonitor({
    now,
    report: (flowing) => api.report(flowing),
    senderStats: async () => (snapshot.at === 'onAir' && room ? room.senderStats() : null),
    onSample: (flowing, health) => change({ flowing, health: health ?? snapshot.health }),
  });

  const stopAll = () => {
    generation += 1;
    clearTimeout(mending);
    monitor.stop();
    const leaving = room;
    room = null;
    void leaving?.close().catch(() => undefined);
  };

  const begin = () => {
    stopFollowing ??= api.follow(take);
  };

  const quit = () => {
    stopFollowing?.();
    stopFollowing = null;
    stopAll();
  };

  const take = (state: BroadcastState) => {
    change({ state });
    if (state.status !== 'ended') return;
    quit();
    change({ at: 'over', flowing: false, health: null });
  };

  const enter = async () => {
    const mine = (generation += 1);
    const still = () => mine === generation;
    const started = await api.start();
    if (!still()) return;
    change({ state: started.state });
    begin();
    const opened = await openRoom(started.room, {
      reconnecting: () => still() && change({ at: 'mending', flowing: false }),
      reconnected: () => still() && change({ at: 'onAir' }),
      disconnected: (why) => still() && gone(why),
      received: (topic, data) => still() && received?.(topic, data),
    });
    if (!still()) return void opened.close().catch(() => undefined);
    room = opened;
    for (const [source, { track, muted }] of sources) {
      await opened.carry(source, track);
      if (muted) await opened.mute(source, true);
    }
    if (!still()) return;
    change({ at: 'onAir', problem: null });
    monitor.start();
  };

  const gone = (why: 'replaced' | 'closed' | 'lost') => {
    room = null;
    if (why === 'replaced') {
      stopAll();
      return change({ at: 'elsewhere', flowing: false, health: null });
    }
    change({ at: 'mending', flowing: false });
    mend(0);
  };

  /**
   * Comes back by itself, at ever longer intervals, until the API says that there is nothing to
   * come back to.
   */
  const mend = (tries: number) => {
    clearTimeout(mending);
    mending = setTimeout(
      () =>
        void enter().catch((thrown: unknown) => {
          const problem = readRefusal(thrown);
          if (isTransient(problem)) return mend(tries + 1);
          stopAll();
          change({ at: 'off', problem });
        }),
      MEND_MS[Math.min(tries, MEND_MS.length - 1)],
    );
  };

  return {
    get snapshot() {
      return snapshot;
    },
    begin,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async goLive() {
      if (snapshot.at === 'starting' || snapshot.at === 'onAir') return;
      stopAll();
      change({ at: 'starting', problem: null });
      try {
        await enter();
      } catch (thrown) {
        const problem = readRefusal(thrown);
        // Live already, but not in the room: that mends itself.
        if (snapshot.state.status === 'live' && isTransient(problem)) {
          change({ at: 'mending' });
          return mend(0);
        }
        stopAll();
        change({ at: 'off', problem });
      }
    },
    carry(source, track) {
      if (track && !sources.has(source)) monitor.settle();
      if (track) sources.set(source, { track, muted: false });
      else sources.delete(source);
      void room?.carry(source, track).catch(() => undefined);
    },
    mute(source, muted) {
      const present = sources.get(source);
      if (present) sources.set(source, { ...present, muted });
      void room?.mute(source, muted).catch(() => undefined);
    },
    async end() {
      try {
        await api.end();
      } catch (thrown) {
        return change({ problem: readRefusal(thrown) });
      }
      quit();
      change({ at: 'over', flowing: false, health: null, problem: null });
    },
    leave() {
      quit();
      if (snapshot.at !== 'over') change({ at: 'off', flowing: false, health: null });
    },
  };
}

/** What may be over in a moment: no answer at all, or a part of the site that is away. */
function isTransient({ code }: PageRefusal): boolean {
  return code === null || ['unexpected', 'tooManyTries', 'mediaAway'].includes(code);
}
