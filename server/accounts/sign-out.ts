import { record } from '../audit/record';
import { type Deps } from '../deps';
import { type Visitor } from '../identity/visitor';

/** Ends this browser's session, if there is one, and answers the cookie that forgets it. */
export async function signOut(
  { db, clock, sessions }: Pick<Deps, 'db' | 'clock' | 'sessions'>,
  { signedIn, origin }: Visitor,
): Promise<{ setCookie: string }> {
  if (signedIn) {
    const { accountId, sessionId } = signedIn;
    const { ipAddress } = origin;
    await db.$transaction(async (tx) => {
      await sessions.inTransaction(tx).end(sessionId);
      const subject = `account:${accountId}` as const;
      await record(tx, { clock }, { actorId: accountId, action: 'account.signedOut', subject, ipAddress });
    });
  }
  return { setCookie: sessions.blankCookie() };
}
