import { type H160 } from '../../../sdk/voucher';
import { HOUR, later, DAY } from '../../clock';
import { type Tx } from '../../deps';
import { type AccountId } from '../../ids';
import { GRACE_GROWS_MS, GRACE_MS, NEW_GRACE_MS } from '../types';

/**
 * Whoever has paid for so few seconds is new here, and shares the grace of newcomers with those of
 * the same network.
 */
const NEW_SECONDS = 600;
/**
 * Each viewing that is open might come to owe so much, whatever it owes now: grace that is not used
 * yet is not given twice.
 */
const RESERVED_MS = 1_000;
/** What is left unpaid stays with the viewer for so long, and with the network for so long. */
const KEPT_FOR = DAY;
const SHARED_FOR = HOUR;
/** No more than the second that is paid ahead comes along. */
const AHEAD_AT_MOST = 1_000;

/** Who begins a viewing that a purse pays for. */
export interface Payer {
  accountId: AccountId;
  viewer: H160;
  purseNonce: number;
  payee: H160;
  network: string;
}

/** How a viewing begins: what its viewer owes already, and how late they may be. */
export interface OpeningState {
  unpaidMs: number;
  graceMs: number;
}

/**
 * What a viewer's earlier viewings left unpaid goes over into the one that begins, so that leaving
 * and joining, with another account of the purse or another purse of the account, changes nothing.
 * What was paid ahead and not seen goes over where the same creator is paid.
 */
export async function carryOverUnpaid(tx: Tx, payer: Payer, now: Date): Promise<OpeningState> {
  const unpaid = await claimUnpaid(tx, payer, now);
  const { paid, elsewhere, around } = await readStanding(tx, payer, now);
  const earned = Math.min(GRACE_MS, NEW_GRACE_MS + paid * GRACE_GROWS_MS);
  const shared = paid < NEW_SECONDS ? around : 0;
  return { unpaidMs: Math.max(-AHEAD_AT_MOST, unpaid), graceMs: Math.max(0, earned - elsewhere - shared) };
}

async function claimUnpaid(tx: Tx, { accountId, viewer, purseNonce, payee }: Payer, now: Date): Promise<number> {
  const [row] = await tx.$queryRaw<{ unpaid: number }[]>`
    WITH left_behind AS (
      SELECT w.id, w.unpaid_ms FROM viewings w
      WHERE (w.account_id = ${accountId}::uuid OR w.viewer = ${viewer}) AND w.left_at > ${later(now, -KEPT_FOR)}::timestamptz
        AND (w.unpaid_ms > 0 OR (w.unpaid_ms < 0 AND w.viewer = ${viewer} AND w.purse_nonce = ${purseNonce} AND w.payee = ${payee}))
      ORDER BY w.id FOR NO KEY UPDATE
    ), taken AS (
      UPDATE viewings w SET unpaid_ms = 0 FROM left_behind b WHERE w.id = b.id
    )
    SELECT coalesce(sum(unpaid_ms), 0)::int AS unpaid FROM left_behind`;
  return row?.unpaid ?? 0;
}

/**
 * For how many seconds a wallet has signed, what its viewer owes, or may, in other viewings that
 * are open, and what others of the network do.
 */
async function readStanding(tx: Tx, { accountId, viewer, network }: Payer, now: Date) {
  const [row] = await tx.$queryRaw<{ paid: number; elsewhere: number; around: number }[]>`
    SELECT
      (SELECT coalesce(sum(v.seconds), 0) FROM vouchers v WHERE v.viewer = ${viewer})::float8 AS paid,
      (SELECT coalesce(sum(greatest(${RESERVED_MS}::int, unpaid_by(w.unpaid_ms, w.unpaid_since, w.grace_ms, w.seconds_paid, ${now}::timestamptz))), 0)
        FROM viewings w
        WHERE w.left_at IS NULL AND w.viewer IS NOT NULL AND (w.account_id = ${accountId}::uuid OR w.viewer = ${viewer}))::float8 AS elsewhere,
      (SELECT coalesce(sum(greatest(CASE WHEN w.left_at IS NULL THEN ${RESERVED_MS}::int ELSE 0 END, unpaid_by(w.unpaid_ms, w.unpaid_since, w.grace_ms, w.seconds_paid, ${now}::timestamptz))), 0)
        FROM viewings w
        WHERE w.network = ${network} AND w.network <> '' AND w.joined_at > ${later(now, -SHARED_FOR)}::timestamptz
          AND w.account_id <> ${accountId}::uuid AND w.viewer <> ${viewer})::float8 AS around`;
  return row ?? { paid: 0, elsewhere: 0, around: 0 };
}
