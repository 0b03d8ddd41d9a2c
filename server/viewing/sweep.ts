import { later, SECOND } from '../clock';
import { type Deps } from '../deps';
import { type StreamId, type ViewingId } from '../ids';
import { countViewers, HEARD_WITHIN } from './counts';
import { endViewings, type EndDeps } from './end';
import { followedHere } from './following';
import { lookAround } from './look';
import { forget, sawViewer, type Meters } from './meters';
import { compareRooms, KEPT_ALIVE } from './rooms';

/** A viewing that was written so lately is not written again only because its viewer is still there. */
const HEAR_AGAIN = 4 * SECOND;
/** So many are ended in a round; the rest in the next. */
const AT_MOST = 2_000;
/** After a break (a start, a database that was away) nobody is taken for gone before everybody had as long to be heard. */
const HEAR_FIRST = 10 * SECOND;

/** One round, every few seconds, in any number of processes: who is gone, who may see, who is in a room without a viewing, and how many watch. */
export async function sweepRooms(deps: Deps, look = lookAround(deps)): Promise<void> {
  await hearFollowed(deps);
  await endBanned(deps);
  if (isSteady(deps)) {
    await cutUnkept(deps);
    await endSilent(deps);
  }
  await countViewers(deps);
  const there = (await look.rooms()) ?? []; // while the media server is away nothing is lost: the next round looks again
  const taken = there.filter(({ participants }) => participants > 0);
  await compareRooms(
    deps,
    look,
    taken.map(({ room }) => room),
  );
}

/** Holds one room against its viewings: what a hint of the media server asks for. */
export async function sweepRoom(deps: Deps, room: StreamId): Promise<void> {
  await compareRooms(deps, lookAround(deps), [room]);
}

/**
 * Whoever follows a viewing at this process is there. One statement for all who have no meter here, which writes by itself; rows that
 * somebody else is writing are being heard of anyway. What another process ended meanwhile is told to who follows it here.
 */
async function hearFollowed({ db, meters, clock }: EndDeps): Promise<void> {
  const ids = followedHere(meters);
  if (ids.length === 0) return;
  const now = clock.now();
  const metered = ids.flatMap((id) => meters.running.get(id) ?? []);
  for (const running of metered) sawViewer(meters, running, now);
  const others = ids.filter((id) => !meters.running.has(id));
  await db.$executeRaw`
    WITH heard AS (
      SELECT id FROM viewings
      WHERE id = ANY(${others}::uuid[]) AND left_at IS NULL AND last_seen_at < ${later(now, -HEAR_AGAIN)}::timestamptz
      ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE viewings w SET last_seen_at = ${now}::timestamptz FROM heard WHERE w.id = heard.id`;
  const over = await db.$queryRaw<{ id: ViewingId }[]>`
    SELECT id FROM viewings WHERE id = ANY(${ids}::uuid[]) AND left_at IS NOT NULL`;
  for (const { id } of over) {
    const running = meters.running.get(id);
    if (running) forget(meters, running);
    meters.tell(id);
  }
}

async function endBanned(deps: EndDeps): Promise<void> {
  const banned = await deps.db.$queryRaw<{ id: ViewingId }[]>`
    SELECT w.id FROM viewings w
    JOIN streams t ON t.id = w.stream_id
    JOIN restrictions r ON r.creator_id = t.creator_id AND r.account_id = w.account_id
    WHERE w.left_at IS NULL AND r.kind = 'ban' AND r.lifted_at IS NULL
      AND (r.ends_at IS NULL OR r.ends_at > ${deps.clock.now()}::timestamptz)
    LIMIT ${AT_MOST}`;
  await endViewings(
    deps,
    banned.map(({ id }) => id),
    'banned',
  );
}

/** When this process's rounds began to come without a break, and when the last one was. */
const steady = new WeakMap<Meters, { since: number; last: number }>();

function isSteady({ meters, clock }: EndDeps): boolean {
  const now = clock.now().getTime();
  const before = steady.get(meters);
  const since = before && now - before.last <= HEAR_FIRST ? before.since : now;
  steady.set(meters, { since, last: now });
  return now - since >= HEAR_FIRST;
}

/** Whose process is gone, and who went to no other: they pay nobody, so they see nothing. Their next voucher brings the picture back. */
async function cutUnkept({ db, clock, meters }: EndDeps): Promise<void> {
  await db.$executeRaw`
    WITH unkept AS (
      SELECT id FROM viewings
      WHERE left_at IS NULL AND status = 'metered' AND last_seen_at < ${later(clock.now(), -KEPT_ALIVE)}::timestamptz
        AND keeper IS DISTINCT FROM ${meters.keeper}::uuid
      ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE viewings w SET status = 'cut' FROM unkept WHERE w.id = unkept.id`;
}

async function endSilent(deps: EndDeps): Promise<void> {
  const silent = await deps.db.viewing.findMany({
    where: { leftAt: null, lastSeenAt: { lt: later(deps.clock.now(), -HEARD_WITHIN) } },
    select: { id: true },
    take: AT_MOST,
  });
  await endViewings(
    deps,
    silent.map(({ id }) => id as ViewingId),
    'connectionLost',
  );
}
