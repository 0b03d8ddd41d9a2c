import { type Deps, type Tx } from '../deps';
import { type NotificationKind } from '../generated/prisma/enums';
import { type Sql } from '../sql';
import { USUAL_WAYS } from './kinds';

/** So many messages go out in one job. */
const MESSAGES_A_JOB = 50;

/**
 * Writes notices down for whom `source` names, and asks for what is to leave the house, in the
 * transaction of what happened: neither is ever there without the other, and once. `source` selects
 * account_id, stream_id, actor_id, detail and dedupe_key, an account once.
 */
export async function insertNotices(
  tx: Tx,
  { clock, jobs }: Pick<Deps, 'clock' | 'jobs'>,
  kind: NotificationKind,
  source: Sql,
): Promise<void> {
  const { bell, push, mail } = USUAL_WAYS[kind];
  const leaving = await tx.$queryRaw<{ id: string; push: boolean; mail: boolean }[]>`
    WITH wanted AS (
      SELECT w.*, coalesce(c.bell, ${bell}) AS bell,
        coalesce(c.push, ${push}) AND EXISTS (SELECT FROM push_subscriptions p WHERE p.account_id = a.id) AS push,
        coalesce(c.mail, ${mail}) AND a.email IS NOT NULL AND a.email_confirmed_at IS NOT NULL AS mail
      FROM (${source}) w JOIN accounts a ON a.id = w.account_id
        LEFT JOIN notice_choices c ON c.account_id = a.id AND c.kind = ${kind}::"NotificationKind"
      WHERE a.deleted_at IS NULL
    ), told AS (
      INSERT INTO notifications (id, account_id, kind, stream_id, actor_id, detail, dedupe_key, bell, created_at)
      SELECT uuidv7(), account_id, ${kind}::"NotificationKind", stream_id, actor_id, detail, dedupe_key, bell,
        ${clock.now()}::timestamptz
      FROM wanted WHERE bell OR push OR mail
      ON CONFLICT (dedupe_key) DO NOTHING
      RETURNING id, account_id
    )
    SELECT told.id, wanted.push, wanted.mail FROM told JOIN wanted USING (account_id) WHERE wanted.push OR wanted.mail`;
  for (const way of ['push', 'mail'] as const) {
    const ids = leaving.filter((row) => row[way]).map(({ id }) => id);
    for (let from = 0; from < ids.length; from += MESSAGES_A_JOB)
      await jobs.enqueue(tx, { name: 'deliver', data: { way, notices: ids.slice(from, from + MESSAGES_A_JOB) } });
  }
}
