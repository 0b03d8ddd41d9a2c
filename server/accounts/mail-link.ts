import { randomBytes } from 'node:crypto';
import { hashSecret } from '../hash-secret';
import { later } from '../clock';
import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type MailTokenPurpose } from '../generated/prisma/enums';
import { type AccountId } from '../ids';

/** A link that is good once, for whoever reads the mails of this address. */
export async function makeMailLink(
  { db, clock, config }: Pick<Deps, 'db' | 'clock' | 'config'>,
  { accountId, email, purpose, path, lasts }: MailLink,
): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  const createdAt = clock.now();
  const times = { createdAt, expiresAt: later(createdAt, lasts) };
  await db.mailToken.create({ data: { tokenHash: hashSecret(token), purpose, accountId, email, ...times } });
  return `${config.origin}${path}?${new URLSearchParams({ token }).toString()}`;
}

interface MailLink {
  accountId: AccountId;
  email: string;
  purpose: MailTokenPurpose;
  path: `/${string}`;
  /** Milliseconds. */
  lasts: number;
}

/** Whose link it is. A forged one, another kind's, a used and an old one are refused alike. */
export async function findMailLink(
  { db, clock }: Pick<Deps, 'clock'> & { db: Deps['db'] | Tx },
  purpose: MailTokenPurpose,
  token: string,
): Promise<{ accountId: AccountId; email: string }> {
  const found = await db.mailToken.findFirst({
    where: {
      tokenHash: hashSecret(token),
      purpose,
      usedAt: null,
      expiresAt: { gt: clock.now() },
      account: { deletedAt: null },
    },
    select: { accountId: true, email: true, account: { select: { email: true } } },
  });
  // to an address that the account has no more
  if (!found || found.email !== found.account.email) throw new DomainError('linkUnknown');
  return { accountId: found.accountId as AccountId, email: found.email };
}

/** Spends a link in the deed's transaction: of two that come at once, one wins. */
export async function spendMailLink(tx: Tx, { clock }: Pick<Deps, 'clock'>, token: string): Promise<void> {
  const usedAt = clock.now();
  const { count } = await tx.mailToken.updateMany({
    where: { tokenHash: hashSecret(token), usedAt: null, expiresAt: { gt: usedAt } },
    data: { usedAt },
  });
  if (count === 0) throw new DomainError('linkUnknown');
}
