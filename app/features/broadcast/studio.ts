import { type MediaEvents, type RoomDoor } from '../../../sdk/media';
import { type BroadcastState, type Started } from '../../../server/broadcast/types';
import { type PageRefusal, readRefusal } from '../wallet/refusal';
import { dueReport, type Flow, nextFlow, type Reported, STILL_MS, STILL_SCREEN_MS } from './flow';
import { type Verdict, verdictOf } from './health';
import { countersOf, type Figures, figuresBetween, type Look, type Outgoing, type Source } from './outgoing';
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
  health: { figures: Figures; verdict: Verdict } | null;
  problem: PageRefusal | null;
}

/** A creator's place at the room: it goes live, holds on, and ends. */
export interface Studio {
  readonly snapshot: StudioSnapshot;
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
  openRoom: (door: RoomDoor, events: MediaEvents) => Promise<StudioRoom>;
  initial: BroadcastState;
  /** Milliseconds of a clock that is never set back. */
  now?: () => number;
}

const LOOK_MS = 500;
/** Figures are reckoned over so many looks: shorter ones jump. */
const FIGURES_OVER = 5;
const SETTLING_MS = 8_000;
const MEND_MS = [500, 1_000, 2_000, 4_000, 8_000];

/** A studio for one stream. Everything that happens is in its snapshots. */
export function createStudio({ api, openRoom, initial, now = () => performance.now() }: StudioOptions): Studio {
  let snapshot: StudioSnapshot = { at: 'off', state: initial, flowing: false, health: null, problem: null };
  const listeners = new Set<() => void>();
  const sources = new Map<Source, { track: MediaStreamTrack; muted: boolean }>();
  let room: StudioRoom | null = null;
  let flow: Flow | null = null;
  let reported: Reported | null = null;
  let looks: Look[] = [];
  /** Since when the connection learns anew what it can carry: from going live, and from each source that is added. */
  let settlingSince = 0;
  let looking = false;
  let stopFollowing: (() => void) | null = null;
  let timers: { look?: ReturnType<typeof setInterval>; mend?: ReturnType<typeof setTimeout> } = {};
  /** What belongs to an earlier room is not listened to any more. */
  let generation = 0;

  const change = (part: Partial<StudioSnapshot>) => {
    snapshot = { ...snapshot, ...part };
    for (const listener of listeners) listener();
  };

  const stopAll = () => {
    generation += 1;
    clearInterval(timers.look);
    clearTimeout(timers.mend);
    timers = {};
    stopFollowing?.();
    stopFollowing = null;
    const leaving = room;
    room = null;
    flow = null;
    reported = null;
    looks = [];
    void leaving?.close().catch(() => undefined);
  };

  const take = (state: BroadcastState) => {
    change({ state });
    if (state.status !== 'ended') return;
    stopAll();
    change({ at: 'over', flowing: false, health: null });
  };

  const tell = async (flowing: boolean) => {
    const at = now();
    if (!dueReport(reported, flowing, at)) return;
    const mine: Reported = { flowing, at, arrived: true };
    reported = mine;
    await api.report(flowing).catch(() => {
      mine.arrived = false;
    });
  };

  const judge = (outgoing: Outgoing[], at: number): Flow => {
    const pictures = [...sources.keys()].filter((source) => source === 'camera' || source === 'screen');
    const screenAlone = pictures.length === 1 && pictures[0] === 'screen';
    return nextFlow(flow, countersOf(outgoing), at, screenAlone ? STILL_SCREEN_MS : STILL_MS);
  };

  const healthAt = (look: Look): StudioSnapshot['health'] => {
    looks = [...looks, look].slice(-FIGURES_OVER);
    const [first] = looks;
    if (!first || looks.length < 2) return null;
    const figures = figuresBetween(first, look);
    return { figures, verdict: verdictOf(figures, look.at - settlingSince < SETTLING_MS) };
  };

  const look = async () => {
    if (looking) return;
    looking = true;
    const mine = generation;
    try {
      const there = snapshot.at === 'onAir' ? room : null;
      const outgoing = (await there?.outgoing()) ?? [];
      if (mine !== generation) return;
      const at = now();
      flow = judge(outgoing, at);
      if (there) change({ flowing: flow.flowing, health: healthAt({ at, outgoing }) ?? snapshot.health });
      void tell(flow.flowing);
    } catch {
      // A sender that has just gone answers nothing; the next look finds what is there.
    } finally {
      looking = false;
    }
  };

  const enter = async () => {
    const mine = (generation += 1);
    const still = () => mine === generation;
    const started = await api.start();
    if (!still()) return;
    change({ state: started.state });
    stopFollowing ??= api.follow(take);
    const opened = await openRoom(started.room, {
      reconnecting: () => still() && change({ at: 'mending', flowing: false }),
      reconnected: () => still() && change({ at: 'onAir' }),
      gone: (why) => still() && gone(why),
    });
    if (!still()) return void opened.close().catch(() => undefined);
    room = opened;
    for (const [source, { track, muted }] of sources) {
      await opened.carry(source, track);
      if (muted) await opened.mute(source, true);
    }
    if (!still()) return;
    settlingSince = now();
    looks = [];
    change({ at: 'onAir', problem: null });
    clearInterval(timers.look);
    timers.look = setInterval(() => void look(), LOOK_MS);
    void look();
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

  /** Comes back by itself, at ever longer intervals, until the API says that there is nothing to come back to. */
  const mend = (tries: number) => {
    clearTimeout(timers.mend);
    timers.mend = setTimeout(
      () =>
        void enter().catch((thrown: unknown) => {
          const problem = readRefusal(thrown);
          if (passes(problem)) return mend(tries + 1);
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
        if (snapshot.state.status === 'live' && passes(problem)) {
          change({ at: 'mending' });
          return mend(0);
        }
        stopAll();
        change({ at: 'off', problem });
      }
    },
    carry(source, track) {
      if (track && !sources.has(source)) settlingSince = now();
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
      stopAll();
      change({ at: 'over', flowing: false, health: null, problem: null });
    },
    leave() {
      stopAll();
      if (snapshot.at !== 'over') change({ at: 'off', flowing: false, health: null });
    },
  };
}

/** What may be over in a moment: no answer at all, or a part of the site that is away. */
function passes({ code }: PageRefusal): boolean {
  return code === null || ['unexpected', 'tooManyTries', 'mediaAway'].includes(code);
}
