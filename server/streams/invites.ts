import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId } from '../ids';
import { record } from '../audit/record';
import { personOf, personSelect, type Person } from '../names/person';

type Store = Pick<Deps, 'db' | 'clock'>;

/** A room of guests, not a way around public streams. */
const MOST = 500;

/** Who was invited to a stream of one's own, by name. */
export async function readInvites(
  { db }: Pick<Deps, 'db'>,
  creatorId: AccountId,
  streamId: StreamId,
): Promise<Person[]> {
  await ownStream({ db }, creatorId, streamId);
  const rows = await db.streamInvite.findMany({
    where: { streamId, account: { deletedAt: null } },
    select: { account: { select: personSelect } },
    orderBy: { account: { handle: 'asc' } },
  });
  return rows.map(({ account }) => personOf(account));
}

/** Invites somebody by their handle; inviting twice is inviting once. */
export async function invite(deps: Store, creatorId: AccountId, streamId: StreamId, handle: string): Promise<void> {
  await ownStream(deps, creatorId, streamId);
  const guest = await deps.db.account.findFirst({
    where: { handle, deletedAt: null },
    select: { id: true },
  });
  if (!guest) throw new DomainError('noSuchPerson');
  if (guest.id === creatorId) throw new DomainError('inviteSelf');
  if ((await deps.db.streamInvite.count({ where: { streamId } })) >= MOST) throw new DomainError('tooManyInvites');
  await deps.db.$transaction(async (tx) => {
    const data = { streamId, accountId: guest.id, createdAt: deps.clock.now() };
    const { count } = await tx.streamInvite.createMany({ data, skipDuplicates: true });
    if (count > 0)
      await record(tx, deps, {
        actorId: creatorId,
        action: 'stream.invited',
        subject: `stream:${streamId}`,
        detail: { accountId: guest.id },
      });
  });
}

/** Takes an invitation back. */
export async function uninvite(
  deps: Store,
  creatorId: AccountId,
  streamId: StreamId,
  accountId: AccountId,
): Promise<void> {
  await ownStream(deps, creatorId, streamId);
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.streamInvite.deleteMany({ where: { streamId, accountId } });
    if (count > 0)
      await record(tx, deps, {
        actorId: creatorId,
        action: 'stream.uninvited',
        subject: `stream:${streamId}`,
        detail: { accountId },
      });
  });
}

/** A video has guests only while it is there. */
async function ownStream({ db }: Pick<Deps, 'db'>, creatorId: AccountId, id: StreamId): Promise<void> {
  const open = [{ status: { not: 'recorded' as const } }, { video: { status: 'ready' as const } }];
  if (!(await db.stream.findFirst({ where: { id, creatorId, OR: open }, select: { id: true } })))
    throw new DomainError('notFound');
}
