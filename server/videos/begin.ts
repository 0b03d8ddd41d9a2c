import { type VideoInput } from '../../schemas/videos';
import { amount } from '../../sdk/money';
import { record } from '../audit/record';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId } from '../ids';
import { lockAccount } from '../identity/lock';
import { type Member } from '../identity/visitor';
import { limit } from '../limits/take';
import { stored } from '../money';
import { refuseVoiceOfSite } from '../names/imitation';
import { payeeOf } from '../security/payee';
import { newName } from '../storage-key';
import { checkStream, hashFor, type PricedStore } from '../streams/store';

/** Uploads that nobody has finished, so that nobody fills the list by a script. */
const MOST_UNFINISHED = 50;

/**
 * The recording of one's own live stream: the one that is receiving, or a new one. What the stream
 * says of itself now is what its recording says, and costs; for whom it is there is decided when it
 * is ready.
 */
export async function startRecording(
  deps: Pick<Deps, 'db' | 'clock'>,
  { signedIn: { accountId: creatorId }, origin }: Member,
  streamId: StreamId,
): Promise<{ video: StreamId }> {
  await limit(deps, 'makeVideo', origin, creatorId);
  return openRecording(deps, creatorId, streamId);
}

/** The same for whoever records for the creator. */
export async function openRecording(
  deps: Pick<Deps, 'db' | 'clock'>,
  creatorId: AccountId,
  streamId: StreamId,
): Promise<{ video: StreamId }> {
  return deps.db.$transaction(async (tx) => {
    await lockAccount(tx, creatorId);
    // of two at once the second finds the recording of the first
    await tx.$queryRaw`SELECT FROM streams WHERE id = ${streamId}::uuid FOR NO KEY UPDATE`;
    const source = await tx.stream.findFirst({
      where: { id: streamId, creatorId, status: { not: 'recorded' } },
      select: {
        ...COPIED,
        status: true,
        hiddenAt: true,
        creator: { select: { suspendedAt: true } },
        recordings: {
          where: { status: 'receiving', finishedAt: null },
          select: { streamId: true },
          orderBy: { createdAt: 'desc' },
          take: 1,
        },
      },
    });
    if (!source) throw new DomainError('notFound');
    const { status, hiddenAt, creator, recordings, ...copied } = source;
    if (creator.suspendedAt) throw new DomainError('accountSuspended');
    if (hiddenAt) throw new DomainError('streamTakenDown');
    if (status !== 'live') throw new DomainError('streamNotLive');
    const [there] = recordings;
    if (there) return { video: there.streamId as StreamId };
    const now = deps.clock.now();
    const { id } = await tx.stream.create({
      data: {
        ...copied,
        creatorId,
        status: 'recorded',
        visibility: 'private',
        startedAt: now,
        createdAt: now,
        video: {
          create: { sourceId: streamId, kind: 'recording', folder: newName(), createdAt: now, changedAt: now },
        },
      },
      select: { id: true },
    });
    const subject = `stream:${id}` as const;
    await record(tx, deps, { actorId: creatorId, action: 'video.started', subject, detail: { source: streamId } });
    return { video: id as StreamId };
  });
}

/** What a recording takes over from its stream at once. */
const COPIED = {
  title: true,
  description: true,
  categorySlug: true,
  tags: true,
  language: true,
  mature: true,
  ratePerSecond: true,
  previewSeconds: true,
  payee: true,
  coverUrl: true,
  clipsAllowed: true,
} as const;

/**
 * A video that is to be uploaded. Price and payee are checked as when a stream goes live: `shown`
 * is the wallet that the creator was told its seconds are paid to.
 */
export async function startUpload(
  deps: PricedStore & Pick<Deps, 'config'>,
  { signedIn: { accountId: creatorId }, origin }: Member,
  { password, visibility, ...said }: VideoInput,
  shown: string | null,
): Promise<{ video: StreamId }> {
  await limit(deps, 'makeVideo', origin, creatorId);
  const asStream = { ...said, visibility, viewerLimit: null, scheduledAt: null };
  await checkStream(deps, asStream);
  const hash = await hashFor(deps, asStream, password);
  return deps.db.$transaction(async (tx) => {
    await lockAccount(tx, creatorId);
    await refuseVoiceOfSite(tx, said.title);
    const unfinished = await tx.video.count({
      where: { kind: 'upload', status: 'receiving', stream: { creatorId } },
    });
    if (unfinished >= MOST_UNFINISHED) throw new DomainError('tooManyUploads');
    const account = await tx.account.findUniqueOrThrow({ where: { id: creatorId }, select: { suspendedAt: true } });
    if (account.suspendedAt) throw new DomainError('accountSuspended');
    const payee = await payeeOf(tx, creatorId);
    if (said.ratePerSecond > amount(0n)) {
      if (!payee) throw new DomainError('payeeMissing');
      if (payee.address !== shown) throw new DomainError('payeeChanged');
    }
    const now = deps.clock.now();
    const { id } = await tx.stream.create({
      data: {
        ...said,
        ratePerSecond: stored(said.ratePerSecond),
        creatorId,
        status: 'recorded',
        visibility: 'private',
        payee: payee?.h160 ?? null,
        startedAt: now,
        createdAt: now,
        password: hash ? { create: { hash, updatedAt: now } } : undefined,
        video: {
          create: { kind: 'upload', folder: newName(), opensAs: visibility, createdAt: now, changedAt: now },
        },
      },
      select: { id: true },
    });
    await record(tx, deps, { actorId: creatorId, action: 'video.started', subject: `stream:${id}` });
    return { video: id as StreamId };
  });
}

/** Whether a stream of one's own is recorded as soon as it goes live. */
export async function recordAutomatically(
  { db }: Pick<Deps, 'db'>,
  creatorId: AccountId,
  id: StreamId,
  on: boolean,
): Promise<void> {
  const { count } = await db.stream.updateMany({
    where: { id, creatorId, status: { in: ['scheduled', 'live'] } },
    data: { records: on },
  });
  if (count === 0) throw new DomainError('notFound');
}
