import { record } from '../audit/record';
import { type Deps, type Tx } from '../deps';
import { type AccountId } from '../ids';
import { rememberDevice } from '../identity/devices';
import { readMe, type Me } from '../identity/me';
import { refuseSuspended } from '../identity/suspended-pass';
import { type Visitor } from '../identity/visitor';

/** Somebody who has just signed in, and the cookie that says so. */
export interface Entered {
  account: Me;
  setCookie: string;
  /** The cookie by which this browser is known from now on. */
  deviceCookie: string;
}

/**
 * A new session at every sign-in, in the transaction that decided it; the one that this browser had
 * ends, so a session that somebody else planted or saw is worth nothing afterwards. The caller has
 * locked the account, or just made it.
 */
export async function startSession(
  tx: Tx,
  { clock, sessions, config }: Pick<Deps, 'clock' | 'sessions' | 'config'>,
  id: AccountId,
  { origin, signedIn }: Visitor,
  by: 'password' | 'wallet',
): Promise<Entered> {
  await refuseSuspended(tx, { clock, config }, id);
  const inside = sessions.inTransaction(tx);
  if (signedIn) await inside.end(signedIn.sessionId);
  const setCookie = await inside.create(id, origin);
  const deviceCookie = await rememberDevice(tx, { clock, config }, id, origin);
  const { ipAddress } = origin;
  const subject = `account:${id}` as const;
  await record(tx, { clock }, { actorId: id, action: 'account.signedIn', subject, detail: { by }, ipAddress });
  return { account: await readMe({ db: tx }, id), setCookie, deviceCookie };
}
