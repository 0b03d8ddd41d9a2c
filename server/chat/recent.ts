import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type ChatKind } from '../generated/prisma/enums';
import { type AccountId, type StreamId } from '../ids';
import { reachableFor } from '../access/visibility';
import { personOf, personSelect, type Person } from '../streams/cards';

const PAGE = 50;

/** A line of chat. A deleted one keeps its place and loses its words. */
export interface ChatLine {
  id: string;
  kind: ChatKind;
  body: string;
  sentAt: Date;
  author: Person;
  deleted: boolean;
}

/** A page of a stream's chat, oldest line first, and the id to ask with for what came before. */
export async function readChat(
  { db }: Pick<Deps, 'db'>,
  viewer: AccountId | null,
  streamId: StreamId,
  before: string | null,
): Promise<{ messages: ChatLine[]; older: string | null }> {
  const stream = await db.stream.findFirst({
    where: { AND: [reachableFor(viewer), { id: streamId }] },
    select: { id: true },
  });
  if (!stream) throw new DomainError('notFound');
  const rows = await db.chatMessage.findMany({
    where: { streamId },
    select: { id: true, kind: true, body: true, sentAt: true, deletedAt: true, author: { select: personSelect } },
    orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
    ...(before ? { cursor: { id: before }, skip: 1 } : {}),
    take: PAGE + 1,
  });
  const page = rows.slice(0, PAGE).reverse();
  return {
    messages: page.map(({ deletedAt, body, author, ...line }) => {
      const deleted = deletedAt !== null;
      return { ...line, body: deleted ? '' : body, author: personOf(author), deleted };
    }),
    older: rows.length > PAGE ? (page[0]?.id ?? null) : null,
  };
}
