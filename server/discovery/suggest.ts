import { type Deps, type Origin } from '../deps';
import { type AccountId } from '../ids';
import { type StreamCard } from '../streams/cards';
import { findCreators, findStreams, findTags, limitAsking, type CreatorCard } from './search';
import { readQuery } from './search-words';

/** A few things that what was typed so far may be the beginning of. */
export interface Suggestions {
  creators: CreatorCard[];
  streams: Pick<StreamCard, 'id' | 'title' | 'status'>[];
  tags: string[];
}

/** From two letters on: one says nothing. Streams that are over are found by searching. */
export async function suggest(
  deps: Pick<Deps, 'db' | 'clock'>,
  who: { signedIn: { accountId: AccountId } | null; origin: Origin },
  q: string,
): Promise<Suggestions> {
  await limitAsking(deps, 'suggest', who);
  const asked = await readQuery(deps, q);
  if (!asked || asked.words.join('').length < 2) return { creators: [], streams: [], tags: [] };
  const [creators, live, soon, videos, tags] = await Promise.all([
    findCreators(deps, asked, 3, null),
    findStreams(deps, asked, 'live', 3, null),
    findStreams(deps, asked, 'soon', 2, null),
    findStreams(deps, asked, 'videos', 2, null),
    findTags(deps, q, 2, null),
  ]);
  return {
    creators: creators.items,
    streams: [...live.items, ...soon.items, ...videos.items].map(({ id, title, status }) => ({ id, title, status })),
    tags: tags.items.map(({ tag }) => tag),
  };
}
