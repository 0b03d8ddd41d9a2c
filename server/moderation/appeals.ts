import { bansInForce } from '../access/bans';
import { record } from '../audit/record';
import { type Deps, type Origin } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';
import { limit } from '../limits/take';
import { mapUniqueViolation } from '../map-unique-violation';
import { personOf, personSelect, type Person } from '../names/person';
import { lockStanding, requireCreator } from './people';
import { liftIn } from './restrict';
import { tell } from './tell';

type Reading = Pick<Deps, 'db' | 'clock'>;
type Store = Reading & Pick<Deps, 'jobs'>;

/** As many as a page shows, oldest first. */
const PAGE = 100;

/** A banned person answers their ban: once, in their own words. */
export async function appeal(
  deps: Store,
  accountId: AccountId,
  origin: Origin,
  restrictionId: string,
  text: string,
): Promise<void> {
  await limit(deps, 'appeal', origin, accountId);
  const now = deps.clock.now();
  const inForce = { AND: [bansInForce(now), { id: restrictionId, accountId }] };
  const ban = await deps.db.restriction.findFirst({ where: inForce, select: { id: true } });
  if (!ban) throw new DomainError('notBanned');
  await mapUniqueViolation(deps.db.appeal.create({ data: { restrictionId, text, createdAt: now } }));
}

/** What a banned person wrote, with the ban that it is about. */
export interface AppealLine {
  restrictionId: string;
  person: Person;
  text: string;
  createdAt: Date;
  ban: { reason: string; createdAt: Date; endsAt: Date | null };
}

/** What waits for a channel's answer, as long as the ban is in force. */
export async function readAppeals({ db, clock }: Reading, channelId: AccountId): Promise<AppealLine[]> {
  const rows = await db.appeal.findMany({
    where: { answeredAt: null, restriction: { AND: [bansInForce(clock.now()), { creatorId: channelId }] } },
    select: {
      restrictionId: true,
      text: true,
      createdAt: true,
      restriction: { select: { reason: true, createdAt: true, endsAt: true, account: { select: personSelect } } },
    },
    orderBy: { createdAt: 'asc' },
    take: PAGE,
  });
  return rows.map(({ restriction: { account, ...ban }, ...row }) => ({ ...row, person: personOf(account), ban }));
}

/** The creator answers an appeal, once: the ban ends, or it stays. */
export async function answerAppeal(
  deps: Store,
  actorId: AccountId,
  channelId: AccountId,
  restrictionId: string,
  { accept, answer }: { accept: boolean; answer: string },
): Promise<void> {
  requireCreator(channelId, actorId);
  const where = { id: restrictionId, creatorId: channelId };
  const ban = await deps.db.restriction.findFirst({ where, select: { accountId: true } });
  if (!ban) throw new DomainError('notFound');
  const accountId = ban.accountId as AccountId;
  await deps.db.$transaction(async (tx) => {
    await lockStanding(tx, channelId, accountId);
    const { count } = await tx.appeal.updateMany({
      where: { restrictionId, answeredAt: null },
      data: { answeredAt: deps.clock.now(), answeredById: actorId, answer, accepted: accept },
    });
    if (count === 0) throw new DomainError('decidedAlready');
    await record(tx, deps, {
      actorId,
      action: 'moderation.appealAnswered',
      subject: `channel:${channelId}`,
      detail: { person: accountId, reason: answer, accepted: accept },
    });
    await tell(tx, deps, accountId, restrictionId, { what: 'appealAnswered', channelId, text: answer });
    const keeper = { accountId: actorId, channelId, isCreator: true };
    if (accept) await liftIn(tx, deps, keeper, accountId, 'ban');
  });
}
