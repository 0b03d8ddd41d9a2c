import { record } from '../audit/record';
import { endStream, type EndStreamDeps } from '../broadcast/end';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId, type ViewingId } from '../ids';
import { personOf, personSelect, type Person } from '../names/person';
import { endViewings } from '../viewing/end';
import { findPerson } from './people';

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
    await tx.account.update({
      where: { id: accountId },
      data: { suspendedAt: deps.clock.now(), suspendedReason: reason },
    });
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
  const open = await deps.db.viewing.findMany({ where: { accountId, leftAt: null }, select: { id: true } });
  await endViewings(
    deps,
    open.map(({ id }) => id as ViewingId),
    'left',
  );
}

/** Lets an account in again; one that is not suspended does not notice. */
export async function reinstate(
  deps: Pick<Deps, 'db' | 'clock'>,
  actorId: AccountId,
  accountId: AccountId,
): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.account.updateMany({
      where: { id: accountId, suspendedAt: { not: null } },
      data: { suspendedAt: null, suspendedReason: null },
    });
    const subject = `account:${accountId}` as const;
    if (count > 0)
      await record(tx, deps, { actorId, action: 'site.accountReinstated', subject, detail: { person: accountId } });
  });
}

/** Ends a stream if it is live, and hides it: nobody finds it, opens it or goes live with it. */
export async function takeDown(deps: EndStreamDeps, actorId: AccountId, id: StreamId, reason: string): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const stream = await tx.stream.findUnique({ where: { id }, select: { creatorId: true, title: true } });
    if (!stream) throw new DomainError('notFound');
    await tx.stream.update({ where: { id }, data: { hiddenAt: deps.clock.now() } });
    const detail = { person: stream.creatorId, reason, quote: stream.title, stream: id };
    await record(tx, deps, { actorId, action: 'site.streamTakenDown', subject: `stream:${id}`, detail });
  });
  await endStream(deps, id, { reason: 'moderated', actorId });
}

/** Shows a stream again, as it was listed before. One that has ended stays over. */
export async function putBack(deps: Pick<Deps, 'db' | 'clock'>, actorId: AccountId, id: StreamId): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.stream.updateMany({ where: { id, hiddenAt: { not: null } }, data: { hiddenAt: null } });
    if (count === 0) return;
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

export async function readKeptOut({ db }: Pick<Deps, 'db'>): Promise<KeptOut> {
  const [accounts, streams] = await Promise.all([
    db.account.findMany({
      where: { suspendedAt: { not: null } },
      select: { ...personSelect, suspendedAt: true, suspendedReason: true },
      orderBy: { suspendedAt: 'desc' },
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
    accounts: accounts.flatMap(({ suspendedAt, suspendedReason, ...person }) =>
      suspendedAt ? [{ person: personOf(person), since: suspendedAt, reason: suspendedReason ?? '' }] : [],
    ),
    streams: streams.flatMap(({ id, title, hiddenAt, creator }) =>
      hiddenAt ? [{ id: id as StreamId, title, creator: personOf(creator), since: hiddenAt }] : [],
    ),
  };
}
