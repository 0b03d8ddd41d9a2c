import { type Db, type Deps, type Tx } from '../deps';
import { type ChatKind } from '../generated/prisma/enums';
import { type AccountId, type MessageId, type StreamId, uuidv7 } from '../ids';
import { type Step, tellRoom } from './tell-room';
import { readPersonRow } from '../names/person';
import { notifyMention } from '../notifications/notify';
import { type ChatLine, lineOf, type ChatOf, type LineRow, lineSelect } from './line';
import { type Standing, standingsWith } from './standing';

/** A message that may be said: everything about it was looked at. */
export interface NewMessage {
  authorId: AccountId;
  /** What its author's page called it; null: it waited for a moderator. */
  clientId: string | null;
  body: string;
  replyToId: MessageId | null;
  mentions: { handle: string; accountId: AccountId }[];
  /** What somebody says, unless it is told otherwise. */
  kind?: ChatKind;
}

type Telling = Pick<Deps, 'rooms' | 'timers' | 'log'>;
type Storing = Telling & Pick<Deps, 'db' | 'clock' | 'jobs'>;
type Chat = ChatOf & { id: StreamId };

/** A message as it was stored, before the room is told. */
export interface Stored {
  line: ChatLine;
  step: Step;
}

/** What a line shows beside the message: who wrote it, what they are here, what it answers. */
export interface Around {
  author: LineRow['author'];
  standing: Standing;
  replyTo: LineRow['replyTo'];
}

/** Reads it before the message is stored: nobody waits for it then who waits for the chat. */
async function readAround(
  db: Db | Tx,
  { creatorId }: ChatOf,
  { authorId, replyToId }: Pick<NewMessage, 'authorId' | 'replyToId'>,
): Promise<Around> {
  // one after the other: it may be in a transaction, which has one connection
  const author = await readPersonRow(db, authorId);
  const standingOf = await standingsWith(db, creatorId, [authorId]);
  const select = lineSelect.replyTo.select;
  const replyTo = replyToId ? await db.chatMessage.findUniqueOrThrow({ where: { id: replyToId }, select }) : null;
  return { author, standing: standingOf(authorId), replyTo };
}

/** Stores a message and tells the room. */
export async function storeMessage(deps: Storing, chat: Chat, message: NewMessage, around?: Around): Promise<ChatLine> {
  // one statement needs no transaction
  const stored =
    message.mentions.length === 0
      ? insertMessage(deps.db, deps, chat, message, around)
      : deps.db.$transaction((tx) => insertMessage(tx, deps, chat, message, around));
  return tellStored(deps, chat, await stored);
}

/**
 * Stores a message and tells who is named, where anybody is in a transaction; `tellStored` tells
 * the room. The next revision of the chat is taken in the same statement, with its lock until it
 * ends, and the message's time is after all others there: so messages stand in the order of their
 * revisions, also where the clocks of processes differ.
 */
export async function insertMessage(
  db: Db | Tx,
  deps: Pick<Deps, 'clock' | 'jobs'>,
  chat: Chat,
  message: NewMessage,
  known?: Around,
): Promise<Stored> {
  const { author, standing, replyTo } = known ?? (await readAround(db, chat, message));
  const { authorId, clientId, body, replyToId, mentions, kind = 'message' } = message;
  const now = deps.clock.now();
  const id = uuidv7(now) as MessageId;
  const [stored] = await db.$queryRaw<{ sent_at: Date; revision: number }[]>`
    WITH step AS (
      INSERT INTO chats AS chat (stream_id, revision, newest_at) VALUES (${chat.id}::uuid, 1, ${now}::timestamptz)
      ON CONFLICT (stream_id) DO UPDATE SET revision = chat.revision + 1,
        newest_at = greatest(excluded.newest_at, chat.newest_at + interval '1 millisecond')
      RETURNING revision, newest_at
    )
    INSERT INTO chat_messages (id, stream_id, author_id, kind, body, sent_at, client_id, revision, reply_to_id)
    SELECT ${id}::uuid, ${chat.id}::uuid, ${authorId}::uuid, ${kind}::"ChatKind", ${body}, newest_at, ${clientId}::uuid,
      revision, ${replyToId}::uuid
    FROM step
    RETURNING sent_at, revision`;
  if (!stored) throw new Error('a message that is stored has a time');
  const { sent_at: sentAt, revision } = stored;
  if (mentions.length > 0)
    await db.chatMention.createMany({ data: mentions.map((mention) => ({ ...mention, messageId: id })) });
  for (const { accountId } of mentions)
    await notifyMention(db, deps, { accountId, authorId, streamId: chat.id, messageId: id, text: body });
  const said = { id, clientId, revision, kind, body, sentAt, deletedAt: null, mentions };
  return { line: lineOf(chat, { ...said, author, replyTo }, standing), step: { from: revision - 1, revision } };
}

/** Tells the room of a message that was stored. */
export async function tellStored(deps: Telling, { id }: Pick<Chat, 'id'>, { line, step }: Stored): Promise<ChatLine> {
  await tellRoom(deps, id, { kind: 'lines', lines: [line], ...step });
  return line;
}
