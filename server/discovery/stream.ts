import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { isFollowing } from '../follows/follow';
import { type AccountId, type StreamId } from '../ids';
import { knownTo, type Pass, picturedFor, reachableFor } from '../access/visibility';
import { amountOf } from '../money';
import { budgetOf, readBudget } from '../viewing/metering/budget';
import { networkName } from '../viewing/admission/origin-name';
import { previewLeft } from '../viewing/admission/preview';
import { type Budget } from '../../sdk/protocol';
import { type PreviewLeft } from '../viewing/types';
import { readRecordings, readRewind } from './videos';
import { cardOf, cardSelect, coverOnly, type StreamCard } from '../streams/cards';

/** A stream's page. */
export interface StreamDetail extends StreamCard {
  description: string;
  viewerLimit: number | null;
  /** Of its creator. */
  followers: number;
  following: boolean;
  isMine: boolean;
  /** Its password is asked for before anything of it is shown. */
  locked: boolean;
  /** Of a stream for adults: that this account has said to be one. */
  adult: boolean;
  /** Planned and taken back, or never begun. */
  cancelled: boolean;
  /** It is one of several that come again. */
  repeats: boolean;
  /** Whether this visitor is to be told before it begins. */
  reminded: boolean;
  /**
   * How much of the preview this visitor still has, and why none; null where nothing is to be paid,
   * and for a video, whose first seconds are free for everybody.
   */
  preview: PreviewLeft | null;
  /**
   * What this visitor agreed to here; null for who is not signed in, and where nothing is to be
   * paid.
   */
  budget: Budget | null;
  /** Viewers may make clips of it; its creator always may. */
  clipsAllowed: boolean;
  /** Of a stream that is over: what can be played of it. */
  recordings: StreamCard[];
  /**
   * Of a live stream: its recording, where whoever asks may play it while it still comes in, and
   * how many milliseconds after the stream's beginning it begins; null where they may not.
   */
  rewind: { videoId: StreamId; fromMs: number } | null;
}

export async function readStream(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  viewer: AccountId | null,
  id: StreamId,
  { ipAddress = null, pass = null }: { ipAddress?: string | null; pass?: Pass | null } = {},
): Promise<StreamDetail> {
  const row = await db.stream.findFirst({
    where: { AND: [knownTo(viewer), { id }] },
    select: {
      ...cardSelect,
      description: true,
      viewerLimit: true,
      creatorId: true,
      endReason: true,
      seriesId: true,
      clipsAllowed: true,
    },
  });
  if (!row) throw new DomainError('notFound');
  const paid = row.creatorId !== viewer && amountOf(row.ratePerSecond) > 0n;
  const stranger = { accountId: viewer, network: ipAddress === null ? '' : networkName(ipAddress), device: '' };
  const open = { AND: [reachableFor(viewer, pass), { id }] };
  const [unlocked, adult, followers, following, reminded, preview, agreed, pictured, recordings, rewind] =
    await Promise.all([
      row.visibility === 'password' ? db.stream.count({ where: open }) : 1,
      viewer && row.mature ? db.account.count({ where: { id: viewer, adultAt: { not: null } } }) : 0,
      db.follow.count({ where: { creatorId: row.creatorId } }),
      isFollowing({ db }, viewer, row.creatorId),
      viewer && row.status === 'scheduled' ? db.reminder.count({ where: { accountId: viewer, streamId: id } }) : 0,
      paid && row.status !== 'recorded'
        ? previewLeft(db, { streamId: id, previewSeconds: row.previewSeconds }, stranger, clock.now())
        : null,
      paid && viewer ? readBudget(db, viewer, id) : null,
      db.stream.count({ where: { AND: [picturedFor(viewer, pass), { id }] } }),
      row.status === 'ended' ? readRecordings({ db }, viewer, id) : [],
      row.status === 'live' ? readRewind({ db, clock }, viewer, id, pass) : null,
    ]);
  const { description, viewerLimit, creatorId, endReason, seriesId, clipsAllowed, ...card } = row;
  const locked = unlocked === 0;
  // before the door one sees what it is called and whose it is, and nothing of what is behind it
  const shown = locked ? { description: '', tags: [] } : { description };
  return {
    ...(pictured ? cardOf(card) : coverOnly(cardOf(card))),
    ...shown,
    locked,
    adult: creatorId === viewer || adult > 0,
    viewerLimit,
    followers,
    following,
    isMine: creatorId === viewer,
    cancelled: endReason === 'cancelled' || endReason === 'neverStarted',
    repeats: seriesId !== null,
    reminded: reminded > 0,
    preview,
    recordings,
    clipsAllowed,
    rewind,
    budget: agreed && budgetOf(agreed, amountOf(row.ratePerSecond), agreed.spent),
  };
}
