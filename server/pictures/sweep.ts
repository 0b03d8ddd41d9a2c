import { HOUR, later } from '../clock';
import { type Deps } from '../deps';
import { removePicture } from './files';

/** An upload is over long before. */
const YOUNG = HOUR;
const AT_ONCE = 100;

/**
 * Removes pictures that nothing shows: of uploads that broke off, of streams that ended, and of
 * people who left.
 */
export async function sweepPictures(deps: Pick<Deps, 'db' | 'clock' | 'storage'>): Promise<number> {
  const orphans = await deps.db.$queryRaw<{ url: string }[]>`
    SELECT url FROM pictures p
    WHERE created_at < ${later(deps.clock.now(), -YOUNG)}::timestamptz
      AND NOT EXISTS (SELECT FROM profiles WHERE avatar_url = p.url)
      AND NOT EXISTS (SELECT FROM profiles WHERE banner_url = p.url)
      AND NOT EXISTS (SELECT FROM streams WHERE cover_url = p.url)
      AND NOT EXISTS (SELECT FROM streams WHERE thumbnail_url = p.url)
      AND NOT EXISTS (SELECT FROM clips WHERE poster_url = p.url)
    ORDER BY created_at LIMIT ${AT_ONCE}`;
  for (const { url } of orphans) await removePicture(deps, url);
  return orphans.length;
}
