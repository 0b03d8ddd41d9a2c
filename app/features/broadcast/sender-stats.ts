import { type Counters } from './media-flow';

/** Where something that is sent comes from. */
export type Source = 'camera' | 'microphone' | 'screen' | 'screenSound';

/** One sender's own account of itself. */
export interface SenderStats {
  source: Source;
  /** Tells this sender from another one of the same source. */
  key: string;
  kind: 'video' | 'audio';
  muted: boolean;
  /** Somebody is to get it: without viewers, pictures rest at the source. */
  wanted: boolean;
  stats: StatsEntry[];
}

/** What is read of an entry of RTCStatsReport; browsers leave out what they do not know. */
export interface StatsEntry {
  type: string;
  kind?: string;
  rid?: string;
  active?: boolean;
  scalabilityMode?: string;
  bytesSent?: number;
  packetsSent?: number;
  packetsLost?: number;
  framesEncoded?: number;
  framesSent?: number;
  framesPerSecond?: number;
  frames?: number;
  frameWidth?: number;
  frameHeight?: number;
  qualityLimitationReason?: string;
  qualityLimitationDurations?: Record<string, number>;
  roundTripTime?: number;
  currentRoundTripTime?: number;
  nominated?: boolean;
}

/**
 * What tells whether anything goes out. Where nobody is to get a picture, that it is taken is
 * enough; muted sound is none.
 */
export function countersOf(senders: SenderStats[]): Counters {
  return Object.fromEntries(
    senders.flatMap(({ source, key, kind, muted, wanted, stats }) => {
      if (muted) return [];
      const sent = entriesOf(stats, 'outbound-rtp');
      if (kind === 'audio') return [[`${source} ${key}`, sum(sent, 'bytesSent')]];
      if (wanted) return [[`${source} ${key}`, sum(sent, 'framesSent') || sum(sent, 'framesEncoded')]];
      return [[`${source} ${key} taken`, sum(entriesOf(stats, 'media-source'), 'frames')]];
    }),
  );
}

/** The counters that are added up over senders. */
export type Counted = 'bytesSent' | 'packetsSent' | 'packetsLost' | 'framesSent' | 'framesEncoded' | 'frames';

/** The entries of one type. */
export function entriesOf(stats: StatsEntry[], type: string): StatsEntry[] {
  return stats.filter((entry) => entry.type === type);
}

/** A counter over several entries. */
export function sum(entries: StatsEntry[], field: Counted): number {
  return entries.reduce((all, entry) => all + (entry[field] ?? 0), 0);
}
