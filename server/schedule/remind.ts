import { reachableFor } from '../access/visibility';
import { later } from '../clock';
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

/** A reminder that is due: whom to tell of which stream. */
export interface DueReminder {
  accountId: AccountId;
  streamId: StreamId;
  scheduledAt: Date;
}

/**
 * Reminders of streams that begin within `ahead` milliseconds, for people who may still open them.
 * The same one is due until the stream begins: who tells it tells it once.
 */
export async function remindersDue({ db, clock }: Pick<Deps, 'db' | 'clock'>, ahead: number): Promise<DueReminder[]> {
  const now = clock.now();
  const streams = await db.stream.findMany({
    where: { status: 'scheduled', scheduledAt: { gt: now, lte: later(now, ahead) }, reminders: { some: {} } },
    select: { id: true, scheduledAt: true, reminders: { select: { accountId: true } } },
    orderBy: { scheduledAt: 'asc' },
  });
  const due: DueReminder[] = [];
  for (const { id, scheduledAt, reminders } of streams) {
    for (const { accountId } of reminders as { accountId: AccountId }[]) {
      const open = await db.stream.count({ where: { AND: [reachableFor(accountId), { id }] } });
      if (open > 0 && scheduledAt) due.push({ accountId, streamId: id as StreamId, scheduledAt });
    }
  }
  return due;
}
