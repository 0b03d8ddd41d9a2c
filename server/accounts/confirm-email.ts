import { record } from '../audit/record';
import { DAY } from '../clock';
import { type Deps, type Tx } from '../deps';
import { parseLanguage } from '../../texts/languages';
import { says } from '../../texts/says';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';
import { lockAccount } from '../identity/lock';
import { type Member, type Visitor } from '../identity/visitor';
import { type JobData } from '../jobs/types';
import { limit } from '../limits/take';
import { writeLetter } from '../mail/letter';
import { findMailLink, makeMailLink, spendMailLink } from './mail-link';

const LASTS = 2 * DAY;

/** Has the link sent by which a new address is confirmed, in the transaction that stores it. */
export function askToConfirm(tx: Tx, { jobs }: Pick<Deps, 'jobs'>, accountId: AccountId): Promise<void> {
  return jobs.enqueue(tx, { name: 'mailConfirmation', data: { accountId } });
}

/** Sends it once more, for who asks. */
export async function resendConfirmation(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs' | 'mail'>,
  { signedIn: { accountId }, origin }: Member,
): Promise<void> {
  if (!deps.mail.on) throw new DomainError('mailOff');
  await limit(deps, 'sendMail', origin, accountId);
  const waits = { id: accountId, email: { not: null }, emailConfirmedAt: null };
  if ((await deps.db.account.count({ where: waits })) === 0) throw new DomainError('nothingToConfirm');
  await deps.db.$transaction((tx) => askToConfirm(tx, deps, accountId));
}

/** Sends the link; the address may have changed, gone or been confirmed since it was asked for. */
export async function mailConfirmation(
  deps: Pick<Deps, 'db' | 'clock' | 'mail' | 'config'>,
  { accountId }: JobData['mailConfirmation'],
): Promise<void> {
  const account = await deps.db.account.findUnique({
    where: { id: accountId },
    select: { email: true, emailConfirmedAt: true, handle: true, language: true },
  });
  if (!deps.mail.on || !account?.email || account.emailConfirmedAt) return;
  const { email, handle } = account;
  const link = { accountId, email, purpose: 'confirmEmail', path: '/confirm-email', lasts: LASTS } as const;
  const url = await makeMailLink(deps, link);
  await deps.mail.send(
    writeLetter({
      to: email,
      subject: says('Confirm your e-mail address'),
      says: [
        says(
          'This address was entered for the account @{handle} at Vilokanam. Confirm that it is yours, and you can be told by mail when somebody goes live, and get back in should you forget your password.',
          { handle },
        ),
      ],
      link: { label: says('Confirm this address'), url },
      why: says('The link works once, for two days. If you know nothing of it, do nothing: no more mail follows.'),
      language: parseLanguage(account.language) ?? 'en',
      id: `confirm-${url.slice(-12)}`,
    }),
  );
}

/** Confirms an address by the link that was sent to it. Whoever has the link need not sign in. */
export async function confirmEmail(
  deps: Pick<Deps, 'db' | 'clock'>,
  { origin }: Visitor,
  token: string,
): Promise<void> {
  await limit(deps, 'mailLink', origin, token);
  const { accountId } = await findMailLink(deps, 'confirmEmail', token);
  await deps.db.$transaction(async (tx) => {
    await lockAccount(tx, accountId, 'linkUnknown');
    const { email } = await findMailLink({ ...deps, db: tx }, 'confirmEmail', token);
    await spendMailLink(tx, deps, token);
    await tx.account.updateMany({ where: { id: accountId, email }, data: { emailConfirmedAt: deps.clock.now() } });
    const subject = `account:${accountId}` as const;
    await record(tx, deps, { actorId: null, action: 'account.emailConfirmed', subject, ipAddress: origin.ipAddress });
  });
}
