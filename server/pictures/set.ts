import { record } from '../audit/record';
import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';
import { type Member } from '../identity/visitor';
import { limit } from '../limits/take';
import { dropPicture, storePicture } from './files';
import { type PicturePlace, SHAPES } from './places';

type Shelf = Pick<Deps, 'db' | 'clock' | 'storage' | 'pictures' | 'log'>;

/**
 * Shows a picture at its place, in place of the one before. Who may not, or tries too often, is
 * refused before anything of it is read.
 */
export async function setPicture(
  deps: Shelf,
  { signedIn: { accountId }, origin }: Member,
  place: PicturePlace,
  read: () => Promise<Uint8Array>,
): Promise<{ url: string }> {
  await limit(deps, 'uploadPicture', origin, accountId);
  await shownAt(deps.db, accountId, place);
  const url = await storePicture(deps, accountId, await read(), { folder: 'pictures', shape: SHAPES[place.of] });
  await show(deps, accountId, place, url);
  return { url };
}

/** Shows none there any more. */
export async function clearPicture(
  deps: Shelf,
  { signedIn: { accountId }, origin }: Member,
  place: PicturePlace,
): Promise<void> {
  await limit(deps, 'uploadPicture', origin, accountId);
  await show(deps, accountId, place, null);
}

async function show(deps: Shelf, accountId: AccountId, place: PicturePlace, url: string | null): Promise<void> {
  const before = await deps.db.$transaction(async (tx) => {
    const shown = await shownAt(tx, accountId, place, 'locked');
    if (place.of === 'cover') await tx.stream.update({ where: { id: place.streamId }, data: { coverUrl: url } });
    else {
      const data = place.of === 'avatar' ? { avatarUrl: url } : { bannerUrl: url };
      await tx.profile.update({ where: { accountId }, data });
    }
    const what = place.of === 'cover' ? 'stream' : 'account';
    await record(tx, deps, {
      actorId: accountId,
      action: `${what}.${url ? 'pictureChanged' : 'pictureRemoved'}`,
      subject: `${what}:${place.of === 'cover' ? place.streamId : accountId}`,
      detail: { of: place.of },
    });
    return shown;
  });
  // one that something else still shows, as the streams of a series do, stays
  if (before && (await deps.db.stream.count({ where: { coverUrl: before } })) === 0) await dropPicture(deps, before);
}

/** The picture that is there now; of a stream, one's own alone, whatever its state. */
async function shownAt(
  db: Deps['db'] | Tx,
  accountId: AccountId,
  place: PicturePlace,
  locked?: 'locked',
): Promise<string | null> {
  if (place.of === 'cover') {
    if (locked) await db.$queryRaw`SELECT id FROM streams WHERE id = ${place.streamId}::uuid FOR NO KEY UPDATE`;
    const stream = await db.stream.findFirst({
      where: { id: place.streamId, creatorId: accountId },
      select: { coverUrl: true },
    });
    if (!stream) throw new DomainError('notFound');
    return stream.coverUrl;
  }
  if (locked)
    await db.$queryRaw`SELECT account_id FROM profiles WHERE account_id = ${accountId}::uuid FOR NO KEY UPDATE`;
  const profile = await db.profile.findFirst({
    where: { accountId, account: { deletedAt: null } },
    select: { avatarUrl: true, bannerUrl: true },
  });
  if (!profile) throw new DomainError('notSignedIn');
  return place.of === 'avatar' ? profile.avatarUrl : profile.bannerUrl;
}
