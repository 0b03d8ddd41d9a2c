import { type StreamInput } from '../../schemas/streams';
import { requireWholePlancks } from '../chain/money';
import { refuseVoiceOfSite } from '../names/imitation';
import { lockAccount } from '../identity/lock';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId } from '../ids';
import { stored } from '../money';
import { tellOfStream } from '../notifications/tell-followers';
import { record } from '../audit/record';

type Store = Pick<Deps, 'db' | 'clock'>;
type PricedStore = Pick<Deps, 'db' | 'clock' | 'timers' | 'ledger' | 'knownChain' | 'log' | 'jobs'>;

/** So that nobody fills the calendar by a script. */
const MAX_SCHEDULED = 50;

/** A new stream: scheduled, whether for a time or for when its creator goes live. */
export async function createStream(
  deps: PricedStore,
  creatorId: AccountId,
  input: StreamInput,
): Promise<{ id: StreamId }> {
  await checkInput(deps, input);
  await requirePayable(deps, input);
  return deps.db.$transaction(async (tx) => {
    // counted one after the other: of many at once no more get through
    await lockAccount(tx, creatorId);
    const scheduled = await tx.stream.count({ where: { creatorId, status: 'scheduled' } });
    if (scheduled >= MAX_SCHEDULED) throw new DomainError('tooManyScheduled');
    await refuseVoiceOfSite(tx, input.title);
    const { id } = await tx.stream.create({
      data: { ...input, ratePerSecond: stored(input.ratePerSecond), creatorId },
      select: { id: true },
    });
    await record(tx, deps, { actorId: creatorId, action: 'stream.created', subject: `stream:${id}` });
    await tellOfStream(tx, deps, id as StreamId);
    return { id: id as StreamId };
  });
}

/** Changes a stream of one's own. While it is live the price stays; once it has ended all does. */
export async function updateStream(
  deps: PricedStore,
  creatorId: AccountId,
  id: StreamId,
  input: StreamInput,
): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const stream = await tx.stream.findFirst({
      where: { id, creatorId },
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
      data: { ...input, ratePerSecond },
    });
    if (count === 0) throw new DomainError('streamNotEditable');
    await record(tx, deps, { actorId: creatorId, action: 'stream.changed', subject: `stream:${id}` });
    await tellOfStream(tx, deps, id);
  });
}

/** Takes back a stream that has not begun. */
export async function cancelStream(deps: Store, creatorId: AccountId, id: StreamId): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.stream.deleteMany({ where: { id, creatorId, status: 'scheduled', startedAt: null } });
    if (count === 0) throw new DomainError('notFound');
    await record(tx, deps, { actorId: creatorId, action: 'stream.cancelled', subject: `stream:${id}` });
  });
}

async function checkInput({ db, clock }: Store, input: StreamInput): Promise<void> {
  if (input.scheduledAt && input.scheduledAt <= clock.now()) throw new DomainError('streamInPast');
  const category = await db.category.findUnique({ where: { slug: input.categorySlug }, select: { slug: true } });
  if (!category) throw new DomainError('unknownCategory');
}

/** A price is what an account of this chain can pay each second. */
function requirePayable(deps: PricedStore, { ratePerSecond: value }: StreamInput): Promise<void> {
  return requireWholePlancks(deps, { value, field: 'ratePerSecond', name: 'That price a second' });
}
