import { amount, type Amount } from '../../sdk/money';
import { type H160 } from '../../sdk/voucher';
import { type Db, type Tx } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { amountOf } from '../money';
import { LEFT, UNPAID } from './outstanding';
import { STORAGE, storageFor, type Pair } from './tabs';

// SQL without parameters, to stand in queries on `purses p`: nothing from outside is ever put into
// it.
const PROMISED = `(
  SELECT coalesce(sum(w.leased - w.amount), 0) FROM viewings w
  WHERE w.viewer = p.viewer AND w.purse_nonce = p.nonce AND w.left_at IS NULL)`;
// What every key signed counts beside what the others did.
export const FREE = `greatest(0, ${LEFT} - ${PROMISED} - ${STORAGE} - (
  SELECT coalesce(sum(${UNPAID}), 0) FROM vouchers v
  WHERE v.viewer = p.viewer AND v.purse_nonce = p.nonce AND NOT v.skipped_for_good))`;

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

/**
 * The same, and the storage of the tabs that it and what is signed for go to, which the contract
 * takes of the purse besides.
 */
export function setAsideOf(db: Db | Tx, viewer: H160, nonce: number): Promise<Amount> {
  return one(db, `${PROMISED} + ${STORAGE}`, viewer, nonce);
}

/**
 * What of a purse is neither spent nor signed for nor set aside, and can be signed for to this
 * creator: a new tab's storage is taken off. Whoever decides by it holds the purse's row
 * (`lockPurse`).
 */
export async function freeOf(db: Db | Tx, { viewer, purseNonce, key, creator }: Pair): Promise<Amount> {
  const [row] = await db.$queryRawUnsafe<{ free: Prisma.Decimal }[]>(
    `SELECT greatest(0, ${FREE} - ${storageFor('$3::int', '$4::bpchar')}) AS free FROM purses p WHERE p.viewer = $1 AND p.nonce = $2`,
    ...[viewer, purseNonce, key, creator],
  );
  return row ? amountOf(row.free) : amount(0n);
}
