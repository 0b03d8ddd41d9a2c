import { parseLanguage } from '../../texts/languages';
import { says } from '../../texts/says';
import { bansInForce } from '../access/bans';
import { record } from '../audit/record';
import { type Db, type Deps, type Origin, type Tx } from '../deps';
import { DomainError } from '../errors';
import { readSuspendedPass } from '../identity/suspended-pass';
import { type AccountId } from '../ids';
import { type JobData } from '../jobs/types';
import { limit } from '../limits/take';
import { writeLetter } from '../mail/letter';
import { mapUniqueViolation } from '../map-unique-violation';
import { personOf, personSelect, type Person } from '../names/person';
import { lockStanding, requireCreator } from './people';
import { liftIn, type OwnBan, readOwnBan } from './restrict';
import { reinstateIn } from './site';
import { tell } from './tell';

type Reading = Pick<Deps, 'db' | 'clock'>;
type Store = Reading & Pick<Deps, 'jobs'>;

/** As many as a page shows, oldest first. */
const PAGE = 100;

/** A banned person answers their ban, of a channel or of the site: once, in their own words. */
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

/** What waits for a channel's answer or, with null, the site's, as long as the ban is in force. */
export async function readAppeals({ db, clock }: Reading, channelId: AccountId | null): Promise<AppealLine[]> {
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
  const accountId = await findBanned(deps.db, restrictionId, channelId);
  await deps.db.$transaction(async (tx) => {
    await lockStanding(tx, channelId, accountId);
    await storeAnswer(tx, deps, actorId, restrictionId, { accept, answer });
    const detail = { person: accountId, reason: answer, accepted: accept };
    await record(tx, deps, { actorId, action: 'moderation.appealAnswered', subject: `channel:${channelId}`, detail });
    await tell(tx, deps, accountId, restrictionId, { what: 'appealAnswered', channelId, text: answer });
    const keeper = { accountId: actorId, channelId, isCreator: true };
    if (accept) await liftIn(tx, deps, keeper, accountId, 'ban');
  });
}

/**
 * Who runs the site answers what a suspended person wrote, once: the account is reinstated, or it
 * stays out. The bell of who is kept out rings nowhere, so a no goes to their confirmed address,
 * and is read where they tried to sign in.
 */
export async function answerSiteAppeal(
  deps: Store,
  actorId: AccountId,
  restrictionId: string,
  { accept, answer }: { accept: boolean; answer: string },
): Promise<void> {
  const accountId = await findBanned(deps.db, restrictionId, null);
  if (accountId === actorId) throw new DomainError('moderateSelf');
  await deps.db.$transaction(async (tx) => {
    await storeAnswer(tx, deps, actorId, restrictionId, { accept, answer });
    const detail = { person: accountId, reason: answer, accepted: accept };
    await record(tx, deps, { actorId, action: 'site.appealAnswered', subject: `account:${accountId}`, detail });
    if (accept) await reinstateIn(tx, deps, actorId, accountId, answer);
    else await deps.jobs.enqueue(tx, { name: 'mailAppealAnswer', data: { restrictionId } });
  });
}

/** Says to a suspended person what was answered, at the address that they confirmed. */
export async function mailAppealAnswer(
  { db, mail }: Pick<Deps, 'db' | 'mail'>,
  { restrictionId }: JobData['mailAppealAnswer'],
): Promise<void> {
  const appeal = await db.appeal.findUnique({
    where: { restrictionId },
    select: {
      answer: true,
      restriction: {
        select: { account: { select: { handle: true, email: true, emailConfirmedAt: true, language: true } } },
      },
    },
  });
  if (!mail.on || !appeal) return;
  const { handle, email, emailConfirmedAt, language } = appeal.restriction.account;
  if (!email || !emailConfirmedAt) return;
  await mail.send(
    writeLetter({
      to: email,
      subject: says('Your account stays suspended'),
      says: [
        says('What you wrote about the suspension of @{handle} at Vilokanam was read. The account stays suspended.', {
          handle,
        }),
        ...(appeal.answer ? [`“${appeal.answer}”`] : []),
      ],
      link: null,
      why: says('You get this mail because you asked for an answer.'),
      language: parseLanguage(language) ?? 'en',
      id: `appeal-${restrictionId}`,
    }),
  );
}

async function findBanned(db: Db, id: string, channelId: AccountId | null): Promise<AccountId> {
  const ban = await db.restriction.findFirst({ where: { id, creatorId: channelId }, select: { accountId: true } });
  if (!ban) throw new DomainError('notFound');
  return ban.accountId as AccountId;
}

/** Of two who answer at once the second is told. */
async function storeAnswer(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  actorId: AccountId,
  restrictionId: string,
  { accept, answer }: { accept: boolean; answer: string },
): Promise<void> {
  const { count } = await tx.appeal.updateMany({
    where: { restrictionId, answeredAt: null },
    data: { answeredAt: clock.now(), answeredById: actorId, answer, accepted: accept },
  });
  if (count === 0) throw new DomainError('decidedAlready');
}

/** The suspension of whoever shows a pass for it, as they may read it; null where there is none. */
export async function readSuspension(deps: Reading, { suspendedPass }: Origin): Promise<OwnBan | null> {
  const owner = await readSuspendedPass(deps, suspendedPass);
  return owner && readOwnBan(deps, owner.accountId, null);
}

/** The owner of a suspended account answers, once: who they are, their pass says. */
export async function appealSuspension(deps: Store, origin: Origin, text: string): Promise<void> {
  const owner = await readSuspendedPass(deps, origin.suspendedPass);
  if (!owner) throw new DomainError('suspendedPassOver');
  await appeal(deps, owner.accountId, origin, owner.restrictionId, text);
}
