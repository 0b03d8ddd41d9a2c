import { hexOf, type H160 } from '../../sdk/voucher';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type ViewingStatus } from '../generated/prisma/enums';
import { type StreamId, type ViewingId } from '../ids';
import { amountOf } from '../money';
import { domainOf } from './domain';
import { freeOf } from './lease';
import { ROOM_MS, startMeter, type Meter, type MeterPhase } from './meter';
import { type Running } from './meters';
import { GRACE_MS } from './types';

type LoadDeps = Pick<Deps, 'db' | 'meters' | 'clock' | 'log' | 'ledger' | 'config'>;

interface Row {
  stream_id: StreamId;
  seat: string;
  status: ViewingStatus;
  joined_at: Date;
  last_seen_at: Date;
  preview_until: Date | null;
  seconds_paid: bigint;
  viewer: H160;
  purse_nonce: number;
  payee: H160;
  base_seconds: bigint;
  base_amount: Prisma.Decimal;
  extras: Prisma.Decimal;
  leased: Prisma.Decimal;
  spending_limit: Prisma.Decimal | null;
  rate_per_second: Prisma.Decimal;
  silent_since: Date | null;
  session_key: Uint8Array;
}

/** A viewing's meter: from memory, or taken from its row into this process. Null when it is over, unknown, or nothing is paid in it. */
export function load(deps: LoadDeps, id: ViewingId): Promise<Running | null> {
  const { running, loading } = deps.meters;
  const here = running.get(id);
  if (here) return Promise.resolve(here);
  if (beingEnded(deps, id)) return Promise.resolve(null);
  const before = loading.get(id);
  if (before) return before;
  const reading = take(deps, id).finally(() => loading.delete(id));
  loading.set(id, reading);
  return reading;
}

/** Whether this process is closing its row just now. */
export function beingEnded({ meters, clock }: Pick<Deps, 'meters' | 'clock'>, id: ViewingId): boolean {
  return (meters.stopped.get(id) ?? 0) > clock.now().getTime();
}

async function take(deps: LoadDeps, id: ViewingId): Promise<Running | null> {
  const { db, meters, clock } = deps;
  const domain = await domainOf(deps);
  if (!domain) throw new DomainError(deps.config.chain.contract === null ? 'paymentsNotSetUp' : 'chainAway');
  const [row] = await db.$queryRaw<Row[]>`
    WITH kept AS (
      UPDATE viewings SET keeper = ${meters.keeper}::uuid
      WHERE id = ${id}::uuid AND left_at IS NULL AND viewer IS NOT NULL RETURNING *)
    SELECT kept.*, s.rate_per_second, s.silent_since, p.session_key, coalesce(v.extras, 0) AS extras
    FROM kept JOIN streams s ON s.id = kept.stream_id
    JOIN purses p ON p.viewer = kept.viewer AND p.nonce = kept.purse_nonce
    LEFT JOIN vouchers v ON v.viewer = kept.viewer AND v.purse_nonce = kept.purse_nonce AND v.creator = kept.payee
    WHERE s.rate_per_second > 0`;
  if (!row) return null;
  const rest = await freeOf(db, row.viewer, row.purse_nonce);
  if (beingEnded(deps, id)) return null;
  const { stream_id: room, seat, viewer, purse_nonce: purseNonce, payee: creator } = row;
  const running: Running = {
    ...{ id, room, seat, domain, viewer, purseNonce, creator },
    key: hexOf(row.session_key),
    rest,
    meter: meterOf(row, clock.now()),
    ...{ stored: row.seconds_paid, signature: null, seenAt: row.last_seen_at },
    ...{ leasing: null, askAgainAt: 0, readKeyAgainAt: 0 },
  };
  meters.running.set(id, running);
  return running;
}

/** What only memory knew is lost: who had the picture owes nothing, who was cut comes back by paying. */
function meterOf(row: Row, now: Date): Meter {
  const phases: Partial<Record<ViewingStatus, MeterPhase>> = { metered: 'paying', cut: 'late' };
  const phase = phases[row.status];
  const meter = startMeter(
    {
      rate: amountOf(row.rate_per_second),
      base: { seconds: row.base_seconds, amount: amountOf(row.base_amount), extras: amountOf(row.extras) },
      joinedAt: row.joined_at.getTime(),
      previewUntil: row.preview_until?.getTime() ?? null,
      limit: row.spending_limit === null ? null : amountOf(row.spending_limit),
      silent: row.silent_since !== null,
      seconds: row.seconds_paid,
      leased: amountOf(row.leased),
      ...(phase && { phase }),
    },
    now.getTime(),
  );
  return phase === 'late' ? { ...meter, late: GRACE_MS - ROOM_MS, roomAt: meter.seconds } : meter;
}
