import { reachableFor } from '../access/visibility';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId } from '../ids';

/** So many streams at once: enough for anybody's month. */
const MOST = 200;

/** Somebody wants to be told before a stream begins; asking twice is asking once. */
export async function remind(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  accountId: AccountId,
  streamId: StreamId,
): Promise<void> {
  const stream = await db.stream.findFirst({
    where: { AND: [reachableFor(accountId), { id: streamId, status: 'scheduled', scheduledAt: { not: null } }] },
    select: { creatorId: true },
  });
  if (!stream) throw new DomainError('notFound');
  const mine = await db.reminder.count({ where: { accountId, stream: { status: 'scheduled' } } });
  if (mine >= MOST) throw new DomainError('tooManyReminders');
  await db.reminder.createMany({ data: { accountId, streamId, createdAt: clock.now() }, skipDuplicates: true });
}

/** No reminder any more. */
export async function forget({ db }: Pick<Deps, 'db'>, accountId: AccountId, streamId: StreamId): Promise<void> {
  await db.reminder.deleteMany({ where: { accountId, streamId } });
}
