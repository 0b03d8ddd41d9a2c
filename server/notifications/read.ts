import { type Deps } from '../deps';
import { type Language } from '../../texts/languages';
import { DomainError } from '../errors';
import { type NotificationKind } from '../generated/prisma/enums';
import { type AccountId } from '../ids';
import { personOf, type Person, personSelect } from '../names/person';
import { sql } from '../sql';
import { mayHear } from './may-hear';
import { inLanguage, type NoticeWords, wordsOf } from './words';

type Read = Pick<Deps, 'db' | 'clock'>;

/** A notice as its owner sees it. */
export interface Notice extends NoticeWords {
  id: string;
  kind: NotificationKind;
  createdAt: Date;
  read: boolean;
  /** Whose picture stands beside it. */
  actor: Person | null;
  /** When the stream that it is about is to begin. */
  startsAt: Date | null;
}

/** A page of notices, newest first. */
export interface NoticePage {
  notices: Notice[];
  /** From where to go on; null where there is nothing more. */
  next: string | null;
}

/** Counting goes no further: more is told as "99+". */
export const MOST_COUNTED = 100;
const PAGE = 30;

const shown = (deps: Read, accountId: AccountId) => sql`
  FROM notifications n JOIN accounts a ON a.id = n.account_id LEFT JOIN streams s ON s.id = n.stream_id
  WHERE n.account_id = ${accountId}::uuid AND n.bell AND ${mayHear(deps.clock.now())}`;

/** The notices of somebody's bell, a page at a time. */
export async function readNotices(
  deps: Read,
  accountId: AccountId,
  { before, take = PAGE }: { before?: string | undefined; take?: number | undefined } = {},
  language: Language = 'en',
): Promise<NoticePage> {
  const rows = await deps.db.$queryRaw<{ id: string }[]>`
    SELECT n.id ${shown(deps, accountId)} ${await olderThan(deps, accountId, before)}
    ORDER BY n.created_at DESC, n.id DESC LIMIT ${take + 1}`;
  const ids = rows.slice(0, take).map(({ id }) => id);
  return {
    notices: await noticesOf(deps, ids, language),
    next: rows.length > take ? (ids[ids.length - 1] ?? null) : null,
  };
}

/** What comes after a notice of one's own; of an id that is none, the newest. */
async function olderThan({ db }: Read, accountId: AccountId, before: string | undefined) {
  const last = before && (await db.notification.findFirst({ where: { id: before, accountId } }));
  return last ? sql`AND (n.created_at, n.id) < (${last.createdAt}::timestamptz, ${last.id}::uuid)` : sql``;
}

/** The notices with these ids, newest first. */
export async function noticesOf(
  { db }: Pick<Deps, 'db'>,
  ids: string[],
  language: Language | ((accountId: string) => Language),
): Promise<Notice[]> {
  if (ids.length === 0) return [];
  const rows = await db.notification.findMany({
    where: { id: { in: ids } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    include: {
      actor: { select: personSelect },
      stream: { select: { id: true, title: true, status: true, endReason: true, scheduledAt: true } },
    },
  });
  return rows.map(({ id, accountId, kind, detail, createdAt, readAt, actor, stream }) => {
    const person = actor && personOf(actor);
    const marked = wordsOf({ kind, detail, actor: person?.displayName ?? null, stream });
    const words = inLanguage(marked, typeof language === 'string' ? language : language(accountId));
    const startsAt = stream?.status === 'scheduled' ? stream.scheduledAt : null;
    return { ...words, id, kind, createdAt, read: readAt !== null, actor: person, startsAt };
  });
}

/** How many are unread, up to MOST_COUNTED. */
export async function countUnread(deps: Read, accountId: AccountId): Promise<number> {
  const [row] = await deps.db.$queryRaw<{ unread: bigint }[]>`
    SELECT count(*) AS unread FROM (
      SELECT ${shown(deps, accountId)} AND n.read_at IS NULL LIMIT ${MOST_COUNTED}
    ) counted`;
  return Number(row?.unread ?? 0);
}

/** Reads one's own notice and says where it leads; another's is none. */
export async function openNotice(deps: Read, accountId: AccountId, id: string): Promise<{ path: string }> {
  const own = await deps.db.notification.count({ where: { id, accountId } });
  const [notice] = own > 0 ? await noticesOf(deps, [id], 'en') : [];
  if (!notice) throw new DomainError('notFound');
  await markRead(deps, accountId, { ids: [id] });
  return { path: notice.path };
}

/** Marks one's own notices as read: those that are named, or all. Another's stays as it is. */
export async function markRead(
  { db, clock }: Read,
  accountId: AccountId,
  which: { ids: string[] } | { all: true },
): Promise<void> {
  const named = 'ids' in which ? { id: { in: which.ids } } : {};
  await db.notification.updateMany({
    where: { accountId, readAt: null, ...named },
    data: { readAt: clock.now() },
  });
}
