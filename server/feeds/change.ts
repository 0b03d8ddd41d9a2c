import { type Deps, type Origin } from '../deps';
import { DomainError } from '../errors';
import { type StreamId } from '../ids';
import { limit } from '../limits/take';
import { findKey } from './key';
import { hashSecret } from '../hash-secret';

type ChangeDeps = Pick<Deps, 'db' | 'rooms' | 'clock' | 'log'>;

/** A feed as its program names it: by its id, with the key that it began with. */
export interface NamedFeed {
  id: string;
  key: string;
  origin: Origin;
}

/** What a program found out about its network, handed on. */
export async function changeFeed(
  deps: ChangeDeps,
  named: NamedFeed,
  change: { ifMatch: string; fragment: string },
): Promise<{ fragment: string; etag: string | null }> {
  const { room, participant } = await findFeed(deps, named);
  const changed = await asked(deps, room, () => deps.rooms.changeFeed(room, participant, change));
  if (!changed) throw new DomainError('offerRefused');
  return changed;
}

/** The program stops. Its stream waits as for a page that was closed: for another feed, a while. */
export async function stopFeed(deps: ChangeDeps, named: NamedFeed): Promise<void> {
  const { room, participant } = await findFeed(deps, named);
  await asked(deps, room, () => deps.rooms.endFeed(room, participant));
  await deps.db.feed.deleteMany({ where: { streamId: room, participant } });
}

/** Somebody else's feed is told alike with one that is not there. */
async function findFeed(deps: ChangeDeps, { id, key: secret, origin }: NamedFeed) {
  await limit(deps, 'changeFeed', origin, hashSecret(secret));
  const key = await findKey(deps.db, secret);
  const feed = await deps.db.feed.findFirst({
    where: { id, keyId: key.id, participant: { not: null } },
    select: { streamId: true, participant: true },
  });
  if (!feed?.participant) throw new DomainError('notFound');
  return { room: feed.streamId as StreamId, participant: feed.participant };
}

async function asked<Answer>({ log }: ChangeDeps, room: StreamId, question: () => Promise<Answer>): Promise<Answer> {
  try {
    return await question();
  } catch (error) {
    log.warn({ err: error, room }, 'the media server was not told of a feed');
    throw new DomainError('mediaAway');
  }
}
