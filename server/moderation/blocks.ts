import { type Deps, type Origin } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';
import { limit } from '../limits/take';
import { personOf, personSelect, type Person } from '../names/person';
import { findPerson } from './people';

type Store = Pick<Deps, 'db' | 'clock'>;

/** A list that one still could look through. */
const MOST = 1_000;

/** Somebody does not want to see or hear of somebody. They are not told. */
export async function block(deps: Store, blockerId: AccountId, origin: Origin, blockedId: AccountId): Promise<void> {
  if (blockerId === blockedId) throw new DomainError('blockSelf');
  await limit(deps, 'block', origin, blockerId);
  await findPerson(deps.db, { accountId: blockedId });
  if ((await deps.db.personalBlock.count({ where: { blockerId } })) >= MOST) throw new DomainError('tooManyBlocked');
  const data = { blockerId, blockedId, createdAt: deps.clock.now() };
  await deps.db.personalBlock.createMany({ data, skipDuplicates: true });
}

/** Takes it back; who was not blocked does not notice. */
export async function unblock({ db }: Pick<Deps, 'db'>, blockerId: AccountId, blockedId: AccountId): Promise<void> {
  await db.personalBlock.deleteMany({ where: { blockerId, blockedId } });
}

/** Whom somebody has blocked, by name. */
export async function readBlocked({ db }: Pick<Deps, 'db'>, blockerId: AccountId): Promise<Person[]> {
  const rows = await db.personalBlock.findMany({
    where: { blockerId, blocked: { deletedAt: null } },
    select: { blocked: { select: personSelect } },
    orderBy: { createdAt: 'desc' },
  });
  return rows.map(({ blocked }) => personOf(blocked));
}

/** The same by their ids alone. */
export async function readBlockedIds({ db }: Pick<Deps, 'db'>, blockerId: AccountId): Promise<AccountId[]> {
  const rows = await db.personalBlock.findMany({ where: { blockerId }, select: { blockedId: true } });
  return rows.map(({ blockedId }) => blockedId as AccountId);
}
