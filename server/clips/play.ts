import { bansOf } from '../access/bans';
import { clipsFor, clipsKnownTo } from '../access/clips';
import { HOUR, later } from '../clock';
import { type Deps, type VideoIndex } from '../deps';
import { type AccountId, type ClipId, type StreamId } from '../ids';
import { masterPlaylist, mediaPlaylist } from '../playback/playlists';
import { isOurPass, readPass, writePass } from '../playback/token';
import { contentTypeOf, readKey, type StorageKey, videoKey } from '../storage-key';

/** Where the files of clips are served, each behind a pass. */
export const CLIP_MEDIA_PATH = '/media/clips/';
/** So long an address of a clip's files is good. */
const GOOD_FOR = 6 * HOUR;
const PLAYLIST = /^([a-z0-9]{1,20})\.m3u8$/;
const INDEX = 'index.json';

/** What becomes of a request for one of a clip's files; null: nobody is told why not. */
export type ClipAnswer = { kind: 'playlist'; text: string } | { kind: 'file'; key: StorageKey; type: string } | null;

/** The address of a clip's files for who may play it now. */
export function clipMedia(
  { clock }: Pick<Deps, 'clock'>,
  { id, folder }: { id: ClipId; folder: string },
  account: AccountId | null,
): string {
  const pass = { video: id as string as StreamId, account, viewing: null, expiresAt: later(clock.now(), GOOD_FOR) };
  return `${CLIP_MEDIA_PATH}${writePass(pass, folder)}/`;
}

/**
 * Looks up what a pass opens. Whether its holder may still play the clip is asked each time: a clip
 * has few files, and is over when its video is.
 */
export async function openClipFile(
  deps: Pick<Deps, 'db' | 'clock' | 'storage'>,
  token: string,
  file: string,
): Promise<ClipAnswer> {
  const pass = readPass(token);
  if (!pass || pass.viewing !== null || pass.expiresAt <= deps.clock.now()) return null;
  const { account } = pass;
  const clip = await deps.db.clip.findFirst({
    // whoever has no account brought a stream's password when they were let in
    where: { AND: [{ id: pass.video }, account ? clipsFor(account) : clipsKnownTo(null)] },
    select: { folder: true, creatorId: true },
  });
  if (!clip || !isOurPass(token, clip.folder)) return null;
  const bans = account && bansOf(account, clip.creatorId, deps.clock.now());
  if (bans && (await deps.db.restriction.count({ where: bans })) > 0) return null;
  const playlist = PLAYLIST.exec(file)?.[1];
  if (playlist !== undefined) return writePlaylist(deps, clip.folder, playlist);
  const key = file === INDEX ? null : readKey(`videos/${clip.folder}/${file}`);
  return key && { kind: 'file', key, type: contentTypeOf(key) };
}

async function writePlaylist({ storage }: Pick<Deps, 'storage'>, folder: string, name: string): Promise<ClipAnswer> {
  const found = await storage.read(videoKey(folder, INDEX));
  if (!found) return null;
  const index = (await new Response(found.content).json()) as VideoIndex;
  if (name === 'master') return { kind: 'playlist', text: masterPlaylist(index) };
  const rendition = index.renditions.find((one) => one.name === name);
  return rendition ? { kind: 'playlist', text: mediaPlaylist(rendition) } : null;
}
