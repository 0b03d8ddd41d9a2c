import { type Figures, figuresBetween, type StatsSample } from './figures';
import { dueReport, type MediaFlow, nextMediaFlow, type Reported, STILL_MS, STILL_SCREEN_MS } from './media-flow';
import { type HealthRating } from '../../ui/Health';
import { rateHealth } from './health';
import { countersOf, type SenderStats } from './sender-stats';

/** How well it goes out. */
export interface Health {
  figures: Figures;
  rating: HealthRating;
}

const SAMPLE_MS = 500;
/** Figures are reckoned over so many samples: shorter ones jump. */
const SAMPLES_KEPT = 5;
/** So long a connection learns what it can carry, before it is judged. */
const WARM_UP_MS = 8_000;

interface StatsMonitorOptions {
  /** What is sent; null while there is no room to send it to. */
  senderStats: () => Promise<SenderStats[] | null>;
  report: (flowing: boolean) => Promise<unknown>;
  /** What a sample found; health is null at the first one. */
  onSample: (flowing: boolean, health: Health | null) => void;
  /** Milliseconds of a clock that is never set back. */
  now: () => number;
}

/** Samples what is sent at an interval, and reports to the server whether anything is. */
export function createStatsMonitor({ senderStats, report, onSample, now }: StatsMonitorOptions) {
  let timer: ReturnType<typeof setInterval> | undefined;
  let flow: MediaFlow | null = null;
  let reported: Reported | null = null;
  let samples: StatsSample[] = [];
  let warmUpSince = 0;
  /** Counts the starts: an answer that belongs to an earlier one is dropped. */
  let run = 0;
  let sampling = false;

  const stop = () => {
    run += 1;
    clearInterval(timer);
    flow = null;
    reported = null;
    samples = [];
  };

  const reportIfDue = async (flowing: boolean, at: number) => {
    if (!dueReport(reported, flowing, at)) return;
    const mine: Reported = { flowing, at, arrived: true };
    reported = mine;
    await report(flowing).catch(() => {
      mine.arrived = false;
    });
  };

  const healthAt = (sample: StatsSample): Health | null => {
    samples = [...samples, sample].slice(-SAMPLES_KEPT);
    const [first] = samples;
    if (!first || samples.length < 2) return null;
    const figures = figuresBetween(first, sample);
    return { figures, rating: rateHealth(figures, sample.at - warmUpSince < WARM_UP_MS) };
  };

  const takeSample = async () => {
    if (sampling) return;
    sampling = true;
    const mine = run;
    try {
      const sent = await senderStats();
      if (mine !== run) return;
      const at = now();
      flow = nextMediaFlow(flow, countersOf(sent ?? []), at, screenAlone(sent) ? STILL_SCREEN_MS : STILL_MS);
      if (sent) onSample(flow.flowing, healthAt({ at, senders: sent }));
      void reportIfDue(flow.flowing, at);
    } catch {
      // A sender that has just gone answers nothing; the next sample finds what is there.
    } finally {
      sampling = false;
    }
  };

  return {
    /** Begins anew: the first sample is reported at once. */
    start() {
      stop();
      warmUpSince = now();
      timer = setInterval(() => void takeSample(), SAMPLE_MS);
      void takeSample();
    },
    /** Something more is sent: the connection learns anew what it can carry. */
    settle() {
      warmUpSince = now();
    },
    stop,
  };
}

function screenAlone(sent: SenderStats[] | null): boolean {
  const pictures = sent?.filter(({ kind }) => kind === 'video') ?? [];
  return pictures.length > 0 && pictures.every(({ source }) => source === 'screen');
}
