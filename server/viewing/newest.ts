import { amount, type Amount } from '../../sdk/money';
import { bytesOf, hexOf, type H160, type SignedVoucher, type VoucherDomain } from '../../sdk/voucher';
import { SECOND } from '../clock';
import { type Deps, type Tx } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { amountOf, stored } from '../money';
import { checkSignature } from '../vouchers/check-signature';
import { domainOf } from './domain';
import { freeOf, lockPurse } from './lease';
import { type NewestVoucher } from './types';

type NewestDeps = Pick<Deps, 'db' | 'ledger' | 'clock' | 'config' | 'log'>;

/** A (viewer, creator) pair of one opening of the viewer's purse. */
export interface Pair {
  viewer: H160;
  purseNonce: number;
  creator: H160;
}

/** What the pair's newest voucher says: the next one counts on from there. */
export interface Base {
  seconds: bigint;
  amount: Amount;
  extras: Amount;
}

/** Two clocks, and a second that is paid before it is seen: as the meter has it. */
const AHEAD = 2n;

/** What the pair's newest voucher says; nothing yet for a new pair. To be read under the purse's lock. */
export async function readBase(tx: Tx, pair: Pair): Promise<Base & { receivedAt: Date | null }> {
  const row = await tx.voucher.findUnique({ where: { viewer_purseNonce_creator: pair } });
  if (!row) return { seconds: 0n, amount: amount(0n), extras: amount(0n), receivedAt: null };
  const { seconds, receivedAt } = row;
  return { seconds, amount: amountOf(row.amount), extras: amountOf(row.extras), receivedAt };
}

/**
 * Takes the newest voucher that a device kept, when it says more than ours: a process or a line broke before we had it. It is held to what
 * the meter would have held it to in the pair's last viewing, which it is credited to. Whatever is wrong with it, it is passed over: ours counts.
 */
export async function takeNewest(deps: NewestDeps, newest: NewestVoucher): Promise<void> {
  const domain = await domainOf(deps);
  if (!domain) return;
  const passedOver = await deps.db.$transaction((tx) => take(tx, deps, domain, newest));
  if (passedOver) deps.log.info({ viewer: newest.viewer, passedOver }, 'a voucher that a device kept was passed over');
}

async function take(tx: Tx, deps: NewestDeps, domain: VoucherDomain, newest: SignedVoucher): Promise<string | null> {
  const { viewer, purseNonce, creator } = newest;
  const pair = { viewer, purseNonce, creator };
  await lockPurse(tx, viewer, purseNonce);
  const base = await readBase(tx, pair);
  if (newest.seconds <= base.seconds) return null;
  const last = await lastViewing(tx, pair);
  if (!last?.left_at) return 'nobody watched';
  const purse = await tx.purse.findUnique({ where: { viewer_nonce: { viewer, nonce: purseNonce } } });
  const cursor = await tx.chainCursor.findUnique({ where: { id: 1 } });
  if (!purse || !cursor || purse.status === 'closed') return 'no purse';
  if (purse.releasedUntil && cursor.blockTime <= purse.releasedUntil) return 'released';
  if (purse.expiresAt < cursor.blockTime) return 'expired';
  if (!isCounted(newest, base, last, deps.clock.now())) return 'not what was seen';
  if (amountOf(last.rate_per_second) > amountOf(purse.maxRate)) return 'rate';
  if (newest.amount - base.amount > (await freeOf(tx, viewer, purseNonce))) return 'funds';
  if (!checkSignature(domain, hexOf(purse.sessionKey), newest)) return 'signature';
  await write(tx, newest, last, deps.clock.now());
  return null;
}

interface LastViewing {
  id: string;
  joined_at: Date;
  left_at: Date | null;
  base_seconds: bigint;
  base_amount: Prisma.Decimal;
  spending_limit: Prisma.Decimal | null;
  rate_per_second: Prisma.Decimal;
}

async function lastViewing(tx: Tx, { viewer, purseNonce, creator }: Pair): Promise<LastViewing | null> {
  const [row] = await tx.$queryRaw<LastViewing[]>`
    SELECT w.id, w.joined_at, w.left_at, w.base_seconds, w.base_amount, w.spending_limit, t.rate_per_second
    FROM viewings w JOIN streams t ON t.id = w.stream_id
    WHERE w.viewer = ${viewer} AND w.purse_nonce = ${purseNonce} AND w.payee = ${creator}
    ORDER BY w.joined_at DESC, w.id DESC LIMIT 1`;
  return row ?? null;
}

/** As many seconds as the viewing lasted at most, at its price to the last unit, within the viewer's own limit, and no faster than the clock since ours came. */
function isCounted(
  newest: SignedVoucher,
  base: Base & { receivedAt: Date | null },
  last: LastViewing,
  now: Date,
): boolean {
  const passed = (from: Date, to: Date) => BigInt(Math.floor(Math.max(0, to.getTime() - from.getTime()) / SECOND));
  const seconds = newest.seconds - last.base_seconds;
  const price = seconds * amountOf(last.rate_per_second);
  return (
    seconds <= passed(last.joined_at, last.left_at ?? now) + AHEAD &&
    (base.receivedAt === null || newest.seconds - base.seconds <= passed(base.receivedAt, now) + AHEAD) &&
    newest.amount === amountOf(last.base_amount) + price &&
    newest.extras === base.extras &&
    (last.spending_limit === null || price <= amountOf(last.spending_limit))
  );
}

async function write(tx: Tx, newest: SignedVoucher, last: LastViewing, now: Date): Promise<void> {
  const { viewer, purseNonce, creator, seconds } = newest;
  const paid = seconds - last.base_seconds;
  const value = stored(amount(newest.amount - amountOf(last.base_amount)));
  await tx.$executeRaw`
    UPDATE viewings SET status = 'ended', amount = ${value}::numeric, leased = ${value}::numeric,
      seconds_seen = seconds_seen + (${paid}::bigint - seconds_paid), seconds_paid = ${paid}::bigint
    WHERE id = ${last.id}::uuid`;
  const said = { seconds, amount: stored(newest.amount), extras: stored(newest.extras) };
  const row = { ...said, signature: bytesOf(newest.signature), receivedAt: now };
  await tx.voucher.upsert({
    where: { viewer_purseNonce_creator: { viewer, purseNonce, creator } },
    create: { viewer, purseNonce, creator, ...row, runningSince: now },
    update: row,
  });
}
