import { type Deps, type PushTarget } from '../deps';
import { type Member } from '../identity/visitor';
import { limit } from '../limits/take';
import { DomainError } from '../errors';

/** So many browsers of an account are pushed to; the one that asked longest ago goes first. */
const MOST = 10;

/**
 * Pushes to this browser from now on, until its session ends. A browser that somebody else used
 * before belongs to who asks: they hold it.
 */
export async function subscribePush(
  deps: Pick<Deps, 'db' | 'clock' | 'push'>,
  { signedIn: { accountId, sessionId }, origin }: Member,
  { endpoint, p256dh, auth }: PushTarget,
): Promise<void> {
  const { db, clock, push } = deps;
  await limit(deps, 'subscribePush', origin, accountId);
  if (push.key === null) throw new DomainError('pushOff');
  if (!push.accepts(endpoint)) throw new DomainError('pushRefused');
  const row = { accountId, sessionId, p256dh, auth, createdAt: clock.now() };
  await db.$transaction(async (tx) => {
    await tx.pushSubscription.upsert({ where: { endpoint }, create: { endpoint, ...row }, update: row });
    const others = await tx.pushSubscription.findMany({
      where: { accountId, NOT: { endpoint } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: MOST - 1,
      select: { id: true },
    });
    if (others.length > 0) await tx.pushSubscription.deleteMany({ where: { id: { in: others.map(({ id }) => id) } } });
  });
}

/** Pushes to that browser no more; another's stays. */
export async function unsubscribePush(
  { db }: Pick<Deps, 'db'>,
  { signedIn: { accountId } }: Member,
  endpoint: string,
): Promise<void> {
  await db.pushSubscription.deleteMany({ where: { accountId, endpoint } });
}
