import { amount, type Amount } from '../../sdk/money';
import { hexOf, type H160 } from '../../sdk/voucher';
import { type Db, type Deps, type Tx } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { type ViewingId } from '../ids';
import { amountOf } from '../money';
import { announced } from '../settling/announced';
import { heardSince, lanesTaken } from './lanes';
import { leasedTo, signedAmount } from './meter';
import { type Running } from './meters';
import { letGo } from './store';
import { LEASE_SECONDS } from './types';

type LeaseDeps = Pick<Deps, 'db' | 'meters' | 'clock'>;

/** A purse that gave nothing is asked again by the next voucher, which comes a second later. */
const ASK_AGAIN_MS = 900;

// SQL without parameters, to stand in queries on `purses p`: nothing from outside is ever put into it.
const PROMISED = `(
  SELECT coalesce(sum(w.leased - w.amount), 0) FROM viewings w
  WHERE w.viewer = p.viewer AND w.purse_nonce = p.nonce AND w.left_at IS NULL)`;
const FREE = `greatest(0, p.deposit - p.settled - p.paid_back - ${PROMISED} - (
  SELECT coalesce(sum(v.amount + v.extras - v.paid), 0) FROM vouchers v
  WHERE v.viewer = p.viewer AND v.purse_nonce = p.nonce))`;

/**
 * Whether a purse promises anything: it is open; the operator did not give it free to be closed at once; nobody announced that they
 * settle vouchers of it by themselves; and its key is good for long enough that what is signed now is settled before it expires.
 */
const WILLING = `coalesce(p.status = 'open'
  AND (p.released_until IS NULL OR p.released_until < c.block_time)
  AND p.expires_at > c.block_time + interval '5 minutes'
  AND NOT ${announced('p.viewer', 'p.nonce', 'c.block_time')}, false)`;

async function one(db: Db | Tx, what: string, viewer: H160, nonce: number): Promise<Amount> {
  const [row] = await db.$queryRawUnsafe<{ value: Prisma.Decimal }[]>(
    `SELECT ${what} AS value FROM purses p WHERE p.viewer = $1 AND p.nonce = $2`,
    viewer,
    nonce,
  );
  return row ? amountOf(row.value) : amount(0n);
}

/** What running viewings of a purse have set aside and not signed for yet. */
export function promisedOf(db: Db | Tx, viewer: H160, nonce: number): Promise<Amount> {
  return one(db, PROMISED, viewer, nonce);
}

/** What of a purse is neither spent nor signed for nor promised. Whoever decides by it holds the purse's row (`lockPurse`). */
export function freeOf(db: Db | Tx, viewer: H160, nonce: number): Promise<Amount> {
  return one(db, FREE, viewer, nonce);
}

/**
 * Holds purses until the transaction ends, as everybody does who promises or releases something of them. Not FOR UPDATE: the first
 * voucher of a pair looks at the purse through its foreign key while it holds the viewing, which who leases wants next.
 */
export async function lockPurses(tx: Tx, viewers: string[], nonces: number[]): Promise<void> {
  await tx.$queryRaw`
    SELECT FROM purses p JOIN unnest(${viewers}::bpchar[], ${nonces}::int[]) AS a (viewer, nonce) USING (viewer, nonce)
    ORDER BY p.viewer, p.nonce FOR NO KEY UPDATE OF p`;
}

export function lockPurse(tx: Tx, viewer: H160, nonce: number): Promise<void> {
  return lockPurses(tx, [viewer], [nonce]);
}

/** What a purse has to give, while it is held. */
interface Giving {
  viewer: string;
  nonce: number;
  free: Prisma.Decimal;
  willing: boolean;
  lanes: number;
  busy: number;
  max_rate: Prisma.Decimal;
  session_key: Uint8Array;
}

/** A viewing that asks, and up to what amount it is to be able to sign. */
interface Asking {
  running: Running;
  upTo: Amount;
}

/** Up to what a viewing wants to be able to sign: a minute more than it has, and no more than its viewer allows. */
export function wanted({ meter }: Running, atLeast = amount(0n)): Amount {
  const minute = signedAmount(meter) + meter.rate * LEASE_SECONDS;
  const most = minute > atLeast ? minute : atLeast;
  return amount(meter.limit !== null && meter.limit < most ? meter.limit : most);
}

/** What the purses of viewings that ran out have by now: a top-up is seen by who is cut, and brings them back. */
export async function readRest({ db, meters }: Pick<Deps, 'db' | 'meters'>, dry: Running[]): Promise<void> {
  const ids = dry.map(({ id }) => id);
  const rows = await db.$queryRawUnsafe<{ id: ViewingId; free: Prisma.Decimal }[]>(
    `SELECT o.id::text, ${FREE} AS free FROM viewings o JOIN purses p ON p.viewer = o.viewer AND p.nonce = o.purse_nonce
     WHERE o.id = ANY($1::uuid[])`,
    ids,
  );
  for (const { id, free } of rows) {
    const running = meters.running.get(id);
    if (!running || running.rest === amountOf(free)) continue;
    running.rest = amountOf(free);
    meters.tell(id);
  }
}

/**
 * Sets money of their purses aside for viewings, in whole seconds, as far as it goes. The purses' rows are held meanwhile, so that
 * several processes never promise the same money twice. What a viewing has is told to its meter, with the purse's key as it is now.
 */
export async function leaseAll(deps: LeaseDeps, asking: Asking[]): Promise<void> {
  const { db, meters, clock } = deps;
  const viewers = asking.map(({ running }) => running.viewer);
  const nonces = asking.map(({ running }) => running.purseNonce);
  const outcome = await db.$transaction(async (tx) => {
    await lockPurses(tx, viewers, nonces);
    const purses = await tx.$queryRawUnsafe<Giving[]>(
      `SELECT p.viewer, p.nonce, p.session_key, p.max_rate, p.lanes, ${lanesTaken('$3::timestamptz')} AS busy, ${FREE} AS free,
         ${WILLING} AS willing
       FROM (SELECT DISTINCT * FROM unnest($1::bpchar[], $2::int[]) AS a (viewer, nonce)) a
       JOIN purses p USING (viewer, nonce) LEFT JOIN chain_cursor c ON c.id = 1`,
      viewers,
      nonces,
      heardSince(clock.now()),
    );
    return write(tx, meters.keeper, asking, purses);
  });
  const again = clock.now().getTime() + ASK_AGAIN_MS;
  for (const { running } of asking) {
    const told = outcome.get(running.id);
    if (!told) continue;
    running.meter = leasedTo(running.meter, told.leased, told.rest < running.meter.rate);
    running.rest = told.rest;
    running.key = hexOf(told.key);
    running.askAgainAt = again;
  }
  const lost = asking.flatMap(({ running }) => (outcome.has(running.id) ? [] : [running]));
  await letGo(deps, lost);
}

/** Gives to each in turn what its purse still has, and writes it down where the viewing is still ours. */
async function write(tx: Tx, keeper: string, asking: Asking[], purses: Giving[]) {
  const named = new Map(purses.map((purse) => [`${purse.viewer} ${purse.nonce}`, purse]));
  const left = new Map(purses.map((purse) => [purse, amountOf(purse.free)]));
  const given = asking.map(({ running, upTo }) => {
    const purse = named.get(`${running.viewer} ${running.purseNonce}`);
    const { rate, leased } = running.meter;
    const laneFree = purse !== undefined && (leased > 0n || purse.busy < purse.lanes);
    const free = purse?.willing && laneFree && amountOf(purse.max_rate) >= rate ? (left.get(purse) ?? 0n) : 0n;
    const wants = upTo > leased ? upTo - leased : 0n;
    const seconds = (wants < free ? wants : free) / rate;
    if (purse) left.set(purse, amount((left.get(purse) ?? 0n) - seconds * rate));
    if (purse && leased === 0n && seconds > 0n) purse.busy += 1;
    return { running, purse, more: seconds * rate, rest: amount(free - seconds * rate) };
  });
  const ids = given.map(({ running }) => running.id);
  const more = given.map(({ more }) => String(more));
  const rows = await tx.$queryRaw<{ id: ViewingId; leased: Prisma.Decimal }[]>`
    WITH held AS (
      SELECT w.id FROM viewings w WHERE w.id = ANY(${ids}::uuid[]) ORDER BY w.id FOR NO KEY UPDATE)
    UPDATE viewings w SET leased = w.leased + a.more
    FROM held JOIN unnest(${ids}::uuid[], ${more}::numeric[]) AS a (id, more) USING (id)
    WHERE w.id = held.id AND w.left_at IS NULL AND w.keeper = ${keeper}::uuid
    RETURNING w.id, w.leased`;
  const leased = new Map(rows.map((row) => [row.id, amountOf(row.leased)]));
  const outcome = new Map<ViewingId, { leased: Amount; rest: Amount; key: Uint8Array }>();
  for (const { running, purse, rest } of given) {
    const has = leased.get(running.id);
    if (has !== undefined && purse) outcome.set(running.id, { leased: has, rest, key: purse.session_key });
  }
  return outcome;
}

/** Sets a minute's worth of the purse aside for a viewing, or as much as is there. Whoever asks while it is being asked hears the same. */
export function lease(deps: LeaseDeps, running: Running, upTo?: Amount): Promise<void> {
  running.leasing ??= leaseAll(deps, [{ running, upTo: wanted(running, upTo) }]).finally(() => {
    running.leasing = null;
  });
  return running.leasing;
}
