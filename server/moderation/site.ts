import { bansInForce } from '../access/bans';
import { record } from '../audit/record';
import { endStream, type EndStreamDeps } from '../broadcast/end';
import { type Deps, type Tx } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { DomainError } from '../errors';
import { type AccountId, type StreamId, type ViewingId } from '../ids';
import { personOf, personSelect, type Person } from '../names/person';
import { notifyModeration } from '../notifications/notify';
import { endViewings, endViewingsOf } from '../viewing/end';
import { findPerson } from './people';
import { endRestrictions } from './restrict';

type SiteDeps = EndStreamDeps & Pick<Deps, 'sessions'>;

/** As many as a page shows. */
const PAGE = 200;

/**
 * Keeps an account out of the site: its sessions end, nobody signs in to it, what it watches and
 * what it broadcasts ends. What was paid until then counts. Suspending anew gives a new reason.
 */
export async function suspend(deps: SiteDeps, actorId: AccountId, handle: string, reason: string): Promise<void> {
  const accountId = await findPerson(deps.db, { handle });
  if (accountId === actorId) throw new DomainError('moderateSelf');
  await deps.db.$transaction(async (tx) => {
    // whoever signs in now holds the row: they wait, or their session is ended here
    await tx.$queryRaw`SELECT FROM accounts WHERE id = ${accountId}::uuid FOR UPDATE`;
    const now = deps.clock.now();
    await tx.account.update({ where: { id: accountId }, data: { suspendedAt: now } });
    await endRestrictions(tx, now, { kind: 'ban', creatorId: null, accountId });
    const ban = { kind: 'ban', creatorId: null, accountId, givenById: actorId, reason, createdAt: now } as const;
    await tx.restriction.create({ data: ban });
    await deps.sessions.inTransaction(tx).endAll(accountId);
    const subject = `account:${accountId}` as const;
    await record(tx, deps, {
      actorId,
      action: 'site.accountSuspended',
      subject,
      detail: { person: accountId, reason },
    });
  });
  await endAllOf(deps, accountId, actorId);
}

async function endAllOf(deps: EndStreamDeps, accountId: AccountId, actorId: AccountId): Promise<void> {
  const live = await deps.db.stream.findMany({ where: { creatorId: accountId, status: 'live' }, select: { id: true } });
  for (const { id } of live) await endStream(deps, id as StreamId, { reason: 'moderated', actorId });
  await endPlays(deps, { creatorId: accountId });
  const open = await deps.db.viewing.findMany({ where: { accountId, leftAt: null }, select: { id: true } });
  await endViewings(
    deps,
    open.map(({ id }) => id as ViewingId),
    'left',
  );
}

/** Whoever plays one of these videos plays it no more. */
async function endPlays(deps: EndStreamDeps, which: Prisma.StreamWhereInput): Promise<void> {
  const played = await deps.db.stream.findMany({
    where: { AND: [which, { status: 'recorded', viewings: { some: { leftAt: null } } }] },
    select: { id: true },
  });
  for (const { id } of played) await endViewingsOf(deps, id as StreamId, 'streamEnded');
}

/** A stream with what was recorded of it. */
const withRecordings = (id: StreamId): Prisma.StreamWhereInput => ({ OR: [{ id }, { video: { sourceId: id } }] });

/** Lets an account in again, and tells it; one that is not suspended does not notice. */
export async function reinstate(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actorId: AccountId,
  accountId: AccountId,
): Promise<void> {
  await deps.db.$transaction((tx) => reinstateIn(tx, deps, actorId, accountId, ''));
}

/** The same in the transaction of a deed; `text` is what the site says to it. */
export async function reinstateIn(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'jobs'>,
  actorId: AccountId,
  accountId: AccountId,
  text: string,
): Promise<void> {
  const { count } = await tx.account.updateMany({
    where: { id: accountId, suspendedAt: { not: null } },
    data: { suspendedAt: null },
  });
  if (count === 0) return;
  const now = deps.clock.now();
  await endRestrictions(tx, now, { kind: 'ban', creatorId: null, accountId });
  const subject = `account:${accountId}` as const;
  await record(tx, deps, { actorId, action: 'site.accountReinstated', subject, detail: { person: accountId } });
  await notifyModeration(tx, deps, {
    accountId,
    actorId: null,
    streamId: null,
    text: ['Your account can be used again.', text].filter(Boolean).join(' '),
    until: null,
    path: '/settings',
    key: `reinstated:${now.toISOString()}`,
  });
}

/**
 * Ends a stream if it is live, and hides it with what was recorded of it: nobody finds it, opens it
 * or goes live with it.
 */
export async function takeDown(deps: EndStreamDeps, actorId: AccountId, id: StreamId, reason: string): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const stream = await tx.stream.findUnique({ where: { id }, select: { creatorId: true, title: true } });
    if (!stream) throw new DomainError('notFound');
    const hiddenAt = deps.clock.now();
    await tx.stream.update({ where: { id }, data: { hiddenAt } });
    await tx.stream.updateMany({ where: { video: { sourceId: id }, hiddenAt: null }, data: { hiddenAt } });
    const detail = { person: stream.creatorId, reason, quote: stream.title, stream: id };
    await record(tx, deps, { actorId, action: 'site.streamTakenDown', subject: `stream:${id}`, detail });
  });
  await endStream(deps, id, { reason: 'moderated', actorId });
  await endPlays(deps, withRecordings(id));
}

/**
 * Shows a stream again, as it was listed before, and what was hidden with it. One that has ended
 * stays over.
 */
export async function putBack(deps: Pick<Deps, 'db' | 'clock'>, actorId: AccountId, id: StreamId): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const hidden = await tx.stream.findFirst({
      where: { id, hiddenAt: { not: null } },
      select: { hiddenAt: true },
    });
    if (!hidden) return;
    const { hiddenAt } = hidden;
    await tx.stream.updateMany({ where: { AND: [withRecordings(id), { hiddenAt }] }, data: { hiddenAt: null } });
    const { creatorId, title } = await tx.stream.findUniqueOrThrow({
      where: { id },
      select: { creatorId: true, title: true },
    });
    const detail = { person: creatorId, quote: title, stream: id };
    await record(tx, deps, { actorId, action: 'site.streamRestored', subject: `stream:${id}`, detail });
  });
}

/** Accounts and streams that the site keeps out now. */
export interface KeptOut {
  accounts: { person: Person; since: Date; reason: string }[];
  streams: { id: StreamId; title: string; creator: Person; since: Date }[];
}

export async function readKeptOut({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<KeptOut> {
  const [accounts, streams] = await Promise.all([
    db.restriction.findMany({
      where: { AND: [bansInForce(clock.now()), { creatorId: null }] },
      select: { reason: true, createdAt: true, account: { select: personSelect } },
      orderBy: { createdAt: 'desc' },
      take: PAGE,
    }),
    db.stream.findMany({
      where: { hiddenAt: { not: null } },
      select: { id: true, title: true, hiddenAt: true, creator: { select: personSelect } },
      orderBy: { hiddenAt: 'desc' },
      take: PAGE,
    }),
  ]);
  return {
    accounts: accounts.map(({ account, createdAt, reason }) => ({
      person: personOf(account),
      since: createdAt,
      reason,
    })),
    streams: streams.flatMap(({ id, title, hiddenAt, creator }) =>
      hiddenAt ? [{ id: id as StreamId, title, creator: personOf(creator), since: hiddenAt }] : [],
    ),
  };
}
