import { type Deps, type Tx } from '../deps';
import { type NotificationKind } from '../generated/prisma/enums';
import { type AccountId, type StreamId } from '../ids';
import { sql } from '../sql';
import { insertNotices } from './insert';
import { mayHear } from './may-hear';

type Needs = Pick<Deps, 'clock' | 'jobs'>;

interface NewNotice {
  accountId: AccountId;
  kind: NotificationKind;
  actorId: AccountId | null;
  streamId: StreamId | null;
  detail: Record<string, string | number | null>;
  /** The same event has the same key. */
  key: string;
}

/** Tells one account something, in the transaction in which it happened; the same event once. */
export async function notify(tx: Tx, deps: Needs, notice: NewNotice): Promise<void> {
  const { accountId, kind, actorId, streamId, detail, key } = notice;
  await insertNotices(
    tx,
    deps,
    kind,
    sql`SELECT n.account_id, n.stream_id, n.actor_id, ${JSON.stringify(detail)}::jsonb AS detail,
        ${`${kind}:${key}:${accountId}`} AS dedupe_key
      FROM (SELECT ${accountId}::uuid AS account_id, ${streamId}::uuid AS stream_id, ${actorId}::uuid AS actor_id,
          ${kind}::"NotificationKind" AS kind) n
        JOIN accounts a ON a.id = n.account_id LEFT JOIN streams s ON s.id = n.stream_id
      WHERE ${mayHear(deps.clock.now())}`,
  );
}

/** As much of a message as a notice shows. */
const SHOWN_TEXT = 200;

interface Mention {
  /** Who was named. */
  accountId: AccountId;
  /** Who wrote. */
  authorId: AccountId;
  streamId: StreamId;
  messageId: string;
  text: string;
}

/**
 * Tells somebody that they were named in a stream's chat, in the transaction that stores the
 * message. Naming oneself tells nobody.
 */
export async function notifyMention(tx: Tx, deps: Needs, mention: Mention): Promise<void> {
  const { accountId, authorId, streamId, messageId, text } = mention;
  if (accountId === authorId) return;
  const detail = { text: [...text].slice(0, SHOWN_TEXT).join(''), messageId };
  await notify(tx, deps, { accountId, kind: 'mention', actorId: authorId, streamId, detail, key: messageId });
}

interface Moderation {
  /** Whom it is about. */
  accountId: AccountId;
  /** Who did it, where that is to be told. */
  actorId: AccountId | null;
  streamId: StreamId | null;
  /** What happened, in one kind sentence for them, marked by `says` with values. */
  text: string;
  /** Until when it holds; null: it says so itself, or has no end. */
  until: Date | null;
  /** Where they can read more or answer; a path of this site. */
  path: `/${string}`;
  /** The deed, such as the id of the restriction: told once. */
  key: string;
}

/** Tells somebody what was decided about them, in the transaction of the decision. */
export async function notifyModeration(tx: Tx, deps: Needs, moderation: Moderation): Promise<void> {
  const { text, path, until, ...rest } = moderation;
  const detail = { text, path, ...(until ? { until: until.toISOString() } : {}) };
  await notify(tx, deps, { ...rest, kind: 'moderation', detail });
}
