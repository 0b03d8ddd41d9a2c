import { clipsFor } from '../access/clips';
import { reachableFor } from '../access/visibility';
import { record } from '../audit/record';
import { type Db, type Deps, type Origin } from '../deps';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type ReportReason, type ReportSubject } from '../generated/prisma/enums';
import { type AccountId, type ClipId, type StreamId } from '../ids';
import { limit } from '../limits/take';
import { mapUniqueViolation } from '../map-unique-violation';
import { personOf, personSelect, type Person } from '../names/person';
import { requireKeeper } from './people';

type Store = Pick<Deps, 'db' | 'clock'>;

/** As many as a page shows, oldest first. */
const PAGE = 100;

/** What is reported. A person may be reported in somebody's channel, or as such. */
export type Reported =
  | { subject: 'message'; id: string }
  | { subject: 'person'; id: AccountId; streamId: StreamId | null }
  | { subject: 'stream'; id: StreamId }
  | { subject: 'clip'; id: ClipId };

interface About {
  accusedId: string;
  /** In whose channel it happened; null: in nobody's. */
  creatorId: string | null;
  streamId: string | null;
  quote: string;
}

/**
 * Takes what somebody has to say about a message, a person, a stream or a clip: once of each person
 * about each thing. Who keeps order in the channel sees it, and the site; of a creator the site
 * alone.
 */
export async function report(
  deps: Store,
  reporterId: AccountId,
  origin: Origin,
  reported: Reported,
  { reason, text }: { reason: ReportReason; text: string },
): Promise<void> {
  await limit(deps, 'report', origin, reporterId);
  const { accusedId, creatorId, streamId, quote } = await findReported(deps.db, reporterId, reported);
  if (accusedId === reporterId) throw new DomainError('reportSelf');
  const { subject, id } = reported;
  const channelId = creatorId === accusedId ? null : creatorId;
  const place = subject === 'person' && channelId ? `:${channelId}` : '';
  const said = { reporterId, subject, subjectKey: `${subject}:${id}${place}`, accusedId, channelId, streamId };
  const data = { ...said, reason, text, quote, createdAt: deps.clock.now() };
  await mapUniqueViolation(deps.db.report.create({ data }));
}

/** What cannot be seen cannot be reported either: nobody learns by it that it is there. */
async function findReported(db: Db, viewer: AccountId, reported: Reported): Promise<About> {
  const seen = (id?: string | null): Prisma.StreamWhereInput => ({ AND: [reachableFor(viewer), id ? { id } : {}] });
  switch (reported.subject) {
    case 'stream': {
      const stream = await db.stream.findFirst({ where: seen(reported.id), select: { creatorId: true, title: true } });
      if (!stream) throw new DomainError('notFound');
      const { creatorId, title } = stream;
      return { accusedId: creatorId, creatorId, streamId: reported.id, quote: title };
    }
    case 'clip': {
      const clip = await db.clip.findFirst({
        where: { AND: [{ id: reported.id }, clipsFor(viewer)] },
        select: { makerId: true, creatorId: true, videoId: true, title: true },
      });
      if (!clip) throw new DomainError('notFound');
      return { accusedId: clip.makerId, creatorId: clip.creatorId, streamId: clip.videoId, quote: clip.title };
    }
    case 'message': {
      const message = await db.chatMessage.findFirst({
        where: { id: reported.id, deletedAt: null, stream: seen() },
        select: { authorId: true, body: true, streamId: true, stream: { select: { creatorId: true } } },
      });
      if (!message) throw new DomainError('notFound');
      const { authorId, body, streamId, stream } = message;
      return { accusedId: authorId, creatorId: stream.creatorId, streamId, quote: body };
    }
    case 'person': {
      const person = await db.account.findFirst({ where: { id: reported.id, deletedAt: null }, select: { id: true } });
      if (!person) throw new DomainError('notFound');
      const at = reported.streamId;
      const stream = at && (await db.stream.findFirst({ where: seen(at), select: { creatorId: true } }));
      return {
        accusedId: person.id,
        creatorId: stream ? stream.creatorId : null,
        streamId: stream ? at : null,
        quote: '',
      };
    }
  }
}

/** All that people said about one thing, as those see it who decide. Who said it is not told. */
export interface ReportLine {
  /** The first of them: deciding one decides all about the same thing. */
  id: string;
  subject: ReportSubject;
  accused: Person;
  /** In whose channel it happened. */
  channel: Person | null;
  stream: { id: string; title: string } | null;
  /** Of a clip, which may be deleted by now. */
  clipId: string | null;
  quote: string;
  createdAt: Date;
  said: { reason: ReportReason; text: string }[];
}

const lineSelect = {
  id: true,
  subject: true,
  subjectKey: true,
  reason: true,
  text: true,
  quote: true,
  createdAt: true,
  accused: { select: personSelect },
  channel: { select: personSelect },
  stream: { select: { id: true, title: true } },
} as const satisfies Prisma.ReportSelect;

/** What waits in a channel. Whoever is accused does not see it. */
export function readReports({ db }: Pick<Deps, 'db'>, channelId: AccountId, actorId: AccountId): Promise<ReportLine[]> {
  return readOpen(db, { channelId, accusedId: { not: actorId } });
}

/** What waits for those who run the site: all of it, of streams and creators first. */
export function readSiteReports({ db }: Pick<Deps, 'db'>): Promise<ReportLine[]> {
  return readOpen(db, {});
}

async function readOpen(db: Db, where: Prisma.ReportWhereInput): Promise<ReportLine[]> {
  const rows = await db.report.findMany({
    where: { ...where, resolvedAt: null },
    select: lineSelect,
    orderBy: [{ channelId: { sort: 'asc', nulls: 'first' } }, { createdAt: 'asc' }],
    take: PAGE,
  });
  const lines = new Map<string, ReportLine>();
  for (const { subjectKey, reason, text, accused, channel, ...row } of rows) {
    const known = lines.get(subjectKey);
    if (known) known.said.push({ reason, text });
    else
      lines.set(subjectKey, {
        ...row,
        clipId: row.subject === 'clip' ? subjectKey.slice('clip:'.length) : null,
        accused: personOf(accused),
        channel: channel && personOf(channel),
        said: [{ reason, text }],
      });
  }
  return [...lines.values()];
}

/** Who keeps order in a channel has looked at it, and says what came of it. */
export async function resolveReport(
  deps: Store,
  actorId: AccountId,
  channelId: AccountId,
  id: string,
  note: string,
): Promise<void> {
  await requireKeeper(deps.db, channelId, actorId);
  const where = { id, channelId, accusedId: { not: actorId } };
  await resolve(deps, actorId, where, note, 'moderation.reportResolved', `channel:${channelId}`);
}

/** The same by who runs the site; nobody decides about themselves. */
export async function resolveSiteReport(deps: Store, actorId: AccountId, id: string, note: string): Promise<void> {
  await resolve(deps, actorId, { id, accusedId: { not: actorId } }, note, 'site.reportResolved', 'site:reports');
}

async function resolve(
  deps: Store,
  actorId: AccountId,
  where: Prisma.ReportWhereInput,
  note: string,
  action: 'moderation.reportResolved' | 'site.reportResolved',
  subject: `${string}:${string}`,
): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const found = await tx.report.findFirst({
      where,
      select: { subjectKey: true, accusedId: true, quote: true, channelId: true },
    });
    if (!found) throw new DomainError('notFound');
    const { subjectKey, accusedId: person, quote, channelId } = found;
    const { count } = await tx.report.updateMany({
      where: { subjectKey, channelId, resolvedAt: null },
      data: { resolvedAt: deps.clock.now(), resolvedById: actorId, note },
    });
    if (count === 0) throw new DomainError('decidedAlready');
    await record(tx, deps, { actorId, action, subject, detail: { person, reason: note, quote, reported: subjectKey } });
  });
}
