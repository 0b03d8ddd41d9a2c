import { record } from '../audit/record';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type SessionId } from '../ids';
import { lockAccount } from '../identity/lock';
import { type Member } from '../identity/visitor';

/**
 * Ends one of one's own sessions. When it is this browser's, the answer carries the cookie that
 * forgets it.
 */
export async function endSession(
  deps: Pick<Deps, 'db' | 'clock' | 'sessions'>,
  { signedIn: { accountId, sessionId }, origin: { ipAddress } }: Member,
  id: SessionId,
): Promise<{ setCookie: string | null }> {
  await deps.db.$transaction(async (tx) => {
    await lockAccount(tx, accountId);
    const { count } = await tx.session.deleteMany({ where: { publicId: id, accountId } });
    if (count === 0) throw new DomainError('notFound');
    await record(tx, deps, { actorId: accountId, action: 'account.sessionEnded', subject: `session:${id}`, ipAddress });
  });
  return { setCookie: id === sessionId ? deps.sessions.blankCookie() : null };
}
