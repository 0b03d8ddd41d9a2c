import { lesser, sumOf } from './state';

/** Money, or what may be counted, that is to be shared by what is asked of it. */
export interface Pool {
  budget: bigint;
  /** The asks that have not had their share yet. */
  parts: bigint;
}

/** A pool for these asks: all of what is there, and never more than is asked. */
export function poolOf(there: bigint, asks: bigint[]): Pool {
  const parts = sumOf(asks);
  return { budget: lesser(there, parts), parts };
}

/**
 * The next one's share. One after the other they take all of the pool, each within one unit of its
 * fair part, whatever the order.
 */
export function shareOf(pool: Pool, part: bigint): bigint {
  const share = pool.parts === 0n ? 0n : (pool.budget * part) / pool.parts;
  pool.budget -= share;
  pool.parts -= part;
  return share;
}

/** What each of these asks gets of what is there. */
export function shared(there: bigint, asks: bigint[]): bigint[] {
  const pool = poolOf(there, asks);
  return asks.map((ask) => shareOf(pool, ask));
}
