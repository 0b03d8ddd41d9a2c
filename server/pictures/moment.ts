import { picturedFor } from '../access/visibility';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId } from '../ids';
import { type Member } from '../identity/visitor';
import { limit } from '../limits/take';
import { folderOf, type StorageKey } from '../storage-key';
import { dropPicture, FILES_PATH, storePicture } from './files';
import { SHAPES } from './places';

type Shelf = Pick<Deps, 'db' | 'clock' | 'storage' | 'pictures' | 'log'>;

/**
 * A frame of one's own running broadcast. Who may not, or sends too often, is refused before
 * anything of it is read.
 */
export async function takeFrame(
  deps: Shelf,
  { signedIn: { accountId }, origin }: Member,
  id: StreamId,
  read: () => Promise<Uint8Array>,
): Promise<void> {
  await limit(deps, 'sendFrame', origin, accountId);
  if ((await deps.db.stream.count({ where: { id, creatorId: accountId } })) === 0) throw new DomainError('notFound');
  await showFrame(deps, id, read);
}

/**
 * Shows a frame as what is seen in a live stream now, in place of the one before. It is for whoever
 * has frames of it: its creator's page, or what sends it in the creator's place.
 */
export async function showFrame(deps: Shelf, id: StreamId, read: () => Promise<Uint8Array>): Promise<void> {
  const stream = await deps.db.stream.findFirst({
    where: { id, status: 'live' },
    select: { creatorId: true, mature: true },
  });
  if (!stream) throw new DomainError('streamNotLive');
  if (stream.mature) throw new DomainError('notAllowed');
  const to = { folder: 'thumbnails', shape: SHAPES.moment } as const;
  const url = await storePicture(deps, stream.creatorId as AccountId, await read(), to);
  const [shown] = await deps.db.$queryRaw<{ before: string | null }[]>`
    UPDATE streams s SET thumbnail_url = ${url}
    FROM (SELECT id, thumbnail_url AS before FROM streams WHERE id = ${id}::uuid FOR NO KEY UPDATE) held
    WHERE s.id = held.id AND s.status = 'live' RETURNING held.before`;
  if (shown?.before) await dropPicture(deps, shown.before);
  if (shown) return;
  await dropPicture(deps, url); // it ended meanwhile
  throw new DomainError('streamNotLive');
}

/** Nothing is seen in it just now. */
export async function clearFrame(deps: Pick<Deps, 'db' | 'storage' | 'log'>, id: StreamId): Promise<void> {
  const [shown] = await deps.db.$queryRaw<{ before: string | null }[]>`
    UPDATE streams s SET thumbnail_url = NULL
    FROM (SELECT id, thumbnail_url AS before FROM streams WHERE id = ${id}::uuid FOR NO KEY UPDATE) held
    WHERE s.id = held.id RETURNING held.before`;
  if (shown?.before) await dropPicture(deps, shown.before);
}

/** Whether a kept picture of the moment is for somebody to see, in either of its sizes. */
export async function maySeeMoment({ db }: Pick<Deps, 'db'>, viewer: AccountId | null, key: StorageKey) {
  if (folderOf(key) !== 'thumbnails') return false;
  const url = `${FILES_PATH}${key.replace(/-[0-9]+(?=\.webp$)/, `-${SHAPES.moment.width}`)}`;
  return (await db.stream.count({ where: { AND: [picturedFor(viewer), { thumbnailUrl: url }] } })) > 0;
}
