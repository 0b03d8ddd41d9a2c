import { type StageNow } from '../../schemas/stage-wire';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type StreamStatus } from '../generated/prisma/enums';
import { type AccountId, type StreamId, type ViewingId } from '../ids';
import { personOf, personSelect, type Person } from '../names/person';
import { followReading } from '../broadcast/state';
import { invitedAfter } from './rules';

type Reading = Pick<Deps, 'db' | 'clock'>;

/** What is open: hands that are up, and guests, of viewings that go on. */
const open = { endedAt: null, viewing: { leftAt: null } } satisfies Prisma.StageGuestWhereInput;

/** Who is on stage, in the order in which they came. */
export async function readStage({ db, clock }: Reading, streamId: StreamId): Promise<StageNow> {
  const at = clock.now().getTime();
  const rows = await db.stageGuest.findMany({
    where: { ...open, streamId, cameAt: { not: null }, stream: { status: 'live' } },
    select: { muted: true, viewing: { select: { seat: true } }, account: { select: personSelect } },
    orderBy: [{ cameAt: 'asc' }, { id: 'asc' }],
  });
  const guests = rows.map(({ muted, viewing, account }) => {
    const { handle, displayName, avatarUrl } = personOf(account);
    return { seat: viewing.seat, handle, displayName, avatarUrl, muted };
  });
  return { at, guests };
}

/** How far somebody has come: a hand, an invitation, the stage. */
export type StageStep = 'raised' | 'invited' | 'onStage';

const stepOf = ({ invitedAt, cameAt }: { invitedAt: Date | null; cameAt: Date | null }, now: Date): StageStep =>
  cameAt ? 'onStage' : invitedAt && invitedAt > invitedAfter(now) ? 'invited' : 'raised';

/** Who is on stage, and how far oneself has come there; null without a hand up. */
export interface StageOf extends StageNow {
  mine: StageStep | null;
  /** By what name the room knows oneself. */
  seat: string;
}

/** The stage as one viewing sees it: whoever holds its id. */
export async function readStageOf(deps: Reading, viewing: ViewingId): Promise<StageOf> {
  const row = await deps.db.viewing.findUnique({
    where: { id: viewing },
    select: { streamId: true, seat: true, leftAt: true, stage: { where: { endedAt: null } } },
  });
  if (!row || row.leftAt) throw new DomainError('notFound');
  const [mine] = row.stage;
  const step = mine ? stepOf(mine, deps.clock.now()) : null;
  return { ...(await readStage(deps, row.streamId as StreamId)), mine: step, seat: row.seat };
}

/** Somebody with a hand up, invited or on stage, as the creator sees them. */
export interface Hand {
  id: string;
  seat: string;
  person: Person;
  step: StageStep;
  muted: boolean;
}

/** What the creator sees of a stage; `more` hands are up beyond those that are listed. */
export interface Stage {
  status: StreamStatus;
  hands: Hand[];
  more: number;
}

const HANDS = 50;

/** Guests first, then hands, who has waited longest first. Blocked people are left out. */
export async function readHands({ db, clock }: Reading, creatorId: AccountId, id: StreamId): Promise<Stage> {
  const stream = await db.stream.findFirst({ where: { id, creatorId }, select: { status: true } });
  if (!stream) throw new DomainError('notFound');
  const where: Prisma.StageGuestWhereInput = {
    ...open,
    streamId: id,
    account: { blockedBy: { none: { blockerId: creatorId } } },
  };
  const rows = await db.stageGuest.findMany({
    where,
    select: {
      id: true,
      muted: true,
      invitedAt: true,
      cameAt: true,
      viewing: { select: { seat: true } },
      account: { select: personSelect },
    },
    orderBy: [
      { cameAt: { sort: 'asc', nulls: 'last' } },
      { invitedAt: { sort: 'asc', nulls: 'last' } },
      { raisedAt: 'asc' },
      { id: 'asc' },
    ],
    take: HANDS,
  });
  const now = clock.now();
  const hands = rows.map(({ viewing, account, ...row }) => ({
    id: row.id,
    seat: viewing.seat,
    person: personOf(account),
    step: stepOf(row, now),
    muted: row.muted,
  }));
  const all = rows.length < HANDS ? rows.length : await db.stageGuest.count({ where });
  return { status: stream.status, hands, more: all - hands.length };
}

/** The same at once and whenever it has changed, until the stream is over. */
export function followHands(
  deps: Reading & Pick<Deps, 'timers' | 'log'>,
  creatorId: AccountId,
  id: StreamId,
  signal: AbortSignal | undefined,
): AsyncGenerator<Stage> {
  return followReading(deps, () => readHands(deps, creatorId, id), signal);
}
