import { type Counted, entriesOf, type SenderStats, type StatsEntry, sum } from './sender-stats';

/** One of the sizes in which a picture is sent. */
export interface Layer {
  width: number;
  height: number;
  framesPerSecond: number;
}

/** What is sent, in figures; null where the browser does not say. */
export interface Figures {
  bitsPerSecond: number;
  /** Of the picture: as it leaves, and as the camera gives it. */
  framesPerSecond: number | null;
  takenPerSecond: number | null;
  /** The share of packets that got lost. */
  lost: number | null;
  roundTripMs: number | null;
  /** Frames that were taken and not sent. */
  dropped: number;
  /** The share of the time in which the picture was made worse, and why. */
  limited: { cpu: number; bandwidth: number };
  layers: Layer[];
  /** Somebody is to get the picture. */
  wanted: boolean;
  sendsPicture: boolean;
  sendsSound: boolean;
}

/** One sample of the senders, to be compared with the next. */
export interface StatsSample {
  at: number;
  senders: SenderStats[];
}

/** The figures between two samples. */
export function figuresBetween(before: StatsSample, after: StatsSample): Figures {
  const seconds = Math.max(0.001, (after.at - before.at) / 1000);
  const earlier = new Map(before.senders.map((each) => [each.key, each.stats]));
  const videos = after.senders.filter(({ kind, muted }) => kind === 'video' && !muted);
  const main = videos.find(({ source }) => source === 'screen') ?? videos[0];
  const grown = (of: SenderStats[], type: string, field: Counted) =>
    of.reduce((all, { key, stats }) => {
      const now = sum(entriesOf(stats, type), field);
      const then = sum(entriesOf(earlier.get(key) ?? [], type), field);
      return all + Math.max(0, now - then);
    }, 0);
  const packets = grown(after.senders, 'outbound-rtp', 'packetsSent');
  const heard = after.senders.some(({ stats }) => entriesOf(stats, 'remote-inbound-rtp').length > 0);
  const taken = main && number(entriesOf(main.stats, 'media-source')[0]?.framesPerSecond);
  const largest = main && largestOf(main);
  return {
    bitsPerSecond: Math.round((grown(after.senders, 'outbound-rtp', 'bytesSent') * 8) / seconds),
    framesPerSecond: main?.wanted ? number(largest?.framesPerSecond) : null,
    takenPerSecond: taken ?? null,
    lost:
      heard && packets > 0 ? Math.min(1, grown(after.senders, 'remote-inbound-rtp', 'packetsLost') / packets) : null,
    roundTripMs: roundTripOf(after.senders),
    dropped: main?.wanted ? droppedBetween(earlier.get(main.key), main) : 0,
    limited: {
      cpu: limitedBy('cpu', main, earlier, seconds),
      bandwidth: limitedBy('bandwidth', main, earlier, seconds),
    },
    layers: main?.wanted ? layersOf(main.stats) : [],
    wanted: main?.wanted ?? false,
    sendsPicture: videos.length > 0,
    sendsSound: after.senders.some(({ kind, muted }) => kind === 'audio' && !muted),
  };
}

function number(value: number | undefined): number | null {
  return value === undefined ? null : value;
}

function largestOf({ stats }: SenderStats): StatsEntry | undefined {
  const sent = entriesOf(stats, 'outbound-rtp').filter(({ framesPerSecond }) => framesPerSecond !== undefined);
  return sent.sort((a, b) => (b.frameHeight ?? 0) - (a.frameHeight ?? 0))[0];
}

/** Frames that the camera gave and that were sent in no size. */
function droppedBetween(earlier: StatsEntry[] | undefined, { stats }: SenderStats): number {
  if (!earlier) return 0;
  const mostEncoded = (entries: StatsEntry[]) =>
    Math.max(0, ...entriesOf(entries, 'outbound-rtp').map(({ framesEncoded }) => framesEncoded ?? 0));
  const taken = sum(entriesOf(stats, 'media-source'), 'frames') - sum(entriesOf(earlier, 'media-source'), 'frames');
  return Math.max(0, taken - (mostEncoded(stats) - mostEncoded(earlier)));
}

function roundTripOf(senders: SenderStats[]): number | null {
  const entries = senders.flatMap(({ stats }) => stats);
  const told = entriesOf(entries, 'remote-inbound-rtp').find(({ roundTripTime }) => roundTripTime !== undefined);
  const pair = entriesOf(entries, 'candidate-pair').find(({ nominated }) => nominated);
  const seconds = told?.roundTripTime ?? pair?.currentRoundTripTime;
  return seconds === undefined ? null : Math.round(seconds * 1000);
}

function limitedBy(
  why: 'cpu' | 'bandwidth',
  main: SenderStats | undefined,
  earlier: Map<string, StatsEntry[]>,
  seconds: number,
): number {
  if (!main?.wanted) return 0;
  const before = earlier.get(main.key) ?? [];
  const shares = entriesOf(main.stats, 'outbound-rtp').map((entry) => {
    const now = entry.qualityLimitationDurations?.[why];
    if (now === undefined) return entry.qualityLimitationReason === why ? 1 : 0;
    const then = entriesOf(before, 'outbound-rtp').find(({ rid }) => rid === entry.rid);
    return Math.max(0, now - (then?.qualityLimitationDurations?.[why] ?? now)) / seconds;
  });
  return Math.min(1, Math.max(0, ...shares));
}

/**
 * Layers are senders of their own (simulcast), or all in one (SVC: "L3T3_KEY" is three sizes, each
 * half of the next).
 */
function layersOf(stats: StatsEntry[]): Layer[] {
  const sent = entriesOf(stats, 'outbound-rtp').filter(
    ({ active, frameHeight, framesPerSecond }) => active !== false && frameHeight && framesPerSecond,
  );
  return sent
    .flatMap(({ frameWidth = 0, frameHeight = 0, framesPerSecond = 0, scalabilityMode }) => {
      const inside = Number(/^L(\d)/.exec(scalabilityMode ?? '')?.[1] ?? 1);
      return Array.from({ length: inside }, (_, halved) => ({
        width: Math.round(frameWidth / 2 ** halved),
        height: Math.round(frameHeight / 2 ** halved),
        framesPerSecond: Math.round(framesPerSecond),
      }));
    })
    .sort((a, b) => b.height - a.height);
}
