import { later } from '../clock';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type MessageId, type StreamId } from '../ids';
import { type ChatLine, lineSelect, linesOf } from '../messages/line';
import { readBlockedIds } from '../moderation/blocks';
import { readableChat } from './open-chat';

/** Said before the moment that somebody begins at; and how much follows at once. */
const BEFORE = 50;
const PAGE = 100;

/** Some of a chat as it was said, oldest line first. Deleted lines are not in it. */
export interface ReplayPage {
  lines: ChatLine[];
  /** The line to ask with for what came after; null: nothing did. */
  next: MessageId | null;
  /** Whom whoever asks does not want to read. */
  blocked: AccountId[];
}

/**
 * What was said around a moment of a stream, for whoever sees its recording: the last lines before
 * it and the first ones from then on; or what came after a line of a page before. Whoever may read
 * the chat may read it so.
 */
export async function readReplay(
  deps: Pick<Deps, 'db'>,
  viewer: AccountId | null,
  streamId: StreamId,
  { atMs, after }: { atMs: number; after: MessageId | null },
): Promise<ReplayPage> {
  const { db } = deps;
  const chat = await readableChat(db, viewer, streamId);
  if (!chat.startedAt) return { lines: [], next: null, blocked: [] };
  const last = after && (await db.chatMessage.findFirst({ where: { id: after, streamId }, select: { sentAt: true } }));
  if (after && !last) throw new DomainError('notFound');
  const at = last?.sentAt ?? later(chat.startedAt, atMs);
  // the line itself may have been deleted since: what comes after it is told by its place
  const from = last && after ? { OR: [{ sentAt: { gt: at } }, { sentAt: at, id: { gt: after } }] } : {};
  const said = { streamId, deletedAt: null };
  const [before, rows, blocked] = await Promise.all([
    after
      ? []
      : db.chatMessage.findMany({
          where: { ...said, sentAt: { lt: at } },
          select: lineSelect,
          orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
          take: BEFORE,
        }),
    db.chatMessage.findMany({
      where: { AND: [{ ...said, sentAt: { gte: at } }, from] },
      select: lineSelect,
      orderBy: [{ sentAt: 'asc' }, { id: 'asc' }],
      take: PAGE + 1,
    }),
    viewer ? readBlockedIds(deps, viewer) : [],
  ]);
  const lines = await linesOf(db, chat, [...before.reverse(), ...rows.slice(0, PAGE)]);
  return { lines, next: rows.length > PAGE ? (lines.at(-1)?.id ?? null) : null, blocked };
}
