import { z } from 'zod';
import { type AuditAction } from '../audit/record';
import { type Db, type Deps } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { type AccountId } from '../ids';
import { personOf, personSelect, type Person } from '../names/person';
import { requireKeeper } from './people';

const PAGE = 50;

/** What these entries may say; what is not there was not part of the deed. */
const detailOf = z.object({
  person: z.string().optional(),
  reason: z.string().optional(),
  until: z.string().nullish(),
  quote: z.string().optional(),
  word: z.string().optional(),
  messages: z.array(z.string()).optional(),
  accepted: z.boolean().optional(),
  stream: z.string().optional(),
});

/** One deed: who did what to whom, and why. */
export interface LogLine {
  id: string;
  at: Date;
  action: AuditAction;
  actor: Person | null;
  person: Person | null;
  reason: string;
  /** What was said, or which word it was about. */
  about: string;
  until: Date | null;
  /** How many messages it took out or put back. */
  messages: number;
}

/** A page of deeds, newest first, and the id to ask with for what came before. */
export interface LogPage {
  lines: LogLine[];
  older: string | null;
}

/** What was done in a channel, by whom and why. */
export async function readLog(
  { db }: Pick<Deps, 'db'>,
  actorId: AccountId,
  channelId: AccountId,
  before: string | null,
): Promise<LogPage> {
  await requireKeeper(db, channelId, actorId);
  return readPage(db, { subject: `channel:${channelId}` }, before);
}

/** What was done by those who run the site. */
export function readSiteLog({ db }: Pick<Deps, 'db'>, before: string | null): Promise<LogPage> {
  return readPage(db, { action: { startsWith: 'site.' } }, before);
}

async function readPage(db: Db, where: Prisma.AuditEntryWhereInput, before: string | null): Promise<LogPage> {
  const rows = await db.auditEntry.findMany({
    where,
    select: { id: true, at: true, action: true, detail: true, actor: { select: personSelect } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    ...(before ? { cursor: { id: before }, skip: 1 } : {}),
    take: PAGE + 1,
  });
  const page = rows.slice(0, PAGE).map((row) => ({ ...row, detail: detailOf.safeParse(row.detail).data ?? {} }));
  const ids = page.flatMap(({ detail }) => detail.person ?? []);
  const people = await db.account.findMany({ where: { id: { in: ids } }, select: personSelect });
  const byId = new Map(people.map((person) => [person.id, personOf(person)]));
  const lines = page.map(({ id, at, action, actor, detail }): LogLine => ({
    id,
    at,
    action: action as AuditAction,
    actor: actor && personOf(actor),
    person: (detail.person && byId.get(detail.person)) || null,
    reason: detail.reason ?? '',
    about: detail.quote ?? detail.word ?? '',
    until: detail.until ? new Date(detail.until) : null,
    messages: detail.messages?.length ?? 0,
  }));
  return { lines, older: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null };
}
