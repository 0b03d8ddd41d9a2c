import { DAY, later } from '../clock';
import { type Deps } from '../deps';

/** A bell goes back so far. */
const KEPT = 180 * DAY;

/** Takes away what is old, and links that are good no more. */
export async function sweepNotices({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  const now = clock.now();
  await db.notification.deleteMany({ where: { createdAt: { lt: later(now, -KEPT) } } });
  await db.mailToken.deleteMany({ where: { expiresAt: { lt: later(now, -DAY) } } });
}
