import { later, MINUTE } from '../clock';
import { type Deps, type Tx } from '../deps';
import { type AccountId, type StreamId } from '../ids';
import { type JobData } from '../jobs/types';
import { sql } from '../sql';
import { insertNotices } from './insert';
import { mayHear } from './may-hear';

/** So many followers are told in one transaction: it is over before anybody waits for it. */
const FOLLOWERS_AT_ONCE = 100;
/** So long before its time followers are reminded of a stream. */
export const REMINDED_BEFORE = 15 * MINUTE;

/**
 * Has a creator's followers told of a stream, in the transaction that made it live, planned it or
 * moved it. Asking again changes nothing: whoever was told is not told twice.
 */
export async function tellOfStream(tx: Tx, { clock, jobs }: Pick<Deps, 'clock' | 'jobs'>, streamId: StreamId) {
  const stream = await tx.stream.findUniqueOrThrow({
    where: { id: streamId },
    select: { status: true, visibility: true, scheduledAt: true },
  });
  const { status, visibility, scheduledAt } = stream;
  if (visibility === 'unlisted' || status === 'ended') return;
  const plan = scheduledAt?.toISOString() ?? null;
  const tell = (news: JobData['tellFollowers']['news'], inMs = 0) => {
    const data = { news, streamId, plan: news === 'wentLive' ? null : plan, after: null };
    // somebody else may see it after its visibility has changed
    const key = `${keyOf(data)}:${visibility}`;
    return jobs.enqueue(tx, { name: 'tellFollowers', data }, { key, inMs });
  };
  if (status === 'live') return tell('wentLive');
  if (!scheduledAt) return;
  const untilReminder = later(scheduledAt, -REMINDED_BEFORE).getTime() - clock.now().getTime();
  await tell('scheduled');
  if (untilReminder > 0) await tell('reminder', untilReminder);
}

/**
 * Tells the next followers, and asks for those after them in the same transaction. Does nothing
 * when the stream is not what it was to be told as: moved, cancelled, over.
 */
export async function tellFollowers(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  data: JobData['tellFollowers'],
): Promise<void> {
  const { news, streamId, plan, after } = data;
  await deps.db.$transaction(async (tx) => {
    const stream = await tx.stream.findUnique({
      where: { id: streamId },
      select: { status: true, scheduledAt: true, creatorId: true },
    });
    if (!stream || stream.status !== (news === 'wentLive' ? 'live' : 'scheduled')) return;
    if (news !== 'wentLive' && stream.scheduledAt?.toISOString() !== plan) return;
    const { creatorId } = stream;
    // whoever asked to be reminded is told whether they follow or not, with the first part
    const asked =
      news === 'reminder' && after === null
        ? await tx.reminder.findMany({ where: { streamId }, select: { accountId: true } })
        : [];
    const followers = await tx.follow.findMany({
      where: { creatorId, ...(after && { followerId: { gt: after } }) },
      orderBy: { followerId: 'asc' },
      take: FOLLOWERS_AT_ONCE,
      select: { followerId: true, notify: true },
    });
    const told = followers.filter(({ notify }) => notify).map(({ followerId }) => followerId);
    told.push(...asked.map(({ accountId }) => accountId));
    const key = news === 'reminder' ? `${news}:${streamId}:${plan}` : `${news}:${streamId}`;
    await insertNotices(
      tx,
      deps,
      news,
      sql`SELECT a.id AS account_id, s.id AS stream_id, s.creator_id AS actor_id, '{}'::jsonb AS detail,
          ${`${key}:`} || a.id AS dedupe_key
        FROM streams s JOIN accounts a ON a.id = ANY(${told}::uuid[])
          CROSS JOIN (SELECT ${news}::"NotificationKind" AS kind, ${creatorId}::uuid AS actor_id) n
        WHERE s.id = ${streamId}::uuid AND ${mayHear(deps.clock.now())}`,
    );
    const last = followers[FOLLOWERS_AT_ONCE - 1];
    if (!last) return;
    const next = { ...data, after: last.followerId as AccountId };
    await deps.jobs.enqueue(tx, { name: 'tellFollowers', data: next });
  });
}

const keyOf = ({ news, streamId, plan }: JobData['tellFollowers']) => `${news}:${streamId}:${plan}`;
