import { vi } from 'vitest';
import { type Db, type Tx } from '../deps';

/**
 * Holds what `take` locks while `meanwhile` runs, then lets go. Inside, `waiting(n)` resolves once
 * so many statements of this database wait for a lock: so a race is put into the order that the
 * test names, and no time is guessed.
 */
export async function whileHeld(
  db: Db,
  take: (tx: Tx) => Promise<unknown>,
  meanwhile: (waiting: (statements: number) => Promise<void>) => Promise<void>,
): Promise<void> {
  await db.$transaction(
    async (tx) => {
      await take(tx);
      await meanwhile(async (statements) => {
        await vi.waitUntil(async () => (await waitingIn(db)) >= statements, { timeout: 4_000 });
      });
    },
    { timeout: 20_000 },
  );
}

/** Asked outside the transaction: inside, PostgreSQL answers the same until it ends. */
async function waitingIn(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<{ waiting: number }[]>`
    SELECT count(*)::int AS waiting FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row?.waiting ?? 0;
}
