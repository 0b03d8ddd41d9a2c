import { record } from '../audit/record';
import { type Deps } from '../deps';
import { lockAccount } from '../identity/lock';
import { type Member } from '../identity/visitor';

/** Ends all sessions of one's account but this browser's. */
export async function endOtherSessions(
  deps: Pick<Deps, 'db' | 'clock' | 'sessions'>,
  { signedIn: { accountId, sessionId }, origin: { ipAddress } }: Member,
): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    await lockAccount(tx, accountId);
    await deps.sessions.inTransaction(tx).endAll(accountId, sessionId);
    const subject = `account:${accountId}` as const;
    await record(tx, deps, { actorId: accountId, action: 'account.otherSessionsEnded', subject, ipAddress });
  });
}
