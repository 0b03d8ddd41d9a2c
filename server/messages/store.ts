import { later } from '../clock';
import { type Deps, type Tx } from '../deps';
import { type AccountId, type MessageId, type StreamId, uuidv7 } from '../ids';
import { deliver } from './deliver';
import { type ChatLine, type ChatOf, lineSelect, linesOf } from './line';
import { takeRevisions } from './revisions';

/** A message that may be said: everything about it was looked at. */
export interface NewMessage {
  authorId: AccountId;
  clientId: string;
  body: string;
  replyToId: MessageId | null;
  mentions: { handle: string; accountId: AccountId }[];
}

/** Stores a message and tells the room. */
export async function storeMessage(
  deps: Pick<Deps, 'db' | 'clock' | 'rooms' | 'timers' | 'log'>,
  chat: ChatOf & { id: StreamId },
  { mentions, ...message }: NewMessage,
): Promise<ChatLine> {
  const { row, step } = await deps.db.$transaction(async (tx) => {
    const step = await takeRevisions(tx, chat.id);
    const sentAt = await nextTime(tx, chat.id, deps.clock.now());
    const id = uuidv7(sentAt);
    const data = { ...message, id, streamId: chat.id, sentAt, revision: step.revision };
    const row = await tx.chatMessage.create({
      data: { ...data, mentions: { createMany: { data: mentions } } },
      select: lineSelect,
    });
    return { row, step };
  });
  const [line] = await linesOf(deps.db, chat, [row]);
  if (!line) throw new Error('a row gives a line');
  await deliver(deps, chat.id, { kind: 'lines', lines: [line], ...step });
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
