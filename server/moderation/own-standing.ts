import { knownTo } from '../access/visibility';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId } from '../ids';
import { keepsOrder } from './people';
import { readOwnBan, type OwnBan } from './restrict';

/** What somebody is told of themselves beside a stream. */
export interface OwnStanding {
  ban: OwnBan | null;
  /** They keep order here, or it is their own. */
  keepsOrder: boolean;
}

/** Who is not signed in was never banned. */
export async function readOwnStanding(
  deps: Pick<Deps, 'db' | 'clock'>,
  accountId: AccountId | null,
  id: StreamId,
): Promise<OwnStanding> {
  const where = { AND: [knownTo(accountId), { id }] };
  const stream = await deps.db.stream.findFirst({ where, select: { creatorId: true } });
  if (!stream) throw new DomainError('notFound');
  if (!accountId) return { ban: null, keepsOrder: false };
  const { creatorId } = stream;
  const [ban, keeping] = await Promise.all([
    readOwnBan(deps, accountId, creatorId),
    keepsOrder(deps.db, creatorId, accountId),
  ]);
  return { ban, keepsOrder: keeping };
}
