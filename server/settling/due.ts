import { HOUR, later, MINUTE, SECOND } from '../clock';
import { type SignedVoucher } from '../../sdk/voucher';
import { type Tx } from '../deps';
import { OUTSTANDING, UNPAID, LEFT } from '../balances/outstanding';
import { toSignedVoucher, VOUCHER_COLUMNS, type VoucherRow } from '../balances/voucher-row';

/** A tab is not left open for longer. */
const RUNS = HOUR;
/**
 * A key is settled this long before it expires: the contract goes on settling for its closing
 * delay, which is not counted on.
 */
const BEFORE_EXPIRY = 30 * MINUTE;
/** A purse whose owner asked to close it at once stays first in line for so long. */
const ASKED = 10 * MINUTE;
/**
 * A tab that nobody watches any more is settled after a moment, in which its last vouchers arrive.
 */
const AFTER_LEAVING = 10 * SECOND;
/**
 * What the contract skipped may be taken later: time passes on the chain, its owner tops up, a
 * batch is lighter.
 */
const AFTER_TOO_MUCH = 15 * SECOND;
const AFTER_EMPTY = MINUTE;
const AFTER_SKIPPED = HOUR;

/** A voucher that is to be settled. */
export interface DueVoucher {
  voucher: SignedVoucher;
  /**
   * Its purse is closing, has a window, or was rekeyed lately: what its viewer does next may come
   * before our settling.
   */
  urgent: boolean;
}

interface Row extends VoucherRow {
  urgent: boolean;
}

/**
 * The vouchers that are to be settled now, the most urgent first: of purses that are closing, have
 * a window or were rekeyed, that their owners want closed at once, whose key expires soon, or that
 * run low; of pairs whose viewing has ended; and tabs that have run an hour. What a replaced key
 * signed is due at once. Deadlines on chain go by the chain's time, the rest by ours.
 */
export async function dueVouchers(tx: Tx, now: Date, chainTime: Date, limit: number): Promise<DueVoucher[]> {
  const rows = await tx.$queryRawUnsafe<Row[]>(
    `SELECT ${VOUCHER_COLUMNS}, u.urgent
     FROM vouchers v
     JOIN purses p ON (p.viewer, p.nonce) = (v.viewer, v.purse_nonce)
     CROSS JOIN LATERAL (SELECT ${URGENT} AS urgent) u
     WHERE ${OUTSTANDING} AND NOT ${WAITS} AND (
       v.key <> p.key OR p.status = 'closing' OR p.window_ends_at IS NOT NULL
       OR p.settling_asked_at > $4::timestamptz
       OR p.expires_at < $5::timestamptz
       OR v.running_since <= $6::timestamptz
       OR ${RUNS_LOW}
       OR (v.received_at <= $7::timestamptz AND NOT ${BEING_WATCHED})
     )
     ORDER BY p.status = 'closing' DESC, coalesce(p.closes_at, p.window_ends_at), p.settling_asked_at, v.key = p.key,
       p.expires_at, v.received_at, v.creator
     LIMIT $8`,
    later(now, -AFTER_TOO_MUCH),
    later(now, -AFTER_EMPTY),
    later(now, -AFTER_SKIPPED),
    later(now, -ASKED),
    later(chainTime, BEFORE_EXPIRY),
    later(now, -RUNS),
    later(now, -AFTER_LEAVING),
    limit,
    chainTime,
  );
  return rows.map((row) => ({ urgent: row.urgent, voucher: toSignedVoucher(row) }));
}

const URGENT = `(p.status = 'closing' OR p.window_ends_at IS NOT NULL OR EXISTS (
  SELECT FROM retired_keys k WHERE (k.viewer, k.nonce) = (p.viewer, p.nonce) AND k.until > $9::timestamptz))`;

/** Exactly this voucher was passed over a moment ago, for a reason that may pass. */
const WAITS = `coalesce(CASE
  WHEN v.skip_reason IN ('OverTime', 'NoWeight') THEN v.skipped_at > $1::timestamptz
  WHEN v.skip_reason IN ('Empty', 'Short', 'Refused') THEN v.skipped_at > $2::timestamptz
  ELSE v.skipped_at > $3::timestamptz END, false)`;

/** Three quarters of what is left are signed for. */
const RUNS_LOW = `(
  SELECT 4 * sum(${UNPAID}) >= 3 * ${LEFT}
  FROM vouchers v WHERE (v.viewer, v.purse_nonce) = (p.viewer, p.nonce))`;

/** A viewing goes on that this purse pays this creator for. */
const BEING_WATCHED = `EXISTS (
  SELECT FROM viewings w
  WHERE (w.viewer, w.purse_nonce, w.purse_key, w.payee) = (v.viewer, v.purse_nonce, v.key, v.creator)
    AND w.left_at IS NULL)`;
