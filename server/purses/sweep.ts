import { DAY, later } from '../clock';
import { type Deps } from '../deps';

/**
 * Takes away what was prepared and never signed. What was sent stays: it is part of somebody's
 * history.
 */
export async function sweepTransactions({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  const { count } = await db.walletTransaction.deleteMany({
    where: { status: 'prepared', expiresAt: { lt: later(clock.now(), -DAY) } },
  });
  return count;
}
