import { amount, type Amount } from '../../../sdk/money';
import { type Deps, type Tx } from '../../deps';
import { type Prisma } from '../../generated/prisma/client';
import { type ViewingId } from '../../ids';
import { amountOf } from '../../money';
import { FREE } from '../../balances/balance';
import { ELIGIBLE } from '../../balances/eligibility';
import { lockPurses } from '../../balances/lock';
import { heardSince, lanesTaken } from '../../balances/lanes';
import { signedAmount } from './meter';
import { type MeteredViewing } from './metered-viewing';
import { type Leased } from './meters';
import { findWithoutPlace } from '../admission/places';
import { persistAndRelease } from './persist';
import { storageFor } from '../../balances/tabs';
import { LEASE_SECONDS } from '../types';

type LeaseDeps = Pick<Deps, 'db' | 'meters' | 'clock'>;

/** What a purse has to give to a tab, while its row is locked. */
interface LockedPurse {
  viewer: string;
  nonce: number;
  free: Prisma.Decimal;
  willing: boolean;
  lanes: number;
  busy: number;
  max_rate: Prisma.Decimal;
  key: number;
  /** A tab that is asked for, and what its storage takes besides. */
  tab_key: number;
  creator: string;
  storage: Prisma.Decimal;
}

/** A viewing that asks, and up to what amount it is to be able to sign. */
interface LeaseRequest {
  metered: MeteredViewing;
  upTo: Amount;
}

/**
 * Up to what a viewing wants to be able to sign: a minute more than it has, and no more than its
 * viewer allows.
 */
export function leaseTarget({ meter }: MeteredViewing, atLeast = amount(0n)): Amount {
  const minute = signedAmount(meter) + meter.rate * LEASE_SECONDS;
  const most = minute > atLeast ? minute : atLeast;
  return amount(meter.limit !== null && meter.limit < most ? meter.limit : most);
}

/**
 * What the purses of viewings that ran out have by now: a top-up is shown to who is cut, and brings
 * them back.
 */
export async function refreshBalances(
  { db, meters }: Pick<Deps, 'db' | 'meters'>,
  outOfFunds: MeteredViewing[],
): Promise<void> {
  const ids = outOfFunds.map(({ id }) => id);
  const rows = await db.$queryRawUnsafe<{ id: ViewingId; free: Prisma.Decimal }[]>(
    `SELECT o.id::text, greatest(0, ${FREE} - ${storageFor('o.purse_key', 'o.payee')}) AS free
     FROM viewings o JOIN purses p ON p.viewer = o.viewer AND p.nonce = o.purse_nonce
     WHERE o.id = ANY($1::uuid[])`,
    ids,
  );
  for (const { id, free } of rows) {
    const metered = meters.find(id);
    if (metered) meters.setPurseBalance(metered, amountOf(free));
  }
}

/**
 * Sets money of their purses aside for viewings, in whole seconds, as far as it goes. The purses'
 * rows are locked meanwhile, so that several processes never promise the same money twice. What a
 * replaced key would sign is promised no more.
 */
export async function leaseAll(deps: LeaseDeps, asking: LeaseRequest[]): Promise<void> {
  const { db, meters, clock } = deps;
  const viewers = asking.map(({ metered }) => metered.viewer);
  const nonces = asking.map(({ metered }) => metered.purseNonce);
  const leases = await db.$transaction(async (tx) => {
    const noPlace = await findWithoutPlace(
      tx,
      clock.now(),
      asking.map(({ metered }) => metered),
    );
    await lockPurses(tx, viewers, nonces);
    const purses = await tx.$queryRawUnsafe<LockedPurse[]>(
      `SELECT p.viewer, p.nonce, p.key, p.max_rate, p.lanes, ${lanesTaken('$3::timestamptz')} AS busy, ${FREE} AS free,
         ${ELIGIBLE} AS willing, a.tab_key, a.creator, ${storageFor('a.tab_key', 'a.creator')} AS storage
       FROM (
         SELECT DISTINCT * FROM unnest($1::bpchar[], $2::int[], $4::int[], $5::bpchar[]) AS a (viewer, nonce, tab_key, creator)) a
       JOIN purses p USING (viewer, nonce) LEFT JOIN chain_cursor c ON c.id = 1`,
      viewers,
      nonces,
      heardSince(clock.now()),
      asking.map(({ metered }) => metered.purseKey),
      asking.map(({ metered }) => metered.creator),
    );
    return write(tx, meters.ownerProcess, asking, purses, noPlace);
  });
  const lost: MeteredViewing[] = [];
  for (const { metered } of asking) {
    const lease = leases.get(metered.id);
    if (lease) meters.setLease(metered, lease);
    else lost.push(metered);
  }
  await persistAndRelease(deps, lost);
}

type Tab = Pick<MeteredViewing, 'viewer' | 'purseNonce' | 'purseKey' | 'creator'>;
const purseOf = ({ viewer, purseNonce }: Pick<Tab, 'viewer' | 'purseNonce'>) => `${viewer} ${purseNonce}`;
const tabOf = (tab: Tab) => `${purseOf(tab)} ${tab.purseKey} ${tab.creator}`;

/**
 * What is left of each purse while it gives to one after the other, and what each tab's storage
 * takes of it with the first lease.
 */
function inTurn(rows: LockedPurse[]) {
  const named = new Map<string, LockedPurse & { left: bigint }>();
  const storage = new Map<string, bigint>();
  for (const row of rows) {
    const { viewer, nonce: purseNonce, tab_key: purseKey, creator } = row;
    const tab = { viewer, purseNonce, purseKey, creator } as Tab;
    const name = purseOf(tab);
    if (!named.has(name)) named.set(name, { ...row, left: amountOf(row.free) });
    storage.set(tabOf(tab), amountOf(row.storage));
  }
  return { named, storage };
}

/**
 * Gives to each in turn what its purse still has, and writes it down where the viewing is still
 * this process's.
 */
async function write(
  tx: Tx,
  ownerProcess: string,
  asking: LeaseRequest[],
  purses: LockedPurse[],
  noPlace: ReadonlySet<ViewingId>,
): Promise<Map<ViewingId, Leased>> {
  const { named, storage } = inTurn(purses);
  const given = asking.map(({ metered, upTo }) => {
    const purse = named.get(purseOf(metered));
    const { rate, leased } = metered.meter;
    const laneFree = purse !== undefined && !noPlace.has(metered.id) && (leased > 0n || purse.busy < purse.lanes);
    const good = purse?.willing && purse.key === metered.purseKey;
    const left = good && laneFree && amountOf(purse.max_rate) >= rate ? purse.left : 0n;
    const extra = storage.get(tabOf(metered)) ?? 0n;
    const free = left > extra ? left - extra : 0n;
    const wants = upTo > leased ? upTo - leased : 0n;
    const seconds = (wants < free ? wants : free) / rate;
    if (purse && seconds > 0n) {
      purse.left -= extra + seconds * rate;
      if (leased === 0n) purse.busy += 1;
    }
    return { metered, purse, more: seconds * rate, purseBalance: amount(free - seconds * rate) };
  });
  const ids = given.map(({ metered }) => metered.id);
  const more = given.map(({ more }) => String(more));
  const rows = await tx.$queryRaw<{ id: ViewingId; leased: Prisma.Decimal }[]>`
    WITH locked AS (
      SELECT w.id FROM viewings w WHERE w.id = ANY(${ids}::uuid[]) ORDER BY w.id FOR NO KEY UPDATE)
    UPDATE viewings w SET leased = w.leased + a.more
    FROM locked JOIN unnest(${ids}::uuid[], ${more}::numeric[]) AS a (id, more) USING (id)
    WHERE w.id = locked.id AND w.left_at IS NULL AND w.owner_process = ${ownerProcess}::uuid
    RETURNING w.id, w.leased`;
  const leased = new Map(rows.map((row) => [row.id, amountOf(row.leased)]));
  const leases = new Map<ViewingId, Leased>();
  for (const {
    metered: { id },
    purse,
    purseBalance,
  } of given) {
    const has = leased.get(id);
    if (has !== undefined && purse) leases.set(id, { leased: has, purseBalance, noPlace: noPlace.has(id) });
  }
  return leases;
}

/**
 * Sets a minute's worth of the purse aside for a viewing, or as much as is there; who asks while it
 * is being asked waits for the same answer.
 */
export function lease(deps: LeaseDeps, metered: MeteredViewing, upTo?: Amount): Promise<void> {
  return deps.meters.leaseOnce(metered, () => leaseAll(deps, [{ metered, upTo: leaseTarget(metered, upTo) }]));
}
