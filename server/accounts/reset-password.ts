import { randomUUID } from 'node:crypto';
import { record } from '../audit/record';
import { HOUR } from '../clock';
import { type Deps } from '../deps';
import { parseLanguage } from '../../texts/languages';
import { says } from '../../texts/says';
import { DomainError } from '../errors';
import { lockAccount } from '../identity/lock';
import { type Visitor } from '../identity/visitor';
import { type AccountId } from '../ids';
import { type JobData } from '../jobs/types';
import { limit } from '../limits/take';
import { writeLetter } from '../mail/letter';
import { isTooCommon } from './common-passwords';
import { findMailLink, makeMailLink, spendMailLink } from './mail-link';

const LASTS = HOUR;

/**
 * Asks for a link by which the password is set anew. The answer is the same, and takes the same
 * time, whether or not the address is that of an account: who looks is the one who sends.
 */
export async function askForReset(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs' | 'mail'>,
  { origin }: Visitor,
  email: string,
): Promise<void> {
  if (!deps.mail.on) throw new DomainError('mailOff');
  await limit(deps, 'askForReset', origin, email);
  await deps.db.$transaction((tx) => deps.jobs.enqueue(tx, { name: 'mailReset', data: { email } }));
}

/**
 * Sends the link to the confirmed address of an account that has a password. One that nobody
 * confirmed may be anybody's, and whoever signs in by a wallet alone has no password to forget.
 */
export async function mailReset(
  deps: Pick<Deps, 'db' | 'clock' | 'mail' | 'config'>,
  { email }: JobData['mailReset'],
): Promise<void> {
  const account = await deps.db.account.findFirst({
    where: { email, emailConfirmedAt: { not: null }, deletedAt: null, password: { isNot: null } },
    select: { id: true, handle: true, language: true },
  });
  if (!deps.mail.on || !account) return;
  const accountId = account.id as AccountId;
  const url = await makeMailLink(deps, { accountId, email, purpose: 'resetPassword', path: '/reset', lasts: LASTS });
  await deps.mail.send(
    writeLetter({
      to: email,
      subject: says('Choose a new password'),
      says: [
        says('Somebody, probably you, has forgotten the password of @{handle} at Vilokanam.', {
          handle: account.handle,
        }),
      ],
      link: { label: says('Choose a new password'), url },
      why: says('The link works once, for an hour. If it was not you, do nothing: your password stays as it is.'),
      language: parseLanguage(account.language) ?? 'en',
      id: `reset-${url.slice(-12)}`,
    }),
  );
}

/** Whose password a link sets: told only to who has the link. */
export async function readReset(
  deps: Pick<Deps, 'db' | 'clock'>,
  { origin }: Visitor,
  token: string,
): Promise<{ handle: string }> {
  await limit(deps, 'mailLink', origin, token);
  const { accountId } = await findMailLink(deps, 'resetPassword', token);
  return deps.db.account.findUniqueOrThrow({ where: { id: accountId }, select: { handle: true } });
}

/**
 * Sets the password by the link. Every session ends and every browser is forgotten, for one of them
 * may be why; other links are worth nothing from then on, and the account is told.
 */
export async function resetPassword(
  deps: Pick<Deps, 'db' | 'clock' | 'passwords' | 'sessions' | 'jobs'>,
  { origin }: Visitor,
  { token, password }: { token: string; password: string },
): Promise<{ handle: string }> {
  const { db, clock, passwords, sessions, jobs } = deps;
  await limit(deps, 'mailLink', origin, token);
  const { accountId } = await findMailLink(deps, 'resetPassword', token);
  const { handle } = await db.account.findUniqueOrThrow({ where: { id: accountId }, select: { handle: true } });
  if (isTooCommon(password, handle)) throw new DomainError('passwordTooCommon');
  const hash = await passwords.hash(password);
  await db.$transaction(async (tx) => {
    await lockAccount(tx, accountId, 'linkUnknown');
    await findMailLink({ clock, db: tx }, 'resetPassword', token);
    await spendMailLink(tx, deps, token);
    const updatedAt = clock.now();
    const { count } = await tx.passwordCredential.updateMany({ where: { accountId }, data: { hash, updatedAt } });
    if (count === 0) throw new DomainError('linkUnknown');
    await tx.mailToken.deleteMany({ where: { accountId, purpose: 'resetPassword', usedAt: null } });
    await sessions.inTransaction(tx).endAll(accountId);
    await tx.knownDevice.deleteMany({ where: { accountId } });
    const { ipAddress, userAgent } = origin;
    const kind = 'passwordReset' as const;
    await tx.securityEvent.create({ data: { accountId, kind, at: updatedAt, ipAddress, userAgent } });
    const subject = `account:${accountId}` as const;
    await record(tx, deps, { actorId: accountId, action: 'account.passwordReset', subject, ipAddress });
    await jobs.enqueue(tx, { name: 'mailResetDone', data: { accountId } });
  });
  return { handle };
}

/** Tells the owner at their address: whoever reads their mails might have done it. */
export async function mailResetDone(
  { db, mail, config }: Pick<Deps, 'db' | 'mail' | 'config'>,
  { accountId }: JobData['mailResetDone'],
): Promise<void> {
  const account = await db.account.findUnique({
    where: { id: accountId },
    select: { email: true, handle: true, language: true },
  });
  if (!mail.on || !account?.email) return;
  await mail.send(
    writeLetter({
      to: account.email,
      subject: says('Your password was changed'),
      says: [
        says(
          'The password of @{handle} at Vilokanam was set anew by a link that was sent to this address. All browsers are signed out.',
          { handle: account.handle },
        ),
      ],
      link: { label: says('Look at your account'), url: `${config.origin}/settings#security` },
      why: says('If it was not you, change the password of this mailbox first, then that of your account.'),
      language: parseLanguage(account.language) ?? 'en',
      id: `reset-done-${randomUUID()}`,
    }),
  );
}
