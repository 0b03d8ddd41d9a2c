import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type MessageId, type StreamId } from '../ids';
import { type ChatLine, lineSelect, linesOf } from '../messages/line';
import { readBlockedIds } from '../moderation/blocks';
import { keepsOrder } from '../moderation/people';
import { type ChatStream, isOpen, readableChat } from './open-chat';

const PAGE = 50;
const CHANGES = 200;

/** Some of a chat, oldest line first. */
export interface ChatPage {
  lines: ChatLine[];
  /** The line to ask with for what came before; null: nothing did. */
  older: MessageId | null;
}

/** What holds for a chat at one time. */
export interface ChatNow {
  /** All changes up to this one are in the lines that came with it or before it. */
  revision: number;
  pinned: ChatLine | null;
  /** Whether one may write now. */
  open: boolean;
}

/** A chat as somebody finds it. */
export interface Chat extends ChatPage, ChatNow {
  /** Whether whoever asked keeps order here: deletes and pins. */
  keepsOrder: boolean;
  /** Whom they do not want to read: told to them alone. */
  blocked: AccountId[];
}

type Reading = Pick<Deps, 'db' | 'clock'>;

/** The newest lines of a stream's chat, and the revision to ask `readChanges` with. */
export async function readChat(deps: Reading, viewer: AccountId | null, streamId: StreamId): Promise<Chat> {
  const chat = await readableChat(deps.db, viewer, streamId);
  // first the revision: a change that comes between is then in the lines as well, and read again
  const now = await readNow(deps, chat);
  const [page, keeping, blocked] = await Promise.all([
    readPage(deps, chat, null),
    keepsOrder(deps.db, chat.creatorId, viewer),
    viewer ? readBlockedIds(deps, viewer) : [],
  ]);
  return { ...page, ...now, keepsOrder: keeping, blocked };
}

/** The lines before one of the same stream. */
export async function readOlder(
  deps: Reading,
  viewer: AccountId | null,
  streamId: StreamId,
  before: MessageId,
): Promise<ChatPage> {
  return readPage(deps, await readableChat(deps.db, viewer, streamId), before);
}

/**
 * What changed since a revision: new lines, and old ones that are not what they were. Where `more`
 * is true, it goes on from the revision that is told.
 */
export async function readChanges(
  deps: Reading,
  viewer: AccountId | null,
  streamId: StreamId,
  since: number,
): Promise<ChatNow & { lines: ChatLine[]; more: boolean }> {
  const { db } = deps;
  const chat = await readableChat(db, viewer, streamId);
  const now = await readNow(deps, chat);
  if (now.revision <= since) return { ...now, lines: [], more: false };
  const rows = await db.chatMessage.findMany({
    where: { streamId, revision: { gt: since } },
    select: lineSelect,
    orderBy: { revision: 'asc' },
    take: CHANGES + 1,
  });
  const lines = await linesOf(db, chat, rows.slice(0, CHANGES));
  const more = rows.length > CHANGES;
  const last = lines.at(-1)?.revision ?? 0;
  return { ...now, lines, more, revision: more ? last : Math.max(now.revision, last) };
}

async function readNow({ db, clock }: Reading, chat: ChatStream): Promise<ChatNow> {
  const row = await db.chat.findUnique({
    where: { streamId: chat.id },
    select: { revision: true, pinned: { select: lineSelect } },
  });
  const [pinned = null] = row?.pinned ? await linesOf(db, chat, [row.pinned]) : [];
  return { revision: row?.revision ?? 0, pinned, open: isOpen(chat, clock.now()) };
}

async function readPage({ db }: Pick<Deps, 'db'>, chat: ChatStream, before: MessageId | null): Promise<ChatPage> {
  const streamId = chat.id;
  if (before && (await db.chatMessage.count({ where: { id: before, streamId } })) === 0)
    throw new DomainError('notFound');
  const rows = await db.chatMessage.findMany({
    where: { streamId },
    select: lineSelect,
    orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
    ...(before ? { cursor: { id: before }, skip: 1 } : {}),
    take: PAGE + 1,
  });
  const lines = await linesOf(db, chat, rows.slice(0, PAGE).reverse());
  return { lines, older: rows.length > PAGE ? (lines[0]?.id ?? null) : null };
}
