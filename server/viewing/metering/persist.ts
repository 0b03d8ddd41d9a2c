import { bytesOf } from '../../../sdk/voucher';
import { SECOND } from '../../clock';
import { type Deps } from '../../deps';
import { type ViewingStatus } from '../../generated/prisma/enums';
import { type ViewingId } from '../../ids';
import { unpaidRow, signedAmount, type Meter } from './meter';
import { type MeteredViewing } from './metered-viewing';

type StoreDeps = Pick<Deps, 'db' | 'meters' | 'clock'>;

/**
 * Writes down what the rows do not say yet, in one statement for all viewings of this process. What
 * fails stays to be written.
 */
export function persistMeters(deps: StoreDeps): Promise<void> {
  return deps.meters.saveInTurn(() => persist(deps, deps.meters.unsaved()));
}

/** Writes down what one viewing says, before anything is given for it. */
export function persistMeter(deps: StoreDeps, metered: MeteredViewing): Promise<void> {
  return deps.meters.saveInTurn(() => persist(deps, [metered]));
}

/**
 * Releases viewings that another process has by now, or that are over. What was counted here
 * meanwhile is written down first.
 */
export function persistAndRelease(deps: StoreDeps, lost: MeteredViewing[]): Promise<void> {
  return deps.meters.saveInTurn(() => persist(deps, lost));
}

/**
 * Takes viewings out of memory, so that no voucher is counted any more, and writes down what they
 * say. They are metered on when that fails.
 */
export function stopMeters(deps: StoreDeps, ids: readonly ViewingId[]): Promise<void> {
  return deps.meters.stop(ids, (stopped) => deps.meters.saveInTurn(() => persist(deps, stopped)));
}

async function persist(deps: StoreDeps, written: MeteredViewing[]): Promise<void> {
  if (written.length === 0) return;
  const { db, meters } = deps;
  try {
    await meters.save(written, () => store(deps, written));
  } catch (error) {
    if (written.length === 1 || !(await isDatabaseUp(db))) throw error;
    return persistHalves(deps, written);
  }
}

/** How many seconds were stored of each that is still this process's. */
async function store(
  { db, meters, clock }: StoreDeps,
  written: readonly MeteredViewing[],
): Promise<ReadonlyMap<ViewingId, bigint>> {
  const rows = written.map(toRow);
  const ours = new Set(await upsertRows(db, meters.ownerProcess, clock.now(), rows));
  return new Map(rows.filter(({ id }) => ours.has(id)).map(({ id, seconds }) => [id, seconds]));
}

/**
 * What the tables refuse of one viewing keeps no other from being written: it is looked for by
 * halves, and stays to be written alone.
 */
async function persistHalves(deps: StoreDeps, written: MeteredViewing[]): Promise<void> {
  const middle = Math.ceil(written.length / 2);
  const halves = [written.slice(0, middle), written.slice(middle)];
  const outcomes: PromiseSettledResult<void>[] = [];
  for (const half of halves) outcomes.push(...(await Promise.allSettled([persist(deps, half)])));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Whether it was not the database that was away. */
async function isDatabaseUp(db: Deps['db']): Promise<boolean> {
  return db.$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  );
}

/**
 * What is written of a viewing. The voucher's own columns are null when the tables have it already.
 */
function toRow({ id, meter, seenAt, signature, stored }: MeteredViewing) {
  const { base, seconds } = meter;
  const signed = signedAmount(meter);
  const isNew = signature !== null && seconds > stored;
  return {
    id,
    status: statusOf(meter),
    seconds,
    amount: String(signed),
    seenAt: seenAt.toISOString(),
    previewed: previewed(meter, seenAt),
    ...unpaidRow(meter),
    signature: isNew ? Buffer.from(bytesOf(signature)).toString('hex') : null,
    total: { seconds: base.seconds + seconds, amount: String(base.amount + signed), extras: String(base.extras) },
  };
}

function statusOf({ phase }: Meter): ViewingStatus {
  if (phase === 'preview' || phase === 'unpaid') return 'admitted';
  return phase === 'paying' ? 'metered' : 'cut';
}

/** Whole seconds that were seen for nothing. */
function previewed({ previewUntil, joinedAt }: Meter, seenAt: Date): bigint {
  if (previewUntil === null) return 0n;
  return BigInt(Math.max(0, Math.floor((Math.min(previewUntil, seenAt.getTime()) - joinedAt) / SECOND)));
}

/**
 * Only viewings that are open are written, and their vouchers; the ids of ours come back. Of
 * another process's, what was signed for is written all the same, since its viewer was answered
 * that it counts: it only grows. What is signed for never passes what was leased (a check of the
 * table), so a purse's row is not needed here. Viewings are locked before vouchers, each in the
 * order of their keys, as the reading of a block locks them too (server/chain/lock-rows.ts).
 */
async function upsertRows(db: Deps['db'], ownerProcess: string, now: Date, changes: ReturnType<typeof toRow>[]) {
  const rows = await db.$queryRaw<{ id: ViewingId }[]>`
    WITH changes AS (
      SELECT * FROM unnest(
        ${changes.map(({ id }) => id)}::uuid[], ${changes.map(({ status }) => status)}::text[],
        ${changes.map(({ seconds }) => seconds)}::bigint[], ${changes.map(({ amount }) => amount)}::numeric[],
        ${changes.map(({ previewed }) => previewed)}::bigint[], ${changes.map(({ seenAt }) => seenAt)}::timestamptz[],
        ${changes.map(({ signature }) => signature)}::text[], ${changes.map(({ total }) => total.seconds)}::bigint[],
        ${changes.map(({ total }) => total.amount)}::numeric[], ${changes.map(({ total }) => total.extras)}::numeric[],
        ${changes.map(({ unpaidMs }) => unpaidMs)}::int[], ${changes.map(({ since }) => since?.toISOString() ?? null)}::timestamptz[]
      ) AS t (
        id, status, seconds, amount, previewed, seen_at, signature, total_seconds, total_amount, total_extras, unpaid_ms, unpaid_since)
    ), locked AS (
      SELECT w.id FROM viewings w JOIN changes USING (id)
      WHERE w.left_at IS NULL
      ORDER BY w.id FOR NO KEY UPDATE OF w
    ), updated AS (
      UPDATE viewings w SET
        status = CASE WHEN w.owner_process = ${ownerProcess}::uuid THEN t.status::"ViewingStatus" ELSE w.status END,
        unpaid_ms = CASE WHEN w.owner_process = ${ownerProcess}::uuid THEN t.unpaid_ms ELSE w.unpaid_ms END,
        unpaid_since = CASE WHEN w.owner_process = ${ownerProcess}::uuid THEN t.unpaid_since ELSE w.unpaid_since END,
        amount = greatest(w.amount, t.amount), seconds_paid = greatest(w.seconds_paid, t.seconds),
        seconds_seen = greatest(w.seconds_seen, t.seconds + t.previewed),
        last_seen_at = greatest(w.last_seen_at, t.seen_at)
      FROM changes t JOIN locked USING (id)
      WHERE w.id = t.id AND w.left_at IS NULL
      RETURNING w.id, w.owner_process, w.viewer, w.purse_nonce, w.purse_key, w.payee, t.signature, t.total_seconds, t.total_amount, t.total_extras
    ), vouched AS (
      INSERT INTO vouchers AS v (viewer, purse_nonce, key, creator, seconds, amount, extras, signature, received_at, running_since)
      SELECT viewer, purse_nonce, purse_key, payee, total_seconds, total_amount, total_extras, decode(signature, 'hex'), ${now}, ${now}
      FROM updated WHERE signature IS NOT NULL
      ORDER BY viewer, purse_nonce, purse_key, payee
      ON CONFLICT (viewer, purse_nonce, key, creator) DO UPDATE SET
        seconds = excluded.seconds, amount = excluded.amount, extras = excluded.extras,
        signature = excluded.signature, received_at = excluded.received_at,
        skip_reason = NULL, skipped_at = NULL, skipped_for_good = false
      WHERE excluded.seconds > v.seconds AND excluded.amount >= v.amount AND excluded.extras >= v.extras
    )
    SELECT id::text FROM updated WHERE owner_process = ${ownerProcess}::uuid`;
  return rows.map(({ id }) => id);
}
