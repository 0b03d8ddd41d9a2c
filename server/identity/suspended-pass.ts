import { createHmac, timingSafeEqual } from 'node:crypto';
import { bansInForce } from '../access/bans';
import { HOUR, later, SECOND } from '../clock';
import { type Deps, type Tx } from '../deps';
import { says } from '../../texts/says';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';

/** Long enough to write a page. */
const LASTS = HOUR;
const COOKIE = /(?:^|;\s*)(?:__Host-)?vilokanam-suspended=([^;]*)/;
const PASS = /^([0-9a-f-]{36})\.(\d{13})\.([\w-]{43})$/;

/** The pass that a Cookie header brings; null when it brings none. */
export function suspendedPassOf(cookieHeader: string | undefined): string | null {
  return COOKIE.exec(cookieHeader ?? '')?.[1] ?? null;
}

/** What the proven owner of a suspended account is told, and the cookie of their pass. */
export class AccountSuspended extends DomainError {
  constructor(
    reason: string,
    readonly setCookie: string,
  ) {
    const sentence = says('This account is suspended: “{reason}” You can say once what you think of it.', { reason });
    super('accountSuspended', undefined, { name: sentence });
  }
}

/**
 * Refuses an account that the site keeps out. Only whoever has just proved to be its owner comes so
 * far: they get a pass with which they can read and answer the suspension, and nothing else.
 */
export async function refuseSuspended(
  tx: Tx,
  { clock, config }: Pick<Deps, 'clock' | 'config'>,
  accountId: AccountId,
): Promise<void> {
  const now = clock.now();
  const where = { AND: [bansInForce(now), { accountId, creatorId: null }] };
  const select = { id: true, reason: true, account: { select: { mailKey: true } } } as const;
  const suspension = await tx.restriction.findFirst({ where, select });
  if (!suspension) return;
  const expires = later(now, LASTS).getTime();
  const pass = `${suspension.id}.${expires}.${signatureOf(suspension.account.mailKey, suspension.id, expires)}`;
  const secure = config.origin.startsWith('https:');
  const attributes = `Path=/; Max-Age=${LASTS / SECOND}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  const cookie = `${secure ? '__Host-' : ''}vilokanam-suspended=${pass}; ${attributes}`;
  throw new AccountSuspended(suspension.reason, cookie);
}

/** Whose suspension a pass is for, as long as it is in force; null where it is for none. */
export async function readSuspendedPass(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  pass: string | null | undefined,
): Promise<{ restrictionId: string; accountId: AccountId } | null> {
  const [, restrictionId = '', expires = '', signature = ''] = PASS.exec(pass ?? '') ?? [];
  const now = clock.now();
  if (Number(expires) <= now.getTime()) return null;
  const suspension = await db.restriction.findFirst({
    where: { AND: [bansInForce(now), { id: restrictionId, creatorId: null }] },
    select: { accountId: true, account: { select: { mailKey: true } } },
  });
  if (!suspension) return null;
  const right = signatureOf(suspension.account.mailKey, restrictionId, Number(expires));
  if (!timingSafeEqual(Buffer.from(right), Buffer.from(signature))) return null;
  return { restrictionId, accountId: suspension.accountId as AccountId };
}

function signatureOf(mailKey: string, restrictionId: string, expires: number): string {
  return createHmac('sha256', mailKey).update(`suspended\n${restrictionId}\n${expires}`).digest('base64url');
}
