import { randomBytes } from 'node:crypto';
import { type Deps, type Origin } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId } from '../ids';
import { limit } from '../limits/take';
import { hashSecret } from '../hash-secret';
import { knownTo, type Pass } from './visibility';

/**
 * Opens a stream by its password: for the account of who gives it, or, for who has none, by a pass
 * that their browser keeps. A new password makes both worthless.
 */
export async function unlock(
  deps: Pick<Deps, 'db' | 'clock' | 'passwords'>,
  { accountId, origin }: { accountId: AccountId | null; origin: Origin },
  streamId: StreamId,
  password: string,
): Promise<{ pass: Pass | null }> {
  const { db, clock, passwords } = deps;
  await limit(deps, 'unlock', origin, `${accountId ?? origin.ipAddress} ${streamId}`);
  const stream = await db.stream.findFirst({
    where: { AND: [knownTo(accountId), { id: streamId, visibility: 'password' }] },
    select: { password: { select: { hash: true } } },
  });
  const hash = stream?.password?.hash ?? null;
  if (!(await passwords.verify(hash, password))) throw new DomainError('wrongStreamPassword');
  const pass = accountId ? null : randomBytes(32).toString('base64url');
  await db.$transaction(async (tx) => {
    // whoever changes the password meanwhile shuts this one out, too
    await tx.$queryRaw`SELECT stream_id FROM stream_passwords WHERE stream_id = ${streamId}::uuid FOR SHARE`;
    const now = await tx.streamPassword.findUnique({ where: { streamId }, select: { hash: true } });
    if (now?.hash !== hash) throw new DomainError('wrongStreamPassword');
    const data = { streamId, accountId, passHash: pass && hashSecret(pass), createdAt: clock.now() };
    await tx.streamUnlock.createMany({ data, skipDuplicates: true });
  });
  return { pass };
}

/** Somebody says that they are of age: their account is asked no more. */
export async function confirmAdult({ db, clock }: Pick<Deps, 'db' | 'clock'>, accountId: AccountId): Promise<void> {
  await db.account.updateMany({ where: { id: accountId, adultAt: null }, data: { adultAt: clock.now() } });
}
