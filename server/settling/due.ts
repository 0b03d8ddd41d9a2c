import { HOUR, later, MINUTE, SECOND } from '../clock';
import { hexOf, type H160, type SignedVoucher } from '../../sdk/voucher';
import { type Tx } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { amountOf } from '../money';
import { announced } from './announced';
import { OUTSTANDING } from './outstanding';

/** A tab is not left open for longer. */
const RUNS = HOUR;
/** A key is settled this long before it expires: after that it signs nothing any more, not even what it signed before. */
const BEFORE_EXPIRY = 30 * MINUTE;
/** A purse whose owner asked to close it at once stays first in line for so long. */
const ASKED = 10 * MINUTE;
/** A tab that nobody watches any more is settled after a moment, in which its last vouchers arrive. */
const AFTER_LEAVING = 10 * SECOND;
/** What the contract skipped may be taken later: seconds had not passed on the chain yet, or its owner changes the limits. */
const AFTER_OVER_TIME = 15 * SECOND;
const AFTER_SKIPPED = HOUR;

interface Row {
  viewer: string;
  purse_nonce: number;
  creator: string;
  seconds: bigint;
  amount: Prisma.Decimal;
  extras: Prisma.Decimal;
  signature: Uint8Array;
}

/**
 * The vouchers that are to be settled now, the most urgent first: of purses that are closing, announced by somebody, asked to be
 * settled, whose key expires soon or was replaced, or that run low; of pairs whose viewing has ended; and tabs that have run an hour.
 * Deadlines on chain go by the chain's time, the rest by ours.
 */
export async function dueVouchers(tx: Tx, now: Date, chainTime: Date, limit: number): Promise<SignedVoucher[]> {
  const rows = await tx.$queryRawUnsafe<Row[]>(
    `SELECT v.viewer, v.purse_nonce, v.creator, v.seconds, v.amount, v.extras, v.signature
     FROM vouchers v
     JOIN purses p ON (p.viewer, p.nonce) = (v.viewer, v.purse_nonce)
     WHERE ${OUTSTANDING} AND NOT ${LATELY_SKIPPED} AND (
       p.status = 'closing'
       OR p.settling_asked_at > $3::timestamptz
       OR p.expires_at < $4::timestamptz
       OR v.running_since <= $5::timestamptz
       OR ${REPLACED_KEY} OR ${ANNOUNCED} OR ${RUNS_LOW}
       OR (v.received_at <= $6::timestamptz AND NOT ${BEING_WATCHED})
     )
     ORDER BY p.status = 'closing' DESC, p.closes_at, p.settling_asked_at, p.expires_at, v.received_at, v.creator
     LIMIT $7`,
    later(now, -AFTER_OVER_TIME),
    later(now, -AFTER_SKIPPED),
    later(now, -ASKED),
    later(chainTime, BEFORE_EXPIRY),
    later(now, -RUNS),
    later(now, -AFTER_LEAVING),
    limit,
    chainTime,
  );
  return rows.map(({ viewer, purse_nonce: purseNonce, creator, seconds, amount, extras, signature }) => ({
    ...{ viewer: viewer as H160, purseNonce, creator: creator as H160, seconds },
    ...{ amount: amountOf(amount), extras: amountOf(extras), signature: hexOf(signature) },
  }));
}

/** Exactly this voucher was skipped a moment ago, for a reason that may pass. An empty purse is told by its money, not here. */
const LATELY_SKIPPED = `EXISTS (
  SELECT FROM settlement_entries e JOIN settlements s ON s.id = e.settlement_id
  WHERE s.status = 'finalized'
    AND (e.viewer, e.purse_nonce, e.creator) = (v.viewer, v.purse_nonce, v.creator)
    AND (e.seconds, e.amount, e.extras) = (v.seconds, v.amount, v.extras)
    AND ((e.skip_reason = 'OverTime' AND s.finalized_at > $1::timestamptz)
      OR (e.skip_reason IN ('OverRate', 'OverAllowance', 'Stale') AND s.finalized_at > $2::timestamptz)))`;

/** An older key may have signed it, and its time runs out. */
const REPLACED_KEY = `EXISTS (
  SELECT FROM retired_keys k
  WHERE (k.viewer, k.nonce) = (p.viewer, p.nonce) AND k.until > $8::timestamptz)`;

/** Somebody will settle vouchers of this purse by themselves: everybody whom it owes is settled before. */
const ANNOUNCED = announced('v.viewer', 'v.purse_nonce', '$8::timestamptz');

/** Three quarters of what is left are signed for. */
const RUNS_LOW = `(
  SELECT 4 * sum(o.amount + o.extras - o.paid) >= 3 * (p.deposit - p.settled - p.paid_back)
  FROM vouchers o WHERE (o.viewer, o.purse_nonce) = (v.viewer, v.purse_nonce))`;

/** A viewing goes on that this purse pays this creator for. */
const BEING_WATCHED = `EXISTS (
  SELECT FROM viewings w
  WHERE (w.viewer, w.purse_nonce, w.payee) = (v.viewer, v.purse_nonce, v.creator) AND w.left_at IS NULL)`;
