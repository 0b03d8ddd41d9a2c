import { record } from '../audit/record';
import { markLive, openRoom, checkStart } from '../broadcast/start';
import { CREATOR_SEAT, type Deps, type FeedAnswer, type Origin, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId } from '../ids';
import { limit } from '../limits/take';
import { type PricedStore } from '../streams/store';
import { takeStream } from './choose-stream';
import { findKey, type KnownKey } from './key';
import { hashSecret } from '../hash-secret';
import { isRunning } from './running';

export type StartDeps = PricedStore & Pick<Deps, 'rooms' | 'meters' | 'liveList' | 'config'>;

/** A program that wants to send: by its key, from somewhere. */
export interface Sender {
  key: string;
  origin: Origin;
}

/** What a program offers by WHIP: its key, and how it would send. */
export interface Offer extends Sender {
  sdp: string;
}

/** A feed that is to be let in. */
export interface ClaimedFeed {
  id: string;
  streamId: StreamId;
  /** What the room is to call its creator. */
  name: string;
}

/** A feed that was let in: the id by which it is named from now on, and the answer. */
export interface StartedFeed extends FeedAnswer {
  id: string;
}

/** Goes live by a key, by WHIP. */
export async function startFeed(deps: StartDeps, { sdp, ...sender }: Offer): Promise<StartedFeed> {
  return beginFeed(deps, sender, async ({ id, streamId, name }) => {
    const answer = await handOn(deps, streamId, name, sdp);
    return { ...answer, id };
  });
}

/**
 * Goes live by a key. The feed's row is there before the media server is asked: of two at once one
 * is refused. The stream is live once the media server has let it in; nobody pays before something
 * goes out (server/broadcast/presence.ts).
 */
export async function beginFeed<Answer extends { participant: string }>(
  deps: StartDeps,
  { key: secret, origin }: Sender,
  handOn: (feed: ClaimedFeed) => Promise<Answer>,
): Promise<Answer> {
  await limit(deps, 'startFeed', origin, hashSecret(secret));
  const key = await findKey(deps.db, secret);
  const streamId = key.streamId ?? (await takeStream(deps, key.creatorId));
  await forgetGone(deps, key.creatorId, streamId);
  const { id, name } = await deps.db.$transaction((tx) => claim(tx, deps, key, streamId, origin));
  try {
    await openRoom(deps, streamId);
    const answer = await handOn({ id, streamId, name });
    await letIn(deps, key, streamId, answer.participant);
    return answer;
  } catch (error) {
    await deps.db.feed.deleteMany({ where: { id } });
    throw error;
  }
}

/** Refused while something is sent to the stream already, by another program or from a page. */
async function claim(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  { id: keyId, creatorId, payee }: KnownKey,
  streamId: StreamId,
  { userAgent }: Origin,
): Promise<{ id: string; name: string }> {
  const { name } = await checkStart(tx, creatorId, streamId, payee); // holds the stream's row
  if ((await tx.feed.count({ where: { streamId } })) > 0) throw new DomainError('feedRunning');
  const software = userAgent.slice(0, 100);
  const feed = { streamId, keyId, software, startedAt: clock.now() };
  const { id } = await tx.feed.create({ data: feed, select: { id: true } });
  return { id, name };
}

/**
 * A feed whose line broke keeps nobody out once the media server has let go of it; whoever else is
 * in the creator's place does.
 */
async function forgetGone(
  { db, rooms, clock, log }: StartDeps,
  creatorId: AccountId,
  streamId: StreamId,
): Promise<void> {
  const stream = await db.stream.findFirst({ where: { id: streamId, creatorId }, select: { demo: true, feed: true } });
  if (!stream) throw new DomainError('notFound');
  const { feed, demo } = stream;
  const there = await rooms.participants(streamId).catch((error: unknown) => {
    log.warn({ err: error, room: streamId }, 'a room could not be inspected');
    throw new DomainError('mediaAway');
  });
  if (feed) {
    if (isRunning(feed, there, clock.now())) throw new DomainError('feedRunning');
    await db.feed.deleteMany({ where: { id: feed.id } });
  }
  // the demo world's own studio gives way
  if (!demo && there.some(({ identity }) => identity === CREATOR_SEAT)) throw new DomainError('feedRunning');
}

async function handOn({ rooms, log }: StartDeps, streamId: StreamId, name: string, sdp: string): Promise<FeedAnswer> {
  const answer = await rooms.startFeed(streamId, name, sdp).catch((error: unknown) => {
    log.warn({ err: error, room: streamId }, 'a feed could not be handed on');
    throw new DomainError('mediaAway');
  });
  if (!answer) throw new DomainError('offerRefused');
  return answer;
}

async function letIn(deps: StartDeps, key: KnownKey, streamId: StreamId, participant: string): Promise<void> {
  try {
    await markLive(deps, key.creatorId, streamId, key.payee, async (tx) => {
      // a key that was revoked meanwhile opens nothing
      const { count } = await tx.streamKey.updateMany({
        where: { id: key.id, revokedAt: null },
        data: { lastUsedAt: deps.clock.now() },
      });
      if (count === 0) throw new DomainError('streamKeyUnknown');
      await tx.feed.update({ where: { streamId }, data: { participant } });
      const detail = { key: key.id };
      await record(tx, deps, { actorId: key.creatorId, action: 'stream.fed', subject: `stream:${streamId}`, detail });
    });
  } catch (error) {
    await deps.rooms.endFeed(streamId, participant).catch(() => undefined); // the sweep closes what is left
    throw error;
  }
}
