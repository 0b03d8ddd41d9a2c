import { type Deps, type Tx } from '../../deps';
import { DomainError } from '../../errors';
import { type AccountId, type StreamId, type ViewingId } from '../../ids';
import { isInPreview } from '../media/grant';
import { type MeteredViewing } from '../metering/metered-viewing';
import { isPresent, isViewer, present } from '../presence';
import { countAhead } from './ahead';

/** So many people without an account watch at once from one network: in one stream, and in all. */
const UNKNOWN_IN_A_STREAM = 8;
const UNKNOWN_IN_ALL = 24;

/**
 * A stream that ends waits until whoever is coming in is in, and then ends their viewing too; where
 * places are few, one comes in after the other.
 */
export async function reservePlace(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  { streamId: id, onDemand }: { streamId: StreamId; onDemand: boolean },
  { accountId, waiting }: { accountId: AccountId | null; waiting: string | null },
): Promise<void> {
  const [live] = await tx.$queryRaw<{ viewer_limit: number | null; creator_id: string }[]>`
    SELECT viewer_limit, creator_id FROM streams
    WHERE id = ${id}::uuid AND status = ${onDemand ? 'recorded' : 'live'}::"StreamStatus" FOR SHARE`;
  if (!live) throw new DomainError(onDemand ? 'notFound' : 'streamNotLive');
  if (onDemand) return;
  if (live.viewer_limit === null || live.creator_id === accountId) return;
  await lockPlaces(tx, id);
  const now = clock.now();
  const ahead = await countAhead(tx, id, now, { accountId, waiting });
  if ((await placesTaken(tx, id, now)) + ahead >= live.viewer_limit) throw new DomainError('streamFull');
  if (waiting !== null) await tx.waitingPlace.deleteMany({ where: { id: waiting, streamId: id } });
  if (accountId !== null) await tx.waitingPlace.deleteMany({ where: { accountId, streamId: id } });
}

/** Those who come in one after the other wait for each other here. */
export async function lockPlaces(tx: Tx, id: StreamId): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${id}, 0))::text`;
}

/**
 * Who may see holds a place: in a free stream everybody, else who has a preview or pays. Whoever
 * only sits there takes nobody's.
 */
export async function placesTaken(tx: Tx, id: StreamId, now: Date): Promise<number> {
  const [row] = await tx.$queryRaw<{ taken: number }[]>`
    SELECT count(*)::int AS taken FROM viewings w JOIN streams t ON t.id = w.stream_id
    WHERE t.id = ${id}::uuid AND ${isPresent(now)} AND ${isViewer}
      AND (t.rate_per_second = 0 OR w.leased > 0 OR ${isInPreview(now)})`;
  return row?.taken ?? 0;
}

/**
 * Of viewings that are to pay for the first time, those for which there is no place: they came in
 * beside others, and those were quicker.
 */
export async function findWithoutPlace(tx: Tx, now: Date, asking: readonly MeteredViewing[]): Promise<Set<ViewingId>> {
  const first = asking.filter(({ meter }) => meter.leased === 0n);
  const rooms = [...new Set(first.map(({ room }) => room))].sort();
  if (rooms.length === 0) return new Set();
  const limited = await tx.stream.findMany({
    where: { id: { in: rooms }, viewerLimit: { not: null } },
    select: { id: true, viewerLimit: true },
    orderBy: { id: 'asc' },
  });
  const refused = new Set<ViewingId>();
  for (const { id, viewerLimit } of limited) {
    await lockPlaces(tx, id as StreamId);
    const here = first.filter(({ room }) => room === id);
    const inPreview = here.filter(({ meter }) => meter.phase === 'preview').length;
    const free = Math.max(0, (viewerLimit ?? 0) - (await placesTaken(tx, id as StreamId, now)) + inPreview);
    for (const { id: viewing } of here.slice(free)) refused.add(viewing);
  }
  return refused;
}

/**
 * People without an account are counted by the network that they come from, one after the other.
 */
export async function limitNetwork(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  streamId: StreamId,
  accountId: AccountId | null,
  network: string,
): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${network}, 1))::text`;
  if (accountId !== null) return;
  const there = await tx.viewing.groupBy({
    by: 'streamId',
    where: { network, accountId: null, ...present(clock.now()) },
    _count: true,
  });
  const here = there.find((one) => one.streamId === streamId)?._count ?? 0;
  const all = there.reduce((sum, one) => sum + one._count, 0);
  if (here >= UNKNOWN_IN_A_STREAM || all >= UNKNOWN_IN_ALL) throw new DomainError('networkCrowded', 30);
}
