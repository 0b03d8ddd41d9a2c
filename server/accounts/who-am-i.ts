import { type Deps, type SignedIn } from '../deps';
import { countUnread } from '../notifications/read';
import { type SecurityNews, unseenEvents } from '../security/events';
import { type Me, readMe } from '../identity/me';

/**
 * Who is signed in, how many notices wait (counted up to a hundred), and what this session has not
 * been told yet of the account's safety.
 */
export interface WhoAmI {
  account: Me | null;
  unread: number;
  news: SecurityNews[];
}

/** Also for somebody who is not signed in: then there is no account. */
export async function whoAmI(deps: Pick<Deps, 'db' | 'clock'>, signedIn: SignedIn | null): Promise<WhoAmI> {
  if (!signedIn) return { account: null, unread: 0, news: [] };
  const { accountId: id } = signedIn;
  const [account, unread, news] = await Promise.all([
    readMe(deps, id),
    countUnread(deps, id),
    unseenEvents(deps, signedIn),
  ]);
  return { account, unread, news };
}
