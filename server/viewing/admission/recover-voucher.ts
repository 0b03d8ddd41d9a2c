import { amount } from '../../../sdk/money';
import { type Agreement } from '../../../sdk/protocol';
import { bytesOf, hexOf, type SignedVoucher, type VoucherDomain } from '../../../sdk/voucher';
import { type Deps, type Tx } from '../../deps';
import { type Prisma, type Purse } from '../../generated/prisma/client';
import { type AccountId, type StreamId } from '../../ids';
import { amountOf, stored } from '../../money';
import { checkSignature } from '../../vouchers/check-signature';
import { readBudget } from '../metering/budget';
import { domainOf } from '../../chain/voucher-domain';
import { freeOf } from '../../balances/balance';
import { lockPurse } from '../../balances/lock';
import { type Pair } from '../../balances/tabs';
import { secondsPossible, type VoucherTotals } from '../metering/meter';

type NewestDeps = Pick<Deps, 'db' | 'ledger' | 'knownChain' | 'clock' | 'timers' | 'config' | 'log'>;

/** What the pair's newest voucher says: the next one counts on from there. */
export type Base = Agreement['base'];

const NOTHING = { seconds: 0n, amount: amount(0n), extras: amount(0n), signature: null };

/**
 * What the pair's newest voucher says, or the tab where that says more; nothing yet for a new pair.
 * To be read under the purse's lock.
 */
export async function readBase(tx: Tx, pair: Pair): Promise<Base & { receivedAt: Date | null }> {
  const row = await tx.voucher.findUnique({ where: { viewer_purseNonce_key_creator: pair } });
  if (!row) return { ...NOTHING, receivedAt: null };
  const { seconds, receivedAt } = row;
  const [signed, signedExtras] = [amountOf(row.amount), amountOf(row.extras)];
  const [settled, settledExtras] = [amountOf(row.settledAmount), amountOf(row.settledExtras)];
  if (settled <= signed && settledExtras <= signedExtras) {
    const signature = row.signature && hexOf(row.signature);
    return { seconds, amount: signed, extras: signedExtras, signature, receivedAt };
  }
  return {
    seconds: seconds > row.settledSeconds ? seconds : row.settledSeconds,
    amount: signed > settled ? signed : settled,
    extras: signedExtras > settledExtras ? signedExtras : settledExtras,
    signature: null,
    receivedAt,
  };
}

/**
 * Takes the newest voucher that a device kept, when it says more than ours: a process or a line
 * broke before we had it. It is held to what the meter would have held it to in the pair's last
 * viewing, which it is credited to. Whatever is wrong with it, it is passed over: ours counts.
 */
export async function recoverVoucher(deps: NewestDeps, newest: SignedVoucher): Promise<void> {
  const domain = await domainOf(deps);
  if (!domain) return;
  const passedOver = await deps.db.$transaction((tx) => recover(tx, deps, domain, newest));
  if (passedOver) deps.log.info({ viewer: newest.viewer, passedOver }, 'a voucher that a device kept was passed over');
}

async function recover(tx: Tx, deps: NewestDeps, domain: VoucherDomain, newest: SignedVoucher): Promise<string | null> {
  const { viewer, purseNonce, key, creator } = newest;
  const pair = { viewer, purseNonce, key, creator };
  await lockPurse(tx, viewer, purseNonce);
  const base = await readBase(tx, pair);
  const proves = base.signature === null && base.receivedAt !== null && saysTheSame(newest, base);
  if (newest.seconds <= base.seconds && !proves) return null;
  const purse = await tx.purse.findUnique({ where: { viewer_nonce: { viewer, nonce: purseNonce } } });
  const cursor = await tx.chainCursor.findUnique({ where: { id: 1 } });
  if (!purse || !cursor || purse.status === 'closed') return 'no purse';
  if (proves) return prove(tx, domain, newest, await signerOf(tx, purse, key, cursor.blockTime));
  const last = await lastViewing(tx, pair);
  if (!last?.left_at) return 'nobody watched';
  if (purse.releasedUntil && cursor.blockTime <= purse.releasedUntil) return 'released';
  const signer = await signerOf(tx, purse, key, cursor.blockTime);
  if (!signer) return 'no such key';
  if (signer.expiresAt < cursor.blockTime) return 'expired';
  if (!isCounted(newest, base, last, deps.clock.now())) return 'not what was seen';
  if (await isOverLimit(tx, newest, last)) return 'limit';
  if (amountOf(last.rate_per_second) > amountOf(signer.maxRate)) return 'rate';
  if (newest.amount - base.amount > (await freeOf(tx, pair))) return 'funds';
  if (!checkSignature(domain, hexOf(signer.sessionKey), newest)) return 'signature';
  await write(tx, newest, last, deps.clock.now());
  return null;
}

const saysTheSame = (one: VoucherTotals, other: VoucherTotals) =>
  one.seconds === other.seconds && one.amount === other.amount && one.extras === other.extras;

/**
 * What the contract settled beyond what was ever shown here gets its signature from the device that
 * has it: from then on joining answers it, so that nobody need believe us. It changes no amount.
 */
async function prove(tx: Tx, domain: VoucherDomain, newest: SignedVoucher, signer: Signer | null) {
  if (!signer) return 'no such key';
  if (!checkSignature(domain, hexOf(signer.sessionKey), newest)) return 'signature';
  const { viewer, purseNonce, key, creator, seconds, amount: value, extras, signature } = newest;
  await tx.voucher.update({
    where: { viewer_purseNonce_key_creator: { viewer, purseNonce, key, creator } },
    data: { seconds, amount: stored(value), extras: stored(extras), signature: bytesOf(signature) },
  });
  return null;
}

/**
 * The key that a voucher names: the present one, or a replaced one that still settles what it
 * signed while the viewing lasted.
 */
async function signerOf(tx: Tx, purse: Purse, key: number, chainTime: Date): Promise<Signer | null> {
  if (purse.key === key) return purse;
  const { viewer, nonce } = purse;
  return tx.retiredKey.findFirst({ where: { viewer, nonce, key, until: { gte: chainTime } } });
}

type Signer = Pick<Purse, 'sessionKey' | 'maxRate' | 'expiresAt'>;

interface LastViewing {
  id: string;
  joined_at: Date;
  left_at: Date | null;
  base_seconds: bigint;
  base_amount: Prisma.Decimal;
  account_id: AccountId;
  stream_id: StreamId;
  rate_per_second: Prisma.Decimal;
  on_demand: boolean;
}

async function lastViewing(tx: Tx, { viewer, purseNonce, key, creator }: Pair): Promise<LastViewing | null> {
  const [row] = await tx.$queryRaw<LastViewing[]>`
    SELECT w.id, w.joined_at, w.left_at, w.base_seconds, w.base_amount, w.account_id::text, w.stream_id::text, t.rate_per_second, t.status = 'recorded' AS on_demand
    FROM viewings w JOIN streams t ON t.id = w.stream_id
    WHERE w.viewer = ${viewer} AND w.purse_nonce = ${purseNonce} AND w.purse_key = ${key} AND w.payee = ${creator}
    ORDER BY w.joined_at DESC, w.id DESC LIMIT 1`;
  return row ?? null;
}

/**
 * As many seconds as the viewing lasted at most, at its price to the last unit, and no faster than
 * the clock since ours came.
 */
function isCounted(
  newest: SignedVoucher,
  base: Base & { receivedAt: Date | null },
  last: LastViewing,
  now: Date,
): boolean {
  const possible = (from: Date, to: Date) =>
    secondsPossible({ onDemand: last.on_demand }, to.getTime() - from.getTime());
  const seconds = newest.seconds - last.base_seconds;
  const price = seconds * amountOf(last.rate_per_second);
  return (
    seconds <= possible(last.joined_at, last.left_at ?? now) &&
    (base.receivedAt === null || newest.seconds - base.seconds <= possible(base.receivedAt, now)) &&
    newest.amount === amountOf(last.base_amount) + price &&
    newest.extras === base.extras
  );
}

/**
 * Whether the viewer's own limit for the stream is passed with it. Of a viewing that runs, all that
 * it may sign for is counted.
 */
async function isOverLimit(tx: Tx, newest: SignedVoucher, last: LastViewing): Promise<boolean> {
  const { account_id: accountId, stream_id: streamId, id } = last;
  const { limit } = await readBudget(tx, accountId, streamId);
  if (limit === null) return false;
  const others = await tx.viewing.aggregate({
    where: { accountId, streamId, id: { not: id } },
    _sum: { leased: true },
  });
  const price = (newest.seconds - last.base_seconds) * amountOf(last.rate_per_second);
  return price + (others._sum.leased ? amountOf(others._sum.leased) : 0n) > limit;
}

async function write(tx: Tx, newest: SignedVoucher, last: LastViewing, now: Date): Promise<void> {
  const { viewer, purseNonce, key, creator, seconds } = newest;
  const paid = seconds - last.base_seconds;
  const value = stored(amount(newest.amount - amountOf(last.base_amount)));
  await tx.$executeRaw`
    UPDATE viewings SET status = 'ended', amount = ${value}::numeric, leased = ${value}::numeric,
      seconds_seen = seconds_seen + (${paid}::bigint - seconds_paid), seconds_paid = ${paid}::bigint
    WHERE id = ${last.id}::uuid`;
  const said = { seconds, amount: stored(newest.amount), extras: stored(newest.extras) };
  const unskipped = { skipReason: null, skippedAt: null, skippedForGood: false };
  const row = { ...said, ...unskipped, signature: bytesOf(newest.signature), receivedAt: now };
  await tx.voucher.upsert({
    where: { viewer_purseNonce_key_creator: { viewer, purseNonce, key, creator } },
    create: { viewer, purseNonce, key, creator, ...row, runningSince: now },
    update: row,
  });
}
