import { reachableFor } from '../access/visibility';
import { type Deps } from '../deps';
import { type AccountId, type StreamId } from '../ids';
import { personOf, type Person, personSelect } from '../names/person';
import { cardOf, cardSelect, coverOnly, type StreamCard } from '../streams/cards';

/** Where the viewers of a stream that is over are sent. */
export interface RaidInvitation {
  to: StreamCard;
  by: Person;
  word: string;
}

/**
 * Where a stream's viewers are sent; null while it goes on, where nobody sends them anywhere, and
 * once the other stream is over or not theirs to see.
 */
export async function readRaid(
  { db }: Pick<Deps, 'db'>,
  viewer: AccountId | null,
  from: StreamId,
): Promise<RaidInvitation | null> {
  const raid = await db.raid.findFirst({
    where: {
      from: { AND: [reachableFor(viewer), { id: from, status: 'ended' }] },
      to: { AND: [reachableFor(viewer), { status: 'live' }] },
    },
    select: { word: true, from: { select: { creator: { select: personSelect } } }, to: { select: cardSelect } },
  });
  return raid && { to: coverOnly(cardOf(raid.to)), by: personOf(raid.from.creator), word: raid.word };
}
