import { type Amount } from '../../sdk/money';
import { type Prisma } from '../generated/prisma/client';
import { type StreamStatus, type StreamVisibility, type VideoKind } from '../generated/prisma/enums';
import { type StreamId } from '../ids';
import { amountOf } from '../money';
import { personOf, type Person, personSelect } from '../names/person';

/** A stream as lists show it. */
export interface StreamCard {
  id: StreamId;
  title: string;
  status: StreamStatus;
  creator: Person;
  category: { slug: string; name: string };
  tags: string[];
  language: string;
  mature: boolean;
  visibility: StreamVisibility;
  ratePerSecond: Amount;
  previewSeconds: number;
  currentViewers: number;
  peakViewers: number;
  totalViewers: number;
  scheduledAt: Date | null;
  startedAt: Date | null;
  endedAt: Date | null;
  /** What is seen in it just now; before, after and where that is not shown, its cover. */
  thumbnailUrl: string | null;
  /** The picture that its creator chose. */
  coverUrl: string | null;
  /** What is played of it, where its status is `recorded`. */
  video: CardVideo | null;
}

/** A video as lists show it. */
export interface CardVideo {
  kind: VideoKind;
  durationMs: number;
  /** It can be played; one that is not ready yet is seen by its creator alone. */
  ready: boolean;
}

/** What of a stream makes a StreamCard. */
export const cardSelect = {
  id: true,
  title: true,
  status: true,
  creator: { select: personSelect },
  category: { select: { slug: true, name: true } },
  tags: true,
  language: true,
  mature: true,
  visibility: true,
  ratePerSecond: true,
  previewSeconds: true,
  currentViewers: true,
  peakViewers: true,
  totalViewers: true,
  scheduledAt: true,
  startedAt: true,
  endedAt: true,
  thumbnailUrl: true,
  coverUrl: true,
  video: { select: { kind: true, durationMs: true, status: true } },
} as const satisfies Prisma.StreamSelect;

type CardRow = Prisma.StreamGetPayload<{ select: typeof cardSelect }>;

/** For who may watch it (picturedFor in server/access/visibility.ts). */
export function cardOf(row: CardRow): StreamCard {
  return {
    ...row,
    id: row.id as StreamId,
    creator: personOf(row.creator),
    ratePerSecond: amountOf(row.ratePerSecond),
    thumbnailUrl: (row.mature ? null : row.thumbnailUrl) ?? row.coverUrl,
    video: row.video && {
      kind: row.video.kind,
      durationMs: row.video.durationMs,
      ready: row.video.status === 'ready',
    },
  };
}

/** Videos that can be played; the newest has the largest id. */
export const PLAYABLE = { status: 'recorded', video: { status: 'ready' } } as const satisfies Prisma.StreamWhereInput;

/**
 * The order of `newest`: none of them has ended, so it is the order of an index that lists of what
 * is over have, too.
 */
export const NEWEST_VIDEO = [{ endedAt: 'desc' }, { id: 'desc' }] satisfies Prisma.StreamOrderByWithRelationInput[];

/** The same for who may read of it and not watch: what is seen in it is not for them. */
export function coverOnly(card: StreamCard): StreamCard {
  return { ...card, thumbnailUrl: card.coverUrl };
}
