import { type CaptionInput } from '../../schemas/videos';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId } from '../ids';
import { type Member } from '../identity/visitor';
import { limit } from '../limits/take';
import { newName, videoKey } from '../storage-key';
import { holdOwn, ownVideo } from './own';
import { cleanVtt } from './webvtt';

/** So many languages a video has under it at most. */
const MOST_CAPTIONS = 40;

type CaptionDeps = Pick<Deps, 'db' | 'clock' | 'storage' | 'log'>;

/** Writes captions under a video, in place of those in the same language. */
export async function addCaptions(
  deps: CaptionDeps,
  { signedIn: { accountId: creatorId }, origin }: Member,
  id: StreamId,
  { language, label, text }: CaptionInput,
): Promise<void> {
  await limit(deps, 'changeVideo', origin, creatorId);
  const vtt = new TextEncoder().encode(cleanVtt(text));
  if ((await deps.db.video.count({ where: ownVideo(creatorId, id) })) === 0) throw new DomainError('notFound');
  const before = await deps.db.$transaction(async (tx) => {
    // held while its file is written: it moves with its folder or not at all
    const { folder } = await holdOwn(tx, creatorId, id);
    const others = await tx.videoCaption.count({ where: { videoId: id, language: { not: language } } });
    if (others >= MOST_CAPTIONS) throw new DomainError('tooManyCaptions');
    const before = await tx.videoCaption.findUnique({ where: { videoId_language: { videoId: id, language } } });
    const file = `${newName()}.vtt`;
    await deps.storage.put(videoKey(folder, file), vtt);
    const data = { label, file };
    await tx.videoCaption.upsert({
      where: { videoId_language: { videoId: id, language } },
      create: { videoId: id, language, ...data },
      update: data,
    });
    const old = before && (await deps.storage.stat(videoKey(folder, before.file)));
    const more = BigInt(vtt.length) - BigInt(old?.bytes ?? 0);
    await tx.video.update({ where: { streamId: id }, data: { bytes: { increment: more } } });
    return before && videoKey(folder, before.file);
  });
  if (before) await deps.storage.remove(before);
}

/** Takes captions away; those that are not there are gone already. */
export async function removeCaptions(
  deps: CaptionDeps,
  creatorId: AccountId,
  id: StreamId,
  language: string,
): Promise<void> {
  const gone = await deps.db.$transaction(async (tx) => {
    const { folder } = await holdOwn(tx, creatorId, id);
    const there = await tx.videoCaption.findUnique({ where: { videoId_language: { videoId: id, language } } });
    if (!there) return null;
    const key = videoKey(folder, there.file);
    const found = await deps.storage.stat(key);
    await tx.videoCaption.delete({ where: { id: there.id } });
    await tx.video.update({ where: { streamId: id }, data: { bytes: { decrement: BigInt(found?.bytes ?? 0) } } });
    return key;
  });
  if (gone) await deps.storage.remove(gone);
}
