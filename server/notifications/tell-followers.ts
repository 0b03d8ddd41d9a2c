import { later, MINUTE } from '../clock';
import { type Deps, type Tx } from '../deps';
import { type AccountId, type StreamId } from '../ids';
import { type JobData } from '../jobs/types';
import { sql } from '../sql';
import { insertNotices } from './insert';
import { mayHear } from './may-hear';

/** So many people are told in one transaction: it is over before anybody waits for it. */
const PEOPLE_AT_ONCE = 100;
/** So long before its time followers, and whoever asked for it, are reminded of a stream. */
export const REMINDED_BEFORE = 15 * MINUTE;

/**
 * Has a creator's followers, and whoever asked to be reminded, told of a stream, in the transaction
 * that made it live, planned it or moved it. Asking again changes nothing: whoever was told is not
 * told twice. Of a plan that is not `announced` they are only reminded.
 */
export async function tellOfStream(
  tx: Tx,
  { clock, jobs }: Pick<Deps, 'clock' | 'jobs'>,
  streamId: StreamId,
  { announced = true }: { announced?: boolean } = {},
): Promise<void> {
  const stream = await tx.stream.findUniqueOrThrow({
    where: { id: streamId },
    select: { status: true, visibility: true, scheduledAt: true },
  });
  const { status, visibility, scheduledAt } = stream;
  if (status === 'ended') return;
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
  if (announced) await tell('scheduled');
  if (untilReminder > 0) await tell('reminder', untilReminder);
}

/** Has whoever asked to be reminded of a stream told, in the same transaction, that it is off. */
export async function tellOfCancelled(tx: Tx, { jobs }: Pick<Deps, 'jobs'>, streamId: StreamId): Promise<void> {
  const data = { news: 'cancelled', streamId, plan: null, after: null } as const;
  await jobs.enqueue(tx, { name: 'tellFollowers', data }, { key: keyOf(data) });
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
    if (!stream || stream.status !== STATUS_OF[news]) return;
    if (plan !== null && stream.scheduledAt?.toISOString() !== plan) return;
    const { creatorId } = stream;
    const told = await readAudience(tx, news, { streamId, creatorId, after });
    const key = news === 'reminder' ? `${news}:${streamId}:${plan}` : `${news}:${streamId}`;
    const kind = news === 'cancelled' ? 'reminder' : news;
    await insertNotices(
      tx,
      deps,
      kind,
      sql`SELECT a.id AS account_id, s.id AS stream_id, s.creator_id AS actor_id, '{}'::jsonb AS detail,
          ${`${key}:`} || a.id AS dedupe_key
        FROM streams s JOIN accounts a ON a.id = ANY(${told}::uuid[])
          CROSS JOIN (SELECT ${kind}::"NotificationKind" AS kind, ${creatorId}::uuid AS actor_id) n
        WHERE s.id = ${streamId}::uuid AND ${mayHear(deps.clock.now())}`,
    );
    const last = told[PEOPLE_AT_ONCE - 1];
    if (!last) return;
    const next = { ...data, after: last };
    await deps.jobs.enqueue(tx, { name: 'tellFollowers', data: next });
  });
}

const keyOf = ({ news, streamId, plan }: JobData['tellFollowers']) => `${news}:${streamId}:${plan}`;

/** What a stream is while there is such news of it. */
const STATUS_OF = { wentLive: 'live', scheduled: 'scheduled', reminder: 'scheduled', cancelled: 'ended' } as const;

/**
 * The next of those to be told, by their ids: followers who want to be, and whoever asked to be
 * reminded of this stream. A plan is told to followers alone, a cancelled one to whoever asked.
 */
async function readAudience(
  tx: Tx,
  news: JobData['tellFollowers']['news'],
  { streamId, creatorId, after }: { streamId: StreamId; creatorId: string; after: AccountId | null },
): Promise<AccountId[]> {
  const followers = sql`SELECT follower_id AS id FROM follows WHERE creator_id = ${creatorId}::uuid AND notify
    AND (${after}::uuid IS NULL OR follower_id > ${after}::uuid)`;
  const askers = sql`SELECT account_id AS id FROM reminders WHERE stream_id = ${streamId}::uuid
    AND (${after}::uuid IS NULL OR account_id > ${after}::uuid)`;
  const all = news === 'scheduled' ? followers : news === 'cancelled' ? askers : sql`${followers} UNION ${askers}`;
  const rows = await tx.$queryRaw<{ id: AccountId }[]>(sql`${all} ORDER BY id LIMIT ${PEOPLE_AT_ONCE}`);
  return rows.map(({ id }) => id);
}
