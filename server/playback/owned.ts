import { type Db } from '../deps';
import { type AccountId, type StreamId } from '../ids';
import { readSpans, type Span } from './seconds';

/** What an account has of a video. */
export interface Owned {
  /** The seconds that it paid for, in order. */
  spans: Span[];
  /** For how many more it has signed already: a claim takes these first. */
  credit: number;
}

interface Row {
  owned: string;
  count: bigint;
  paid: bigint;
}

const NOTHING: Owned = { spans: [], credit: 0 };

/** What an account has of a video, and of what it signed for has not had yet. */
export async function readOwned(db: Db, accountId: AccountId, video: StreamId): Promise<Owned> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT coalesce(p.owned, '{}'::int4multirange)::text AS owned,
      (SELECT coalesce(sum(upper(r) - lower(r)), 0)::bigint FROM unnest(p.owned) r) AS count,
      (SELECT coalesce(sum(w.seconds_paid), 0)::bigint FROM viewings w
        WHERE w.account_id = ${accountId}::uuid AND w.stream_id = ${video}::uuid) AS paid
    FROM (SELECT) AS one LEFT JOIN playbacks p ON p.account_id = ${accountId}::uuid AND p.video_id = ${video}::uuid`;
  return row ? ownedOf(row) : NOTHING;
}

const ownedOf = ({ owned, count, paid }: Row): Owned => ({ spans: readSpans(owned), credit: Number(paid - count) });

/**
 * Gives seconds of a video to an account, those of them that are not free, if it has signed for as
 * many as it then has. What was signed for must be in the tables by now. A second that it has
 * already is not counted again.
 */
export async function grantSeconds(
  db: Db,
  accountId: AccountId,
  { video, span, freeSeconds, now }: { video: StreamId; span: Span; freeSeconds: number; now: Date },
): Promise<Owned & { granted: boolean; missing: number }> {
  const [from, to] = span;
  await db.$executeRaw`
    INSERT INTO playbacks (account_id, video_id, updated_at) VALUES (${accountId}::uuid, ${video}::uuid, ${now}::timestamptz)
    ON CONFLICT DO NOTHING`;
  const [row] = await db.$queryRaw<(Row & { wished: bigint; granted: boolean })[]>`
    WITH held AS (
      SELECT p.owned, p.owned + (int4multirange(int4range(${from}::int, ${to}::int)) - int4multirange(int4range(0, ${freeSeconds}::int))) AS wished
      FROM playbacks p WHERE p.account_id = ${accountId}::uuid AND p.video_id = ${video}::uuid FOR UPDATE
    ), counted AS (
      SELECT held.owned, held.wished,
        (SELECT coalesce(sum(upper(r) - lower(r)), 0)::bigint FROM unnest(held.owned) r) AS had,
        (SELECT coalesce(sum(upper(r) - lower(r)), 0)::bigint FROM unnest(held.wished) r) AS wish,
        (SELECT coalesce(sum(w.seconds_paid), 0)::bigint FROM viewings w
          WHERE w.account_id = ${accountId}::uuid AND w.stream_id = ${video}::uuid) AS paid
      FROM held
    ), given AS (
      UPDATE playbacks p SET owned = counted.wished, updated_at = ${now}::timestamptz FROM counted
      WHERE p.account_id = ${accountId}::uuid AND p.video_id = ${video}::uuid AND counted.wish <= counted.paid AND counted.wish > counted.had
    )
    SELECT (CASE WHEN wish <= paid THEN wished ELSE owned END)::text AS owned, (CASE WHEN wish <= paid THEN wish ELSE had END) AS count,
      paid, wish AS wished, wish <= paid AS granted FROM counted`;
  if (!row) return { ...NOTHING, granted: false, missing: to - from };
  return { ...ownedOf(row), granted: row.granted, missing: row.granted ? 0 : Number(row.wished - row.paid) };
}
