import { randomBytes } from 'node:crypto';
import { hashSecret } from '../hash-secret';
import { DAY, later, SECOND } from '../clock';
import { type Deps, type Origin, type Tx } from '../deps';
import { type AccountId } from '../ids';
import { limit } from '../limits/take';

/** As long as browsers keep a cookie; each sign-in begins it anew. */
const KEPT = 400 * DAY;
/** So many browsers of an account are known; the one that signed in longest ago goes first. */
const MOST = 20;
const SECRET = /^[0-9a-f]{40}$/;
const COOKIE = /(?:^|;\s*)(?:__Host-)?vilokanam-device=([^;]*)/;

/**
 * The device that a Cookie header names; null when it names none. It signs nobody in: it only has
 * its tries counted apart.
 */
export function deviceOf(cookieHeader: string | undefined): string | null {
  const secret = COOKIE.exec(cookieHeader ?? '')?.[1] ?? '';
  return SECRET.test(secret) ? secret : null;
}

/**
 * Counts a try to sign in to an account. One that comes from a browser which signed in to this
 * account before is counted by that browser alone: so whoever tries wrong passwords elsewhere, or
 * in the same network, does not lock the owner out.
 */
export async function limitSignIn(
  deps: Pick<Deps, 'db' | 'clock'>,
  what: 'signIn' | 'walletChallenge',
  origin: Origin,
  { subject, findAccount }: { subject: string; findAccount: () => Promise<string | null> },
): Promise<void> {
  // asked only where a device is named: else nothing is looked up before the limit
  const known = origin.device ? await knownDeviceKey(deps, origin.device, await findAccount()) : null;
  if (known) await limit(deps, `${what}Known`, origin, known);
  else await limit(deps, what, origin, subject);
}

async function knownDeviceKey(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  secret: string,
  accountId: string | null,
): Promise<string | null> {
  if (accountId === null) return null;
  const secretHash = hashSecret(secret);
  const known = await db.knownDevice.count({ where: { accountId, secretHash, expiresAt: { gt: clock.now() } } });
  return known > 0 ? `${accountId} ${secretHash}` : null;
}

/**
 * Knows no browser of the account any more but the one at hand: whoever signed in by an old
 * password elsewhere has no tries of their own left.
 */
export async function forgetOtherDevices(tx: Tx, accountId: AccountId, { device }: Origin): Promise<void> {
  const here = device ? { NOT: { secretHash: hashSecret(device) } } : {};
  await tx.knownDevice.deleteMany({ where: { accountId, ...here } });
}

/**
 * Knows this browser from now on, and answers the cookie by which it is known. Only a secret that
 * was given out here is kept.
 */
export async function rememberDevice(
  tx: Tx,
  { clock, config }: Pick<Deps, 'clock' | 'config'>,
  accountId: AccountId,
  { device }: Origin,
): Promise<string> {
  const now = clock.now();
  const expiresAt = later(now, KEPT);
  const ours = device ? await tx.knownDevice.count({ where: { secretHash: hashSecret(device) } }) : 0;
  const secret = device && ours > 0 ? device : randomBytes(20).toString('hex');
  const key = { accountId, secretHash: hashSecret(secret) };
  await tx.knownDevice.upsert({
    where: { accountId_secretHash: key },
    create: { ...key, signedInAt: now, expiresAt },
    update: { signedInAt: now, expiresAt },
  });
  const others = await tx.knownDevice.findMany({
    where: { accountId, NOT: { secretHash: key.secretHash } },
    orderBy: [{ signedInAt: 'desc' }, { secretHash: 'asc' }],
    skip: MOST - 1,
    select: { secretHash: true },
  });
  if (others.length > 0) {
    await tx.knownDevice.deleteMany({ where: { accountId, secretHash: { in: others.map((one) => one.secretHash) } } });
  }
  const secure = config.origin.startsWith('https:');
  const attributes = `Path=/; Max-Age=${KEPT / SECOND}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return `${secure ? '__Host-' : ''}vilokanam-device=${secret}; ${attributes}`;
}
