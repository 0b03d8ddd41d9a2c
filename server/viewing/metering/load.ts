import { hexOf, type H160, type VoucherDomain } from '../../../sdk/voucher';
import { type Deps } from '../../deps';
import { DomainError } from '../../errors';
import { type Prisma } from '../../generated/prisma/client';
import { type ViewingStatus } from '../../generated/prisma/enums';
import { type AccountId, type StreamId, type ViewingId } from '../../ids';
import { amountOf } from '../../money';
import { agreedOf, leftFor, type AgreedRow } from './budget';
import { domainOf } from '../../chain/voucher-domain';
import { freeOf } from '../../balances/balance';
import { stageOf, startMeter, type Meter, type MeterPhase } from './meter';
import { type MeteredViewing } from './metered-viewing';

type LoadDeps = Pick<Deps, 'db' | 'meters' | 'clock' | 'timers' | 'log' | 'ledger' | 'knownChain' | 'config'>;

interface Row extends AgreedRow {
  stream_id: StreamId;
  seat: string;
  status: ViewingStatus;
  joined_at: Date;
  last_seen_at: Date;
  preview_until: Date | null;
  seconds_paid: bigint;
  viewer: H160;
  purse_nonce: number;
  purse_key: number;
  payee: H160;
  base_seconds: bigint;
  base_amount: Prisma.Decimal;
  extras: Prisma.Decimal;
  leased: Prisma.Decimal;
  account_id: AccountId;
  spent_before: Prisma.Decimal;
  rate_per_second: Prisma.Decimal;
  silent_since: Date | null;
  /** It is a video. */
  on_demand: boolean;
  /** Null: not on stage. */
  stage_muted: boolean | null;
  unpaid_ms: number;
  unpaid_since: Date | null;
  grace_ms: number;
  session_key: Uint8Array;
}

/**
 * A viewing's meter: from memory, or taken from its row into this process. Null when it is over,
 * unknown, or nothing is paid in it; and while another process counts its seconds, unless something
 * has come that moves it here: a voucher, or the wish to pause.
 */
export function loadMeter(deps: LoadDeps, id: ViewingId, moves = false): Promise<MeteredViewing | null> {
  return deps.meters.load(id, async () => {
    const domain = await requireDomain(deps);
    return readMeter(deps, domain, TAKE_OVER, id, deps.meters.ownerProcess, moves);
  });
}

// An open viewing that a purse pays for: nothing from outside is ever put into these.
const PAID_FOR = `id = $1::uuid AND left_at IS NULL AND viewer IS NOT NULL`;
const READ_ONLY = `SELECT * FROM viewings WHERE ${PAID_FOR}`;
const TAKE_OVER = `UPDATE viewings SET owner_process = $2::uuid
  WHERE ${PAID_FOR} AND ($3::boolean OR owner_process IS NULL OR owner_process = $2::uuid OR status <> 'metered') RETURNING *`;

/** A viewing's meter as its row has it, whichever process meters it; it is not taken over. */
export async function readForeignMeter(deps: LoadDeps, id: ViewingId): Promise<MeteredViewing | null> {
  if (deps.meters.isStopped(id)) return null;
  return readMeter(deps, await requireDomain(deps), READ_ONLY, id);
}

async function requireDomain(deps: LoadDeps): Promise<VoucherDomain> {
  const domain = await domainOf(deps);
  if (!domain) throw new DomainError(deps.config.chain.contract === null ? 'paymentsNotSetUp' : 'chainAway');
  return domain;
}

/** `query` answers a viewing's row, or none, by its id and `further` parameters. */
async function readMeter(
  { db, clock }: LoadDeps,
  domain: VoucherDomain,
  query: typeof READ_ONLY | typeof TAKE_OVER,
  id: ViewingId,
  ...further: unknown[]
): Promise<MeteredViewing | null> {
  const [row] = await db.$queryRawUnsafe<Row[]>(
    `WITH w AS (${query})
    SELECT w.*, s.rate_per_second, s.silent_since, s.status = 'recorded' AS on_demand, g.muted AS stage_muted, coalesce(k.session_key, p.session_key) AS session_key,
      greatest(v.extras, v.settled_extras, 0) AS extras,
      b.spending_limit AS "spendingLimit", b.agreed_rate AS "agreedRate", (
        SELECT coalesce(sum(o.amount), 0) FROM viewings o
        WHERE o.account_id = w.account_id AND o.stream_id = w.stream_id AND o.id <> w.id) AS spent_before
    FROM w JOIN streams s ON s.id = w.stream_id
    JOIN purses p ON p.viewer = w.viewer AND p.nonce = w.purse_nonce
    LEFT JOIN retired_keys k ON k.viewer = w.viewer AND k.nonce = w.purse_nonce AND k.key = w.purse_key
    LEFT JOIN budgets b ON b.account_id = w.account_id AND b.stream_id = w.stream_id
    LEFT JOIN vouchers v ON v.viewer = w.viewer AND v.purse_nonce = w.purse_nonce AND v.key = w.purse_key AND v.creator = w.payee
    LEFT JOIN stage_guests g ON g.viewing_id = w.id AND g.came_at IS NOT NULL AND g.ended_at IS NULL
    WHERE s.rate_per_second > 0`,
    id,
    ...further,
  );
  if (!row) return null;
  const { stream_id: room, seat, viewer, purse_nonce: purseNonce, purse_key: purseKey, payee: creator } = row;
  const purseBalance = await freeOf(db, { viewer, purseNonce, key: purseKey, creator });
  return {
    id,
    room,
    seat,
    domain,
    viewer,
    purseNonce,
    purseKey,
    creator,
    account: row.account_id,
    agreed: agreedOf(row),
    before: amountOf(row.spent_before),
    key: hexOf(row.session_key),
    purseBalance,
    meter: meterOf(row, clock.now()),
    stored: row.seconds_paid,
    signature: null,
    seenAt: row.last_seen_at,
    askAgainAt: 0,
    noPlace: false,
  };
}

/** What is unpaid comes along; who was cut comes back by paying. */
function meterOf(row: Row, now: Date): Meter {
  const phases: Partial<Record<ViewingStatus, MeterPhase>> = { metered: 'paying', cut: 'late' };
  const phase = phases[row.status];
  return startMeter(
    {
      rate: amountOf(row.rate_per_second),
      base: { seconds: row.base_seconds, amount: amountOf(row.base_amount), extras: amountOf(row.extras) },
      joinedAt: row.joined_at.getTime(),
      previewUntil: row.preview_until?.getTime() ?? null,
      limit: leftFor(agreedOf(row).limit, amountOf(row.spent_before)),
      silent: row.silent_since !== null,
      onDemand: row.on_demand,
      stage: row.stage_muted === null ? 'off' : stageOf(row.stage_muted),
      seconds: row.seconds_paid,
      leased: amountOf(row.leased),
      unpaidMs: row.unpaid_ms,
      grace: row.grace_ms,
      ...(row.unpaid_since && { since: row.unpaid_since.getTime() }),
      ...(phase && { phase }),
    },
    now.getTime(),
  );
}
