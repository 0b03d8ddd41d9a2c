import { later } from '../clock';
import { type Deps } from '../deps';
import { type AccountId, type RestreamTargetId, type StreamId } from '../ids';
import { comesIn, type RestreamWhy, SENDER_GONE_AFTER } from './sendable';
import { MOST_TARGETS } from './targets';

/** Another site as its creator sees it; the key is never told. */
export interface RestreamTargetRow {
  id: RestreamTargetId;
  name: string;
  address: string;
  on: boolean;
  state: 'waiting' | 'sending' | 'failed';
  why: RestreamWhy | null;
  /** After a failure: when it is tried again; null where it is given up. */
  againAt: Date | null;
}

/** Of the stream that is live: whether it is sent on, or what keeps it from that. */
export interface RestreamedStream {
  id: StreamId;
  title: string;
  keptBy: 'visibility' | 'mature' | 'price' | 'notRecorded' | null;
  hasPrice: boolean;
  thoughPaid: boolean;
}

/** Everything on the page of whoever sends on to other sites. */
export interface RestreamOverview {
  /** What this server lacks; null where it can send on. */
  lacks: 'ffmpeg' | 'secret' | null;
  most: number;
  targets: RestreamTargetRow[];
  live: RestreamedStream | null;
}

export async function readRestreams(
  { db, clock, sealer, restreamer }: Pick<Deps, 'db' | 'clock' | 'sealer' | 'restreamer'>,
  creatorId: AccountId,
): Promise<RestreamOverview> {
  const now = clock.now();
  const [targets, live] = await Promise.all([
    db.restreamTarget.findMany({
      where: { creatorId },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: { id: true, name: true, address: true, on: true, state: true, why: true, againAt: true, heardAt: true },
    }),
    db.stream.findFirst({
      where: { creatorId, status: 'live' },
      select: {
        id: true,
        title: true,
        visibility: true,
        mature: true,
        hiddenAt: true,
        ratePerSecond: true,
        restreamedThoughPaid: true,
      },
    }),
  ]);
  const isRecorded = live !== null && (await db.video.count({ where: { ...comesIn(now), sourceId: live.id } })) > 0;
  const isGone = (heardAt: Date | null) => !heardAt || heardAt < later(now, -SENDER_GONE_AFTER);
  return {
    lacks: restreamer.on ? (sealer.on ? null : 'secret') : 'ffmpeg',
    most: MOST_TARGETS,
    targets: targets.map(({ heardAt, ...one }) => ({
      ...one,
      id: one.id as RestreamTargetId,
      state: one.state === 'sending' && isGone(heardAt) ? 'waiting' : one.state,
      why: one.why as RestreamWhy | null,
    })),
    live: live && {
      id: live.id as StreamId,
      title: live.title,
      keptBy: keptBy(live, isRecorded),
      hasPrice: !live.ratePerSecond.isZero(),
      thoughPaid: live.restreamedThoughPaid,
    },
  };
}

interface Kept {
  visibility: string;
  mature: boolean;
  hiddenAt: Date | null;
  ratePerSecond: { isZero(): boolean };
  restreamedThoughPaid: boolean;
}

function keptBy(one: Kept, isRecorded: boolean): RestreamedStream['keptBy'] {
  if (one.visibility !== 'public' || one.hiddenAt) return 'visibility';
  if (one.mature) return 'mature';
  if (!one.ratePerSecond.isZero() && !one.restreamedThoughPaid) return 'price';
  return isRecorded ? null : 'notRecorded';
}
