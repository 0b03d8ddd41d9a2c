import { record } from '../audit/record';
import { mapUniqueViolation } from '../map-unique-violation';
import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId } from '../ids';
import { tellOfStream } from '../notifications/tell-followers';
import { payeeOf } from '../security/payee';
import { setSilence } from '../viewing/metering/tick';
import { readBroadcast } from './state';
import { type Started } from './types';

type StartDeps = Pick<Deps, 'db' | 'rooms' | 'meters' | 'clock' | 'log' | 'jobs' | 'liveList' | 'config'>;

/**
 * Going live, and coming back while live: both answer with a way into the room. Nothing counts as
 * sent yet: meters stand still until the room shows it or the creator's page says so. `shown` is
 * the wallet that the creator was told its seconds are paid to: with another one it does not start.
 */
export async function startBroadcast(
  deps: StartDeps,
  creatorId: AccountId,
  id: StreamId,
  shown: string | null,
): Promise<Started> {
  const { rooms } = deps;
  const { name } = await deps.db.$transaction((tx) => checkStart(tx, creatorId, id, shown));
  await openRoom(deps, id);
  await markLive(deps, creatorId, id, shown);
  const token = await rooms.creatorToken(id, name);
  return {
    room: { url: rooms.url, token, iceServers: [...rooms.iceServers] },
    state: await readBroadcast(deps, creatorId, id),
  };
}

/**
 * Makes it live, or says that its creator is back, together with what else is to be written: both
 * or neither.
 */
export async function markLive(
  deps: StartDeps,
  creatorId: AccountId,
  id: StreamId,
  shown: string | null,
  together?: (tx: Tx) => Promise<void>,
): Promise<void> {
  await mapUniqueViolation(
    deps.db.$transaction(async (tx) => {
      await goLive(tx, deps, creatorId, id, shown);
      await together?.(tx);
    }),
  );
  deps.liveList.forget();
  setSilence(deps, id, deps.clock.now());
}

interface MayStart {
  /** What the room is to call the creator. */
  name: string;
  /** Whom its seconds pay, as the contract sees them. */
  payee: string | null;
}

/** Whether it may start, held until the transaction ends. */
export async function checkStart(tx: Tx, creatorId: AccountId, id: StreamId, shown: string | null): Promise<MayStart> {
  await tx.$queryRaw`SELECT FROM streams WHERE id = ${id}::uuid FOR UPDATE`;
  const stream = await tx.stream.findFirst({
    where: { id, creatorId, status: { not: 'recorded' } },
    select: {
      status: true,
      hiddenAt: true,
      ratePerSecond: true,
      creator: {
        select: {
          handle: true,
          suspendedAt: true,
          profile: { select: { displayName: true } },
          streams: { where: { status: 'live' }, select: { id: true } },
        },
      },
    },
  });
  if (!stream) throw new DomainError('notFound');
  const { status, ratePerSecond, creator } = stream;
  if (creator.suspendedAt) throw new DomainError('accountSuspended');
  if (stream.hiddenAt) throw new DomainError('streamTakenDown');
  if (status === 'ended') throw new DomainError('streamOver');
  const payee = await payeeOf(tx, creatorId);
  if (status === 'scheduled') {
    if (creator.streams.length > 0) throw new DomainError('alreadyLive');
    if (ratePerSecond.gt(0) && !payee) throw new DomainError('payeeMissing');
    if (ratePerSecond.gt(0) && payee?.address !== shown) throw new DomainError('payeeChanged');
  }
  return { name: creator.profile?.displayName ?? creator.handle, payee: payee?.h160 ?? null };
}

/** Its room, which is there before anybody is let in. */
export async function openRoom({ rooms, log }: Pick<Deps, 'rooms' | 'log'>, id: StreamId): Promise<void> {
  try {
    await rooms.open(id);
  } catch (error) {
    log.warn({ err: error, room: id }, 'a room could not be made');
    throw new DomainError('mediaAway');
  }
}

/**
 * From two processes at once one goes live and the other comes back. Whom the seconds pay is
 * decided here and stays.
 */
async function goLive(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'jobs'>,
  creatorId: AccountId,
  id: StreamId,
  shown: string | null,
): Promise<void> {
  const { payee } = await checkStart(tx, creatorId, id, shown);
  const now = deps.clock.now();
  const { count } = await tx.stream.updateMany({
    where: { id, status: 'scheduled' },
    data: { status: 'live', startedAt: now, silentSince: now, payee },
  });
  if (count > 0) {
    const { title } = await tx.stream.findUniqueOrThrow({ where: { id }, select: { title: true } });
    await tx.streamTitle.create({ data: { streamId: id, at: now, title } });
    await record(tx, deps, { actorId: creatorId, action: 'stream.started', subject: `stream:${id}` });
    await tellOfStream(tx, deps, id);
    return;
  }
  // whoever broadcasts a stream of the demo world themselves takes it out of it
  await tx.stream.updateMany({ where: { id, status: 'live' }, data: { silentSince: now, demo: false } });
}
