import { isBanInForce } from '../../access/bans';
import { later, SECOND } from '../../clock';
import { type Deps } from '../../deps';
import { type StreamId, type ViewingId } from '../../ids';
import { countViewers } from './counts';
import { endViewings, type EndDeps } from '../end';
import { unheard } from '../presence';
import { createRoomSnapshot } from './room-snapshot';
import { reconcileRooms, KEPT_ALIVE } from './reconcile';
import { GRACE_MS } from '../types';

/**
 * A viewing that was written so lately is not written again only because its viewer is still there.
 */
const TOUCH_AGAIN = 4 * SECOND;
/** So many are ended in a round; the rest in the next. */
const AT_MOST = 2_000;
/**
 * Whoever signed nothing for so long was cut by the process that meters them, if there is one: paid
 * ahead, grace, and its storing.
 */
const CUT_BY_NOW = 2 * SECOND + GRACE_MS + 3 * SECOND;
/**
 * After a break (a start, a database that was away) nobody is taken for gone before everybody had
 * as long to be heard.
 */
const LISTEN_FIRST = 10 * SECOND;

/**
 * One round, every few seconds, in any number of processes: who is gone, who may see, who is in a
 * room without a viewing, and how many watch.
 */
export async function sweepRooms(deps: Deps, look = createRoomSnapshot(deps)): Promise<void> {
  await touchFollowed(deps);
  await endBanned(deps);
  await endRekeyed(deps);
  if (deps.meters.sweptWithoutBreak(LISTEN_FIRST) >= LISTEN_FIRST) {
    await cutUnkept(deps);
    await endSilent(deps);
  }
  await countViewers(deps);
  // while the media server is away nothing is lost: the next round looks again
  const there = (await look.rooms()) ?? [];
  const taken = there.filter(({ participants }) => participants > 0);
  await reconcileRooms(
    deps,
    look,
    taken.map(({ room }) => room),
  );
}

/** Holds one room against its viewings: what a hint of the media server asks for. */
export async function sweepRoom(deps: Deps, room: StreamId): Promise<void> {
  await reconcileRooms(deps, createRoomSnapshot(deps), [room]);
}

/**
 * Whoever follows a viewing at this process is present. One statement for all who have no meter
 * here; rows that somebody else is writing are passed over, for they are being touched anyway. What
 * another process ended meanwhile is told to who follows it here.
 */
async function touchFollowed({ db, meters, clock }: EndDeps): Promise<void> {
  const ids = meters.followed();
  if (ids.length === 0) return;
  const now = clock.now();
  const metered = ids.flatMap((id) => meters.find(id) ?? []);
  for (const viewing of metered) meters.touch(viewing);
  const others = ids.filter((id) => !meters.find(id));
  await db.$executeRaw`
    WITH touched AS (
      SELECT id FROM viewings
      WHERE id = ANY(${others}::uuid[]) AND left_at IS NULL AND last_seen_at < ${later(now, -TOUCH_AGAIN)}::timestamptz
      ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE viewings w SET last_seen_at = ${now}::timestamptz FROM touched WHERE w.id = touched.id`;
  const over = await db.$queryRaw<{ id: ViewingId }[]>`
    SELECT id FROM viewings WHERE id = ANY(${ids}::uuid[]) AND left_at IS NOT NULL`;
  for (const { id } of over) {
    const viewing = meters.find(id);
    if (viewing) meters.release(viewing);
    meters.notify(id);
  }
}

async function endBanned(deps: EndDeps): Promise<void> {
  const banned = await deps.db.$queryRaw<{ id: ViewingId }[]>`
    SELECT w.id FROM viewings w
    JOIN streams t ON t.id = w.stream_id
    JOIN restrictions r ON r.creator_id = t.creator_id AND r.account_id = w.account_id
    WHERE w.left_at IS NULL AND ${isBanInForce(deps.clock.now())}
    LIMIT ${AT_MOST}`;
  await endViewings(
    deps,
    banned.map(({ id }) => id),
    'banned',
  );
}

/**
 * What the old key signed still counts; whoever has the new one joins again with it, and counts
 * from its own base.
 */
async function endRekeyed(deps: EndDeps): Promise<void> {
  const rekeyed = await deps.db.$queryRaw<{ id: ViewingId }[]>`
    SELECT w.id FROM viewings w
    JOIN purses p ON p.viewer = w.viewer AND p.nonce = w.purse_nonce
    WHERE w.left_at IS NULL AND w.purse_key <> p.key
    LIMIT ${AT_MOST}`;
  await endViewings(
    deps,
    rekeyed.map(({ id }) => id),
    'rekeyed',
  );
}

/**
 * Whose process is gone, and who went to no other, or who is followed here and signs nothing: they
 * pay nobody, so they see nothing. Their next voucher brings the picture back. A process that is
 * there cuts them sooner than this.
 */
async function cutUnkept({ db, clock, meters }: EndDeps): Promise<void> {
  const now = clock.now();
  await db.$executeRaw`
    WITH unkept AS (
      SELECT w.id FROM viewings w
      WHERE w.left_at IS NULL AND w.status = 'metered' AND w.owner_process IS DISTINCT FROM ${meters.ownerProcess}::uuid
        AND (w.last_seen_at < ${later(now, -KEPT_ALIVE)}::timestamptz OR w.unpaid_since < ${later(now, -CUT_BY_NOW)}::timestamptz)
      ORDER BY w.id FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE viewings w SET status = 'cut', owner_process = NULL, unpaid_since = NULL,
      unpaid_ms = unpaid_by(w.unpaid_ms, w.unpaid_since, w.grace_ms, w.seconds_paid, ${now}::timestamptz)
    FROM unkept WHERE w.id = unkept.id`;
}

async function endSilent(deps: EndDeps): Promise<void> {
  const silent = await deps.db.viewing.findMany({
    where: unheard(deps.clock.now()),
    select: { id: true },
    take: AT_MOST,
  });
  await endViewings(
    deps,
    silent.map(({ id }) => id as ViewingId),
    'connectionLost',
  );
}
