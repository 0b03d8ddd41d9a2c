import { says } from '../../texts/says';
import { type PlanInput } from '../../schemas/plans';
import { type StreamInput } from '../../schemas/streams';
import { requireWholePlancks } from '../chain/money';
import { refuseVoiceOfSite } from '../names/imitation';
import { lockAccount } from '../identity/lock';
import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type AccountId, type StreamId } from '../ids';
import { stored } from '../money';
import { tellOfCancelled, tellOfStream } from '../notifications/tell-followers';
import { record } from '../audit/record';

type Store = Pick<Deps, 'db' | 'clock' | 'jobs'>;
/** What is needed to plan a stream. */
export type PricedStore = Pick<
  Deps,
  'db' | 'clock' | 'timers' | 'ledger' | 'knownChain' | 'log' | 'passwords' | 'jobs'
>;

/** What is said beside a stream: in which zone its time was chosen, and what opens it. */
type Beside = Pick<PlanInput, 'zone' | 'password'>;

/** So that nobody fills the calendar by a script. */
const MAX_SCHEDULED = 50;

/** A new stream: scheduled, whether for a time or for when its creator goes live. */
export async function createStream(
  deps: PricedStore,
  creatorId: AccountId,
  input: StreamInput,
  { zone = null, password = null }: Partial<Beside> = {},
): Promise<{ id: StreamId }> {
  await checkStream(deps, input);
  const passwordHash = await hashFor(deps, input, password);
  return deps.db.$transaction(async (tx) => {
    await reserveScheduled(tx, creatorId, 1);
    await refuseVoiceOfSite(tx, input.title);
    return writeStream(tx, deps, creatorId, input, { scheduledZone: zone, passwordHash, announced: true });
  });
}

/** Refuses a time that has passed, an unknown category, and a price that nobody can pay. */
export async function checkStream(deps: PricedStore, input: StreamInput): Promise<void> {
  await checkInput(deps, input);
  await requirePayable(deps, input);
}

/**
 * Room in the calendar for so many more. Counted one after the other: of many at once no more get
 * through.
 */
export async function reserveScheduled(tx: Tx, creatorId: AccountId, more: number): Promise<void> {
  await lockAccount(tx, creatorId);
  const scheduled = await tx.stream.count({ where: { creatorId, status: 'scheduled' } });
  if (scheduled + more > MAX_SCHEDULED) throw new DomainError('tooManyScheduled');
}

/**
 * Writes a new stream, which is in the audit log. Followers are told of it where it is `announced`:
 * of a series only the first.
 */
export async function writeStream(
  tx: Tx,
  deps: Store,
  creatorId: AccountId,
  input: StreamInput,
  {
    passwordHash: hash,
    announced,
    ...plan
  }: Pick<Prisma.StreamUncheckedCreateInput, 'scheduledZone' | 'seriesId' | 'seriesDay' | 'coverUrl'> & {
    passwordHash: string | null;
    announced: boolean;
  },
): Promise<{ id: StreamId }> {
  const password = hash ? { create: { hash, updatedAt: deps.clock.now() } } : undefined;
  const { id } = await tx.stream.create({
    data: { ...input, ...plan, password, ratePerSecond: stored(input.ratePerSecond), creatorId },
    select: { id: true },
  });
  await record(tx, deps, { actorId: creatorId, action: 'stream.created', subject: `stream:${id}` });
  await tellOfStream(tx, deps, id as StreamId, { announced });
  return { id: id as StreamId };
}

/** Changes a stream of one's own. While it is live the price stays; once it has ended all does. */
export async function updateStream(
  deps: PricedStore,
  creatorId: AccountId,
  id: StreamId,
  input: StreamInput,
  { zone = null, password = null }: Partial<Beside> = {},
): Promise<void> {
  const hash = input.visibility === 'password' && password !== null ? await deps.passwords.hash(password) : null;
  await deps.db.$transaction(async (tx) => {
    const stream = await tx.stream.findFirst({
      where: { id, creatorId, status: { not: 'recorded' } },
      select: { status: true, title: true, ratePerSecond: true, scheduledAt: true },
    });
    if (!stream) throw new DomainError('notFound');
    if (stream.status === 'ended') throw new DomainError('streamNotEditable');
    const sameTime = stream.scheduledAt?.getTime() === input.scheduledAt?.getTime();
    await checkInput(deps, sameTime ? { ...input, scheduledAt: null } : input);
    if (stream.title !== input.title) await refuseVoiceOfSite(tx, input.title);
    const ratePerSecond = stored(input.ratePerSecond);
    const samePrice = stream.ratePerSecond.toFixed(0) === ratePerSecond;
    if (stream.status === 'live' && !samePrice) throw new DomainError('priceFixedWhileLive');
    if (!samePrice) await requirePayable(deps, input);
    // the status is asked again in the same statement: a stream that goes live meanwhile keeps the
    // price that people saw
    const { count } = await tx.stream.updateMany({
      where: { id, creatorId, status: stream.status },
      data: { ...input, ratePerSecond, scheduledZone: zone ?? undefined, onItsOwn: true },
    });
    if (count === 0) throw new DomainError('streamNotEditable');
    if (stream.status === 'live' && stream.title !== input.title) await noteTitle(tx, deps, id, input.title);
    if (input.visibility === 'password') await keepPassword(tx, deps, id, hash);
    await record(tx, deps, { actorId: creatorId, action: 'stream.changed', subject: `stream:${id}` });
    await tellOfStream(tx, deps, id);
  });
}

/** What a live stream is called from now on: a chapter of its recording. */
async function noteTitle(tx: Tx, { clock }: Pick<Deps, 'clock'>, streamId: StreamId, title: string): Promise<void> {
  const at = clock.now();
  await tx.streamTitle.upsert({
    where: { streamId_at: { streamId, at } },
    create: { streamId, at, title },
    update: { title },
  });
}

/**
 * Takes back a stream that has not begun. Who has its link, or has it in a calendar, is told; lists
 * leave it out. One that never had a time was nobody else's to see, and goes.
 */
export async function cancelStream(deps: Store, creatorId: AccountId, id: StreamId): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const planned = { id, creatorId, status: 'scheduled', startedAt: null } as const;
    const { count: drafts } = await tx.stream.deleteMany({ where: { ...planned, scheduledAt: null, seriesId: null } });
    const { count } = await tx.stream.updateMany({ where: planned, data: cancelledAt(deps.clock.now()) });
    if (drafts + count === 0) throw new DomainError('notFound');
    await record(tx, deps, { actorId: creatorId, action: 'stream.cancelled', subject: `stream:${id}` });
    if (count > 0) await tellOfCancelled(tx, deps, id);
  });
}

/** What a cancelled stream is from then on. */
export function cancelledAt(now: Date) {
  return { status: 'ended', endReason: 'cancelled', endedAt: now, featured: false } as const;
}

/** The hash of a new stream's password; null where it has none. */
export async function hashFor(
  { passwords }: Pick<Deps, 'passwords'>,
  { visibility }: StreamInput,
  password: string | null,
): Promise<string | null> {
  if (visibility !== 'password') return null;
  if (password === null) throw new DomainError('streamNeedsPassword');
  return passwords.hash(password);
}

/** A new password shuts out whoever gave the one before. Without one, the old one stays. */
export async function keepPassword(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  streamId: StreamId,
  hash: string | null,
): Promise<void> {
  if (hash === null) {
    if ((await tx.streamPassword.count({ where: { streamId } })) === 0) throw new DomainError('streamNeedsPassword');
    return;
  }
  const now = { hash, updatedAt: clock.now() };
  await tx.streamPassword.upsert({ where: { streamId }, create: { streamId, ...now }, update: now });
  await tx.streamUnlock.deleteMany({ where: { streamId } });
}

async function checkInput({ db, clock }: Store, input: StreamInput): Promise<void> {
  if (input.scheduledAt && input.scheduledAt <= clock.now()) throw new DomainError('streamInPast');
  const category = await db.category.findUnique({ where: { slug: input.categorySlug }, select: { slug: true } });
  if (!category) throw new DomainError('unknownCategory');
}

/** A price is what an account of this chain can pay each second. */
function requirePayable(deps: PricedStore, { ratePerSecond: value }: StreamInput): Promise<void> {
  return requireWholePlancks(deps, { value, field: 'ratePerSecond', name: says('That price a second', {}) });
}
