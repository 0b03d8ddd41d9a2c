import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { isFollowing } from '../follows/follow';
import { type AccountId, type StreamId } from '../ids';
import { picturedFor, reachableFor } from '../access/visibility';
import { amountOf } from '../money';
import { budgetOf, readBudget } from '../viewing/metering/budget';
import { networkName } from '../viewing/admission/origin-name';
import { previewLeft } from '../viewing/admission/preview';
import { type Budget } from '../../sdk/protocol';
import { type PreviewLeft } from '../viewing/types';
import { cardOf, cardSelect, coverOnly, type StreamCard } from '../streams/cards';

/** A stream's page. */
export interface StreamDetail extends StreamCard {
  description: string;
  viewerLimit: number | null;
  /** Of its creator. */
  followers: number;
  following: boolean;
  isMine: boolean;
  /**
   * How much of the preview this visitor still has, and why none; null where nothing is to be paid.
   */
  preview: PreviewLeft | null;
  /**
   * What this visitor agreed to here; null for who is not signed in, and where nothing is to be
   * paid.
   */
  budget: Budget | null;
}

export async function readStream(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  viewer: AccountId | null,
  id: StreamId,
  ipAddress: string | null = null,
): Promise<StreamDetail> {
  const row = await db.stream.findFirst({
    where: { AND: [reachableFor(viewer), { id }] },
    select: { ...cardSelect, description: true, viewerLimit: true, creatorId: true },
  });
  if (!row) throw new DomainError('notFound');
  const paid = row.creatorId !== viewer && amountOf(row.ratePerSecond) > 0n;
  const stranger = { accountId: viewer, network: ipAddress === null ? '' : networkName(ipAddress), device: '' };
  const [followers, following, preview, agreed, pictured] = await Promise.all([
    db.follow.count({ where: { creatorId: row.creatorId } }),
    isFollowing({ db }, viewer, row.creatorId),
    paid ? previewLeft(db, { streamId: id, previewSeconds: row.previewSeconds }, stranger, clock.now()) : null,
    paid && viewer ? readBudget(db, viewer, id) : null,
    db.stream.count({ where: { AND: [picturedFor(viewer), { id }] } }),
  ]);
  const { description, viewerLimit, creatorId, ...card } = row;
  return {
    ...(pictured ? cardOf(card) : coverOnly(cardOf(card))),
    description,
    viewerLimit,
    followers,
    following,
    isMine: creatorId === viewer,
    preview,
    budget: agreed && budgetOf(agreed, amountOf(row.ratePerSecond), agreed.spent),
  };
}
