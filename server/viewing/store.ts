import { bytesOf } from '../../sdk/voucher';
import { SECOND } from '../clock';
import { type Deps } from '../deps';
import { type ViewingStatus } from '../generated/prisma/enums';
import { type ViewingId } from '../ids';
import { signedAmount, type Meter } from './meter';
import { forget, type Meters, type Running } from './meters';

type StoreDeps = Pick<Deps, 'db' | 'meters' | 'clock'>;

/** Writes down what the rows do not say yet, in one statement for all viewings of this process. What fails stays to be written. */
export function storeMeters(deps: StoreDeps): Promise<void> {
  return inTurn(deps.meters, () => {
    const changed = [...deps.meters.changed];
    return changed.length > 0 ? write(deps, changed) : Promise.resolve();
  });
}

/** Writes down one viewing now. */
export function flush(deps: StoreDeps, id: ViewingId): Promise<void> {
  return inTurn(deps.meters, () => {
    const running = deps.meters.running.get(id);
    return running ? write(deps, [running]) : Promise.resolve();
  });
}

/** Lets go of viewings that another process has by now, or that are over. What was counted here meanwhile is written down first. */
export function letGo(deps: StoreDeps, lost: Running[]): Promise<void> {
  return inTurn(deps.meters, () => (lost.length > 0 ? write(deps, lost) : Promise.resolve()));
}

/** So long a viewing that was taken out is not taken in again: its row is about to be closed. */
const STAYS_OUT_MS = 5 * SECOND;

/** Takes viewings out of memory, so that no voucher is counted any more, and writes down what they say. They stay in when that fails. */
export async function stopMeters(deps: StoreDeps, ids: readonly ViewingId[]): Promise<void> {
  const { meters, clock } = deps;
  const stopped = ids.flatMap((id) => meters.running.get(id) ?? []);
  for (const id of ids) meters.stopped.set(id, clock.now().getTime() + STAYS_OUT_MS);
  for (const running of stopped) forget(meters, running);
  if (stopped.length === 0) return;
  try {
    await inTurn(meters, () => write(deps, stopped));
  } catch (error) {
    for (const running of stopped) {
      meters.stopped.delete(running.id);
      meters.running.set(running.id, running);
      meters.changed.add(running);
    }
    throw error;
  }
}

export function stopMeter(deps: StoreDeps, id: ViewingId): Promise<void> {
  return stopMeters(deps, [id]);
}

function inTurn(meters: Meters, work: () => Promise<void>): Promise<void> {
  const turn = meters.storing.then(work);
  meters.storing = turn.catch(() => undefined); // who asked for it hears of a failure
  return turn;
}

async function write({ db, meters, clock }: StoreDeps, written: Running[]): Promise<void> {
  for (const running of written) meters.changed.delete(running);
  const told = written.map((running) => toldOf(running));
  let ours: Set<string>;
  try {
    ours = new Set(await statement(db, meters.keeper, clock.now(), told));
  } catch (error) {
    for (const running of written) if (meters.running.get(running.id) === running) meters.changed.add(running);
    if (written.length === 1 || !(await answers(db))) throw error;
    return writeHalves({ db, meters, clock }, written);
  }
  written.forEach((running, at) => {
    if (ours.has(running.id)) running.stored = told[at]?.seconds ?? running.stored;
    else forget(meters, running); // it is over, or another process has it
  });
}

/** What the tables refuse of one viewing keeps no other from being written: it is looked for by halves, and stays to be written alone. */
async function writeHalves(deps: StoreDeps, written: Running[]): Promise<void> {
  const middle = Math.ceil(written.length / 2);
  const halves = [written.slice(0, middle), written.slice(middle)];
  const outcomes: PromiseSettledResult<void>[] = [];
  for (const half of halves) outcomes.push(...(await Promise.allSettled([write(deps, half)])));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Whether it was not the database that was away. */
async function answers(db: Deps['db']): Promise<boolean> {
  return db.$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  );
}

/** What is written of a viewing. The voucher's own columns are null when the tables have it already. */
function toldOf({ id, meter, seenAt, signature, stored }: Running) {
  const { base, seconds } = meter;
  const signed = signedAmount(meter);
  const news = signature !== null && seconds > stored;
  return {
    ...{ id, status: statusOf(meter), seconds, amount: String(signed), seenAt: seenAt.toISOString() },
    previewed: previewed(meter, seenAt),
    signature: news ? Buffer.from(bytesOf(signature)).toString('hex') : null,
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
 * Only viewings that are open are written, and their vouchers; the ids of ours come back. Of another process's, what was signed for is
 * written all the same, since somebody was told that it counts: it only grows. What is signed for never passes what was leased (a
 * check of the table), so a purse's row is not needed here. Viewings are held before vouchers, each in the order of their keys, as
 * the reading of a block takes them too (server/chain/hold.ts).
 */
async function statement(db: Deps['db'], keeper: string, now: Date, told: ReturnType<typeof toldOf>[]) {
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH told AS (
      SELECT * FROM unnest(
        ${told.map(({ id }) => id)}::uuid[], ${told.map(({ status }) => status)}::text[],
        ${told.map(({ seconds }) => seconds)}::bigint[], ${told.map(({ amount }) => amount)}::numeric[],
        ${told.map(({ previewed }) => previewed)}::bigint[], ${told.map(({ seenAt }) => seenAt)}::timestamptz[],
        ${told.map(({ signature }) => signature)}::text[], ${told.map(({ total }) => total.seconds)}::bigint[],
        ${told.map(({ total }) => total.amount)}::numeric[], ${told.map(({ total }) => total.extras)}::numeric[]
      ) AS t (id, status, seconds, amount, previewed, seen_at, signature, total_seconds, total_amount, total_extras)
    ), held AS (
      SELECT w.id FROM viewings w JOIN told USING (id)
      WHERE w.left_at IS NULL
      ORDER BY w.id FOR NO KEY UPDATE OF w
    ), kept AS (
      UPDATE viewings w SET
        status = CASE WHEN w.keeper = ${keeper}::uuid THEN t.status::"ViewingStatus" ELSE w.status END,
        amount = greatest(w.amount, t.amount), seconds_paid = greatest(w.seconds_paid, t.seconds),
        seconds_seen = greatest(w.seconds_seen, t.seconds + t.previewed),
        last_seen_at = greatest(w.last_seen_at, t.seen_at)
      FROM told t JOIN held USING (id)
      WHERE w.id = t.id AND w.left_at IS NULL
      RETURNING w.id, w.keeper, w.viewer, w.purse_nonce, w.payee, t.signature, t.total_seconds, t.total_amount, t.total_extras
    ), vouched AS (
      INSERT INTO vouchers AS v (viewer, purse_nonce, creator, seconds, amount, extras, signature, received_at, running_since)
      SELECT viewer, purse_nonce, payee, total_seconds, total_amount, total_extras, decode(signature, 'hex'), ${now}, ${now}
      FROM kept WHERE signature IS NOT NULL
      ORDER BY viewer, purse_nonce, payee
      ON CONFLICT (viewer, purse_nonce, creator) DO UPDATE SET
        seconds = excluded.seconds, amount = excluded.amount, extras = excluded.extras,
        signature = excluded.signature, received_at = excluded.received_at
      WHERE excluded.seconds > v.seconds AND excluded.amount >= v.amount AND excluded.extras >= v.extras
    )
    SELECT id::text FROM kept WHERE keeper = ${keeper}::uuid`;
  return rows.map(({ id }) => id);
}
