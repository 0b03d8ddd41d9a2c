import { DAY, later, SECOND } from '../../clock';
import { type Db, type Tx } from '../../deps';
import { type AccountId, type StreamId } from '../../ids';
import { type PreviewLeft } from '../types';

/**
 * So many whole previews of a stream a network's strangers have together in a day, and of so many
 * streams.
 */
const PREVIEWS_A_NETWORK = 2;
const STREAMS_A_NETWORK = 10;

/** Who would like a preview. The names of network and device are empty where they are not known. */
export interface Stranger {
  accountId: AccountId | null;
  network: string;
  device: string;
}

interface Had {
  settled: boolean;
  account: number;
  device: number;
  network: number;
  streams: number;
}

/**
 * How much of a stream's preview somebody still has: each account and each device has one, in parts
 * if it will. Whoever has not settled anything on chain with their account is a stranger, whatever
 * account they made, and strangers are counted by their network too.
 */
export async function previewLeft(
  db: Db | Tx,
  stream: { streamId: StreamId; previewSeconds: number },
  who: Stranger,
  now: Date,
): Promise<PreviewLeft> {
  const whole = stream.previewSeconds * SECOND;
  if (whole === 0) return { ms: 0, why: null };
  const { settled, account, device, network, streams } = await readHad(db, stream.streamId, who, now);
  const own = whole - Math.max(account, settled ? 0 : device);
  if (own <= 0) return { ms: 0, why: 'usedUp' };
  if (settled) return { ms: own, why: null };
  const shared = streams >= STREAMS_A_NETWORK ? 0 : PREVIEWS_A_NETWORK * whole - network;
  return shared > 0 ? { ms: Math.min(own, shared), why: null } : { ms: 0, why: 'network' };
}

/**
 * Each time from joining to leaving counts, whether it was looked at or not; a preview that runs
 * counts as a whole.
 */
async function readHad(
  db: Db | Tx,
  stream: StreamId,
  { accountId, network, device }: Stranger,
  now: Date,
): Promise<Had> {
  const lately = later(now, -DAY);
  const [row] = await db.$queryRaw<Had[]>`
    WITH settled AS (
      SELECT DISTINCT k.account_id FROM wallets k JOIN vouchers v ON v.viewer = k.h160
      WHERE v.settled_amount > 0 AND k.account_id IN (
        SELECT ${accountId}::uuid UNION
        SELECT w.account_id FROM viewings w WHERE w.network = ${network} AND w.joined_at > ${lately}::timestamptz)
    ), had AS (
      SELECT w.*, ceil(extract(epoch FROM least(w.preview_until, w.left_at) - w.joined_at) * 1000)::float8 AS ms,
        w.account_id IS NULL OR w.account_id NOT IN (SELECT account_id FROM settled) AS strange
      FROM viewings w
      WHERE w.preview_until IS NOT NULL AND (
        (w.stream_id = ${stream}::uuid AND w.account_id = ${accountId}::uuid)
        OR (w.device = ${device} AND w.device <> '' AND w.joined_at > ${lately}::timestamptz)
        OR (w.network = ${network} AND w.network <> '' AND w.joined_at > ${lately}::timestamptz))
    )
    SELECT
      ${accountId}::uuid IN (SELECT account_id FROM settled) IS TRUE AS settled,
      coalesce(sum(ms) FILTER (WHERE stream_id = ${stream}::uuid AND account_id = ${accountId}::uuid), 0) AS account,
      coalesce(sum(ms) FILTER (WHERE stream_id = ${stream}::uuid AND device = ${device} AND device <> ''), 0) AS device,
      coalesce(sum(ms) FILTER (WHERE stream_id = ${stream}::uuid AND network = ${network} AND strange), 0) AS network,
      count(DISTINCT stream_id) FILTER (WHERE stream_id <> ${stream}::uuid AND network = ${network} AND strange)::int AS streams
    FROM had`;
  return row ?? { settled: false, account: 0, device: 0, network: 0, streams: 0 };
}
