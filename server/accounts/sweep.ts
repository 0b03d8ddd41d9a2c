import { DAY, HOUR, later } from '../clock';
import { type Deps } from '../deps';

/** How many rows each sweep took. */
export interface Swept {
  sessions: number;
  challenges: number;
  limits: number;
  devices: number;
  origins: number;
  waiting: number;
}

/**
 * Takes away what time has made worthless: no answer depends on it, only the size of the tables
 * does.
 */
export async function sweep({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<Swept> {
  const now = clock.now();
  const past = { lte: now };
  const [sessions, challenges, limits, devices, origins, waiting] = await Promise.all([
    db.session.deleteMany({ where: { expiresAt: past } }),
    db.walletChallenge.deleteMany({ where: { expiresAt: past } }),
    // A key whose next regular try lies behind us has its whole burst again: the same as no row.
    db.rateLimit.deleteMany({ where: { arrivalAt: past } }),
    db.knownDevice.deleteMany({ where: { expiresAt: past } }),
    // Where somebody watched from counts for a day.
    db.viewing.updateMany({
      where: { leftAt: { not: null }, network: { not: '' }, joinedAt: { lt: later(now, -DAY) } },
      data: { network: '', device: '' },
    }),
    // Who was not heard for so long has left the line long before.
    db.waitingPlace.deleteMany({ where: { seenAt: { lt: later(now, -HOUR) } } }),
  ]);
  return {
    sessions: sessions.count,
    challenges: challenges.count,
    limits: limits.count,
    devices: devices.count,
    origins: origins.count,
    waiting: waiting.count,
  };
}
