import { record } from '../audit/record';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';
import { personOf, personSelect, type Person } from '../names/person';
import { findPerson, lockStanding, requireCreator, type Meant } from './people';
import { tell } from './tell';

type Store = Pick<Deps, 'db' | 'clock' | 'jobs'>;

/** More could not know each other. */
const MOST = 100;

/** A creator asks somebody to keep order. Asking twice is asking once. */
export async function appoint(deps: Store, actorId: AccountId, channelId: AccountId, meant: Meant): Promise<void> {
  requireCreator(channelId, actorId);
  const moderatorId = await findPerson(deps.db, meant);
  if (moderatorId === channelId) throw new DomainError('moderateSelf');
  await deps.db.$transaction(async (tx) => {
    await lockStanding(tx, channelId, channelId);
    if ((await tx.moderator.count({ where: { creatorId: channelId } })) >= MOST)
      throw new DomainError('tooManyModerators');
    const createdAt = deps.clock.now();
    const data = { creatorId: channelId, moderatorId, createdAt };
    const { count } = await tx.moderator.createMany({ data, skipDuplicates: true });
    if (count === 0) return;
    await record(tx, deps, {
      actorId,
      action: 'moderation.appointed',
      subject: `channel:${channelId}`,
      detail: { person: moderatorId },
    });
    const news = { what: 'appointed', channelId, text: '' } as const;
    await tell(tx, deps, moderatorId, createdAt.toISOString(), news);
  });
}

/** Somebody keeps no order any more; who did not does not notice. A moderator may also go. */
export async function dismiss(
  deps: Store,
  actorId: AccountId,
  channelId: AccountId,
  moderatorId: AccountId,
): Promise<void> {
  if (actorId !== moderatorId) requireCreator(channelId, actorId);
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.moderator.deleteMany({ where: { creatorId: channelId, moderatorId } });
    if (count === 0) return;
    await record(tx, deps, {
      actorId,
      action: 'moderation.dismissed',
      subject: `channel:${channelId}`,
      detail: { person: moderatorId },
    });
    if (actorId === moderatorId) return;
    const news = { what: 'dismissed', channelId, text: '' } as const;
    await tell(tx, deps, moderatorId, deps.clock.now().toISOString(), news);
  });
}

/** Who keeps order in a channel beside its creator. */
export async function readModerators({ db }: Pick<Deps, 'db'>, channelId: AccountId): Promise<Person[]> {
  const rows = await db.moderator.findMany({
    where: { creatorId: channelId, moderator: { deletedAt: null } },
    select: { moderator: { select: personSelect } },
    orderBy: { createdAt: 'asc' },
  });
  return rows.map(({ moderator }) => personOf(moderator));
}

/** The channels of others in which somebody keeps order. */
export async function readModerated({ db }: Pick<Deps, 'db'>, accountId: AccountId): Promise<Person[]> {
  const rows = await db.moderator.findMany({
    where: { moderatorId: accountId, creator: { deletedAt: null } },
    select: { creator: { select: personSelect } },
    orderBy: { createdAt: 'asc' },
  });
  return rows.map(({ creator }) => personOf(creator));
}
