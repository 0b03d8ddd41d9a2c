import { later } from '../clock';
import { type Deps, type Tx } from '../deps';
import { type ChatKind } from '../generated/prisma/enums';
import { type AccountId, type MessageId, type StreamId, uuidv7 } from '../ids';
import { type Step, tellRoom } from './tell-room';
import { notifyMention } from '../notifications/notify';
import { type ChatLine, type ChatOf, type LineRow, lineSelect, linesOf } from './line';
import { takeRevisions } from './revisions';

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

type Storing = Pick<Deps, 'db' | 'clock' | 'rooms' | 'timers' | 'log' | 'jobs'>;
type Chat = ChatOf & { id: StreamId };

/** A message as it was stored, before the room is told. */
export interface Stored {
  row: LineRow;
  step: Step;
}

/** Stores a message and tells the room. */
export async function storeMessage(deps: Storing, chat: Chat, message: NewMessage): Promise<ChatLine> {
  return tellStored(deps, chat, await deps.db.$transaction((tx) => insertMessage(tx, deps, chat, message)));
}

/** Stores a message in a transaction and tells who is named; `tellStored` tells the room. */
export async function insertMessage(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'jobs'>,
  chat: Chat,
  { mentions, ...message }: NewMessage,
): Promise<Stored> {
  const step = await takeRevisions(tx, chat.id);
  const sentAt = await nextTime(tx, chat.id, deps.clock.now());
  const id = uuidv7(sentAt);
  const data = { ...message, id, streamId: chat.id, sentAt, revision: step.revision };
  const row = await tx.chatMessage.create({
    data: { ...data, mentions: { createMany: { data: mentions } } },
    select: lineSelect,
  });
  const { authorId, body: text } = message;
  for (const { accountId } of mentions)
    await notifyMention(tx, deps, { accountId, authorId, streamId: chat.id, messageId: id, text });
  return { row, step };
}

/** Tells the room of a message that was stored. */
export async function tellStored(deps: Storing, chat: Chat, { row, step }: Stored): Promise<ChatLine> {
  const [line] = await linesOf(deps.db, chat, [row]);
  if (!line) throw new Error('a row gives a line');
  await tellRoom(deps, chat.id, { kind: 'lines', lines: [line], ...step });
  return line;
}

/**
 * The time of a new message, under the lock of its chat: after all others there, so that messages
 * stand in the order of their revisions, also where the clocks of processes differ.
 */
async function nextTime(tx: Tx, streamId: StreamId, now: Date): Promise<Date> {
  const newest = await tx.chatMessage.findFirst({
    where: { streamId },
    orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
    select: { sentAt: true },
  });
  return newest && newest.sentAt >= now ? later(newest.sentAt, 1) : now;
}
