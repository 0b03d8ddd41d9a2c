import { type Db } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { type ChatKind } from '../generated/prisma/enums';
import { type AccountId, type MessageId } from '../ids';
import { personOf, personSelect, type Person } from '../names/person';
import { standingsWith, type Standing } from './standing';

/** A line of chat. A deleted one keeps its place and loses its words. */
export interface ChatLine extends Standing {
  id: MessageId;
  /** What its author's page called it. */
  clientId: string | null;
  /** The chat's revision at which it became what it is: of two that differ the larger counts. */
  revision: number;
  kind: ChatKind;
  body: string;
  sentAt: Date;
  /** Milliseconds since the stream began, for replay; negative before, null until it begins. */
  offset: number | null;
  author: Person;
  /** Who is named in it by @handle, as they were called then. */
  mentions: { handle: string; accountId: AccountId }[];
  replyTo: Quoted | null;
  deleted: boolean;
}

/** The beginning of the message that another one replies to. */
export interface Quoted {
  id: MessageId;
  author: Pick<Person, 'id' | 'handle' | 'displayName'>;
  excerpt: string;
}

/** The stream that lines belong to. */
export interface ChatOf {
  creatorId: string;
  startedAt: Date | null;
}

const EXCERPT = 100;

/** What of a message makes a line. */
export const lineSelect = {
  id: true,
  clientId: true,
  revision: true,
  kind: true,
  body: true,
  sentAt: true,
  deletedAt: true,
  author: { select: personSelect },
  mentions: { select: { handle: true, accountId: true }, orderBy: { handle: 'asc' } },
  replyTo: { select: { id: true, body: true, deletedAt: true, author: { select: personSelect } } },
} as const satisfies Prisma.ChatMessageSelect;

export type LineRow = Prisma.ChatMessageGetPayload<{ select: typeof lineSelect }>;

/** Rows as lines, with what their authors are in this chat. */
export async function linesOf(db: Pick<Db, '$queryRaw'>, chat: ChatOf, rows: readonly LineRow[]): Promise<ChatLine[]> {
  if (rows.length === 0) return [];
  const standingOf = await standingsWith(
    db,
    chat.creatorId,
    rows.map(({ author }) => author.id),
  );
  return rows.map((row) => lineOf(chat, row, standingOf(row.author.id)));
}

/** One row as a line, by somebody whose standing is known. */
export function lineOf(
  chat: ChatOf,
  { deletedAt, replyTo, id, mentions, ...row }: LineRow,
  standing: Standing,
): ChatLine {
  const deleted = deletedAt !== null;
  return {
    ...row,
    id: id as MessageId,
    body: deleted ? '' : row.body,
    offset: chat.startedAt && row.sentAt.getTime() - chat.startedAt.getTime(),
    author: personOf(row.author),
    mentions: deleted ? [] : mentions.map((mention) => ({ ...mention, accountId: mention.accountId as AccountId })),
    replyTo: replyTo && !deleted ? quoted(replyTo) : null,
    deleted,
    ...standing,
  };
}

function quoted({ id, body, deletedAt, author }: NonNullable<LineRow['replyTo']>): Quoted {
  const { id: authorId, handle, displayName } = personOf(author);
  const excerpt = deletedAt ? '' : Array.from(body).slice(0, EXCERPT).join('');
  return { id: id as MessageId, author: { id: authorId, handle, displayName }, excerpt };
}
