import { record } from '../audit/record';
import { bansInForce, bansOf } from '../access/bans';
import { later, MINUTE } from '../clock';
import { type Deps, type Origin, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type RestrictionKind } from '../generated/prisma/enums';
import { type AccountId, type ViewingId } from '../ids';
import { limit } from '../limits/take';
import { personOf, personSelect, type Person } from '../names/person';
import { endViewings, type EndDeps } from '../viewing/end';
import { findPerson, lockStanding, requireKeeper, requirePowerOver, type Keeper, type Meant } from './people';
import { tell } from './tell';

type Reading = Pick<Deps, 'db' | 'clock'>;
type Store = Reading & Pick<Deps, 'jobs'>;

/** What keeps somebody out, from when to when and why. */
export interface Given {
  meant: Meant;
  reason: string;
  /** Null: until it is lifted. */
  minutes: number | null;
}

/**
 * Keeps somebody out of a creator's streams. What they watch of them ends at once and counts to the
 * second that was paid; at other processes their next look at the rows ends it. Banning anew gives
 * the ban a new reason and end; of two at once the second does that.
 */
export async function ban(
  deps: EndDeps & Store,
  actorId: AccountId,
  origin: Origin,
  channelId: AccountId,
  given: Given,
): Promise<void> {
  await limit(deps, 'moderate', origin, actorId);
  const keeper = await requireKeeper(deps.db, channelId, actorId);
  const accountId = await restrict(deps, keeper, 'ban', given);
  await endTheirViewings(deps, channelId, accountId);
}

/** Keeps somebody out of a creator's chat for a while; they go on watching. */
export async function timeOut(
  deps: Store,
  actorId: AccountId,
  origin: Origin,
  channelId: AccountId,
  given: Given & { minutes: number },
): Promise<void> {
  await limit(deps, 'moderate', origin, actorId);
  const keeper = await requireKeeper(deps.db, channelId, actorId);
  await restrict(deps, keeper, 'timeout', given);
}

async function restrict(
  deps: Store,
  keeper: Keeper,
  kind: RestrictionKind,
  { meant, reason, minutes }: Given,
): Promise<AccountId> {
  const { channelId, accountId: actorId } = keeper;
  const accountId = await findPerson(deps.db, meant);
  await deps.db.$transaction(async (tx) => {
    await lockStanding(tx, channelId, accountId);
    await requirePowerOver(tx, keeper, accountId);
    const now = deps.clock.now();
    const endsAt = minutes === null ? null : later(now, minutes * MINUTE);
    await endRestrictions(tx, now, { kind, creatorId: channelId, accountId });
    const row = { creatorId: channelId, accountId, givenById: actorId, kind, reason, createdAt: now, endsAt };
    const { id } = await tx.restriction.create({ data: row, select: { id: true } });
    // whoever is kept out keeps no order
    if (kind === 'ban') await tx.moderator.deleteMany({ where: { creatorId: channelId, moderatorId: accountId } });
    const until = endsAt?.toISOString() ?? null;
    await record(tx, deps, {
      actorId,
      action: kind === 'ban' ? 'moderation.banned' : 'moderation.timedOut',
      subject: `channel:${channelId}`,
      detail: { person: accountId, reason, until },
    });
    const what = kind === 'ban' ? 'banned' : 'timedOut';
    await tell(tx, deps, accountId, id, { what, channelId, text: reason, until: endsAt });
  });
  return accountId;
}

/** Takes a ban or a timeout back; who has none does not notice. */
export async function lift(
  deps: Store,
  actorId: AccountId,
  channelId: AccountId,
  accountId: AccountId,
  kind: RestrictionKind,
): Promise<void> {
  const keeper = await requireKeeper(deps.db, channelId, actorId);
  if (accountId === actorId) throw new DomainError('moderateSelf');
  await deps.db.$transaction(async (tx) => {
    await lockStanding(tx, channelId, accountId);
    await liftIn(tx, deps, keeper, accountId, kind);
  });
}

/** The same in the transaction of a deed that holds the person's standing. */
export async function liftIn(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'jobs'>,
  { channelId, accountId: actorId }: Keeper,
  accountId: AccountId,
  kind: RestrictionKind,
): Promise<void> {
  const now = deps.clock.now();
  const count = await endRestrictions(tx, now, { kind, creatorId: channelId, accountId });
  if (count === 0) return;
  const action = kind === 'ban' ? 'moderation.unbanned' : 'moderation.timeoutLifted';
  await record(tx, deps, { actorId, action, subject: `channel:${channelId}`, detail: { person: accountId } });
  if (kind === 'timeout') return;
  const news = { what: 'unbanned', channelId, text: '' } as const;
  await tell(tx, deps, accountId, now.toISOString(), news);
}

/** Of those that are in force; what is over by itself stays as it was. */
export async function endRestrictions(
  tx: Tx,
  now: Date,
  which: { kind: RestrictionKind; creatorId: AccountId | null; accountId: AccountId },
): Promise<number> {
  const where = { ...which, liftedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: now } }] };
  const { count } = await tx.restriction.updateMany({ where, data: { liftedAt: now } });
  return count;
}

async function endTheirViewings(deps: EndDeps, creatorId: AccountId, accountId: AccountId): Promise<void> {
  const where: Prisma.ViewingWhereInput = { accountId, leftAt: null, stream: { creatorId } };
  const open = await deps.db.viewing.findMany({ where, select: { id: true } });
  await endViewings(
    deps,
    open.map(({ id }) => id as ViewingId),
    'banned',
  );
}

/** A ban or a timeout that is in force, as those see it who keep order. */
export interface RestrictionLine {
  id: string;
  kind: RestrictionKind;
  person: Person;
  givenBy: Person;
  reason: string;
  createdAt: Date;
  endsAt: Date | null;
}

/** As many as a page shows. */
const PAGE = 200;

/** Whom a channel keeps out now, newest first. */
export async function readRestrictions({ db, clock }: Reading, channelId: AccountId): Promise<RestrictionLine[]> {
  const now = clock.now();
  const timeouts: Prisma.RestrictionWhereInput = { kind: 'timeout', liftedAt: null, endsAt: { gt: now } };
  const rows = await db.restriction.findMany({
    where: { creatorId: channelId, OR: [bansInForce(now), timeouts] },
    select: {
      id: true,
      kind: true,
      reason: true,
      createdAt: true,
      endsAt: true,
      account: { select: personSelect },
      givenBy: { select: personSelect },
    },
    orderBy: { createdAt: 'desc' },
    take: PAGE,
  });
  return rows.map(({ account, givenBy, ...row }) => ({
    ...row,
    person: personOf(account),
    givenBy: personOf(givenBy),
  }));
}

/** The ban that keeps somebody out of a creator's streams or the site, as they may read it. */
export interface OwnBan {
  id: string;
  reason: string;
  createdAt: Date;
  endsAt: Date | null;
  appeal: { text: string; createdAt: Date; answeredAt: Date | null; answer: string } | null;
}

/** Of several the one that lasts longest. Who gave it is not told. */
export async function readOwnBan(
  { db, clock }: Reading,
  accountId: AccountId,
  channelId: string | null,
): Promise<OwnBan | null> {
  return db.restriction.findFirst({
    where: bansOf(accountId, channelId, clock.now()),
    select: {
      id: true,
      reason: true,
      createdAt: true,
      endsAt: true,
      appeal: { select: { text: true, createdAt: true, answeredAt: true, answer: true } },
    },
    orderBy: { endsAt: { sort: 'desc', nulls: 'first' } },
  });
}
