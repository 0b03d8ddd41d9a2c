import { type Deps, type Origin } from '../deps';
import { DomainError } from '../errors';
import { type HoldReason } from '../generated/prisma/enums';
import { type AccountId, type MessageId, type StreamId } from '../ids';
import { limit } from '../limits/take';
import { isUniqueViolation } from '../map-unique-violation';
import { type ChatLine, lineSelect, linesOf } from '../messages/line';
import { resolveMentions } from '../messages/mentions';
import { standingOf } from '../messages/standing';
import { storeMessage } from '../messages/store';
import { holdMessage } from '../moderation/held';
import { checkMayWrite } from '../moderation/may-write';
import { readStanding } from '../moderation/standing';
import { readPersonRow } from '../names/person';
import { type ChatStream, writableChat } from './open-chat';

/** What somebody wants to say; `body` went through `chatText`. */
export interface SendInput {
  streamId: StreamId;
  /** Made by the page: the same one again is the same message. */
  clientId: string;
  body: string;
  replyTo: MessageId | null;
}

/** What became of a message: it stands in the chat, or waits for somebody who keeps order there. */
export type Sent = { line: ChatLine } | { held: HoldReason };

/**
 * Says something in a stream's chat. Sent again, the same message is answered and not stored a
 * second time; the one that was stored first counts, whatever the second one says.
 */
export async function send(
  deps: Pick<Deps, 'db' | 'clock' | 'rooms' | 'timers' | 'log' | 'jobs'>,
  origin: Pick<Origin, 'ipAddress'>,
  authorId: AccountId,
  { streamId, clientId, body, replyTo }: SendInput,
): Promise<Sent> {
  const { db, clock } = deps;
  // all at once: who waits for a message waits for the slowest of these alone
  const reading = Promise.all([
    readStanding(db, clock.now(), streamId, authorId),
    readPersonRow(db, authorId),
    replyTo && readRepliedTo(deps, streamId, replyTo),
    limit(deps, 'sendMessage', origin, authorId),
  ]);
  reading.catch(() => undefined); // heard below, unless the stream's own refusal comes before it
  const [chat, known] = await Promise.all([
    writableChat(deps, authorId, streamId),
    isKnown(deps, streamId, authorId, clientId),
  ]);
  const before = known && (await sentBefore(deps, chat, authorId, clientId));
  if (before) return before;
  const [standing, author, repliedTo] = await reading;
  const mentions = await resolveMentions(db, body);
  const { channelId, keepsOrder, held } = await checkMayWrite(deps, { streamId, accountId: authorId, body }, standing);
  try {
    if (held) {
      const waiting = { streamId, channelId, authorId, clientId, body, replyToId: replyTo, reason: held };
      await db.$transaction((tx) => holdMessage(tx, deps, waiting));
      return { held };
    }
    const message = { authorId, clientId, body, replyToId: replyTo, mentions };
    const badge = standingOf(chat.creatorId, authorId, { moderates: keepsOrder, seconds: standing?.paidSeconds ?? 0n });
    return { line: await storeMessage(deps, chat, message, { author, standing: badge, replyTo: repliedTo }) };
  } catch (error) {
    const sent = isUniqueViolation(error) && (await sentBefore(deps, chat, authorId, clientId));
    if (sent) return sent;
    throw error;
  }
}

/** Whether this author's page has sent it before, which two indexes answer: nearly always no. */
async function isKnown(
  { db }: Pick<Deps, 'db'>,
  streamId: StreamId,
  authorId: AccountId,
  clientId: string,
): Promise<boolean> {
  const [row] = await db.$queryRaw<{ known: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM chat_messages
      WHERE stream_id = ${streamId}::uuid AND author_id = ${authorId}::uuid AND client_id = ${clientId}::uuid
    ) OR EXISTS (
      SELECT FROM held_messages
      WHERE stream_id = ${streamId}::uuid AND author_id = ${authorId}::uuid AND client_id = ${clientId}::uuid
    ) AS known`;
  return row?.known ?? false;
}

async function sentBefore(
  { db }: Pick<Deps, 'db'>,
  chat: ChatStream,
  authorId: AccountId,
  clientId: string,
): Promise<Sent | null> {
  const where = { streamId_authorId_clientId: { streamId: chat.id, authorId, clientId } };
  const [row, waiting] = await Promise.all([
    db.chatMessage.findUnique({ where, select: lineSelect }),
    db.heldMessage.findUnique({ where, select: { reason: true } }),
  ]);
  const [line] = row ? await linesOf(db, chat, [row]) : [];
  return line ? { line } : waiting && { held: waiting.reason };
}

async function readRepliedTo({ db }: Pick<Deps, 'db'>, streamId: StreamId, id: MessageId) {
  const select = lineSelect.replyTo.select;
  const found = await db.chatMessage.findFirst({ where: { id, streamId, deletedAt: null }, select });
  if (!found) throw new DomainError('notFound');
  return found;
}
