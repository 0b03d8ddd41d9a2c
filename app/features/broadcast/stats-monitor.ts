import { type Figures, figuresBetween, type Look } from './figures';
import { dueReport, type Flow, nextFlow, type Reported, STILL_MS, STILL_SCREEN_MS } from './flow';
import { type Verdict, verdictOf } from './health';
import { countersOf, type Outgoing } from './outgoing';

/** How well it goes out. */
export interface Health {
  figures: Figures;
  verdict: Verdict;
}

const LOOK_MS = 500;
/** Figures are reckoned over so many looks: shorter ones jump. */
const FIGURES_OVER = 5;
/** So long a connection learns what it can carry, before it is judged. */
const SETTLING_MS = 8_000;

interface LookoutOptions {
  /** What is sent; null while there is no room to send it to. */
  outgoing: () => Promise<Outgoing[] | null>;
  report: (flowing: boolean) => Promise<unknown>;
  /** What a look found; health is null at the first one. */
  found: (flowing: boolean, health: Health | null) => void;
  /** Milliseconds of a clock that is never set back. */
  now: () => number;
}

/** Looks at what goes out, again and again, and tells the server whether anything does. */
export function createLookout({ outgoing, report, found, now }: LookoutOptions) {
  let timer: ReturnType<typeof setInterval> | undefined;
  let flow: Flow | null = null;
  let reported: Reported | null = null;
  let looks: Look[] = [];
  let settlingSince = 0;
  /** The watch that is kept now: a look of an earlier one comes too late. */
  let watch = 0;
  let looking = false;

  const stop = () => {
    watch += 1;
    clearInterval(timer);
    flow = null;
    reported = null;
    looks = [];
  };

  const tell = async (flowing: boolean, at: number) => {
    if (!dueReport(reported, flowing, at)) return;
    const mine: Reported = { flowing, at, arrived: true };
    reported = mine;
    await report(flowing).catch(() => {
      mine.arrived = false;
    });
  };

  const healthAt = (look: Look): Health | null => {
    looks = [...looks, look].slice(-FIGURES_OVER);
    const [first] = looks;
    if (!first || looks.length < 2) return null;
    const figures = figuresBetween(first, look);
    return { figures, verdict: verdictOf(figures, look.at - settlingSince < SETTLING_MS) };
  };

  const look = async () => {
    if (looking) return;
    looking = true;
    const mine = watch;
    try {
      const sent = await outgoing();
      if (mine !== watch) return;
      const at = now();
      flow = nextFlow(flow, countersOf(sent ?? []), at, screenAlone(sent) ? STILL_SCREEN_MS : STILL_MS);
      if (sent) found(flow.flowing, healthAt({ at, outgoing: sent }));
      void tell(flow.flowing, at);
    } catch {
      // A sender that has just gone answers nothing; the next look finds what is there.
    } finally {
      looking = false;
    }
  };

  return {
    /** Begins anew: the server hears at once how it stands. */
    start() {
      stop();
      settlingSince = now();
      timer = setInterval(() => void look(), LOOK_MS);
      void look();
    },
    /** Something more is sent: the connection learns anew what it can carry. */
    settle() {
      settlingSince = now();
    },
    stop,
  };
}

function screenAlone(sent: Outgoing[] | null): boolean {
  const pictures = sent?.filter(({ kind }) => kind === 'video') ?? [];
  return pictures.length > 0 && pictures.every(({ source }) => source === 'screen');
}
