import { isBanInForce } from '../access/bans';
import { isRewindableFor, isWatchableFor } from '../access/visibility';
import { type Deps } from '../deps';
import { type ViewingId } from '../ids';
import { contentTypeOf, type StorageKey, videoKey } from '../storage-key';
import { sql } from '../sql';
import { growingPlaylist, masterPlaylist, mediaPlaylist, partTimesOf } from './playlists';
import { isWithin, readSpans, secondsOf, type Span } from './seconds';
import { isOurPass, readPass, type MediaPass } from './token';
import { type PassHolder, type PlayableVideo } from './videos';

/** Where the files of videos are served, each behind a pass. */
export const MEDIA_PATH = '/media/';

/** What becomes of a request for one of a video's files. */
export type MediaAnswer =
  | { kind: 'playlist'; text: string }
  | { kind: 'file'; key: StorageKey; type: string }
  /** Its seconds are to be paid for first. */
  | { kind: 'unpaid'; video: PlayableVideo; span: Span; viewing: ViewingId | null; key: StorageKey; type: string }
  /** No such file, no such pass, or one that is over: nobody is told which. */
  | { kind: 'nothing' };

type MediaDeps = Pick<Deps, 'db' | 'clock' | 'timers' | 'storage' | 'videos'>;

const NOTHING: MediaAnswer = { kind: 'nothing' };
const PLAYLIST = /^([a-z0-9]{1,20})\.m3u8$/;

/**
 * Looks up what a pass opens. A file of seconds that cost something is given to whoever has all of
 * them: paid for, free, or their own. The playlist of what grows is given once it has the segment
 * of this number, or a moment later without it.
 */
export async function openMedia(
  deps: MediaDeps,
  token: string,
  file: string,
  untilSegment: number | null = null,
): Promise<MediaAnswer> {
  const pass = readPass(token);
  if (!pass || pass.expiresAt <= deps.clock.now()) return NOTHING;
  const known = await deps.videos.read(deps, pass.video).catch(() => null);
  // another process may have packaged more of it a moment ago
  const video = known?.growing && !isKnown(known, file) ? await readMore(deps, known) : known;
  if (!video || !isOurPass(token, video.folder)) return NOTHING;
  const holder = await deps.videos.holderOf(deps, pass, () => readHolder(deps, pass, video));
  if (!holder.watches) return NOTHING;
  const playlist = PLAYLIST.exec(file)?.[1];
  if (playlist !== undefined) {
    const wait = untilSegment === null ? video : deps.videos.waitFor(deps, video, untilSegment);
    const grown = await Promise.resolve(wait).catch(() => null);
    return grown && isOurPass(token, grown.folder) ? writePlaylist(grown, playlist) : NOTHING;
  }
  const segment = video.segments.get(file);
  if (!segment && !isBeside(video, file)) return NOTHING;
  const key = videoKey(video.folder, file);
  const type = contentTypeOf(key);
  const span = segment && video.rate > 0n && pass.account !== video.creatorId ? spanOf(segment, video) : null;
  const had = !span || isHad(video, span, holder.owned) || (await hasNow(deps, pass, video, span));
  return had ? { kind: 'file', key, type } : { kind: 'unpaid', video, span, viewing: pass.viewing, key, type };
}

const isKnown = (video: PlayableVideo, file: string) =>
  PLAYLIST.test(file) || video.segments.has(file) || isBeside(video, file);
const readMore = (deps: MediaDeps, { id, seconds }: PlayableVideo) =>
  deps.videos.readUpTo(deps, id, seconds + 1).catch(() => null);

/** The seconds of a segment; the last one of a video may end with it. */
export function spanOf(
  { startMs, durationMs }: { startMs: number; durationMs: number },
  { seconds }: Pick<PlayableVideo, 'seconds'>,
): Span {
  const [from, to] = secondsOf(startMs, startMs + durationMs);
  return [Math.min(from, seconds - 1), Math.min(to, seconds)];
}

/** Another process may have given it a moment ago. */
async function hasNow(deps: MediaDeps, pass: MediaPass, video: PlayableVideo, span: Span): Promise<boolean> {
  deps.videos.forgetHolder(pass);
  const { watches, owned } = await deps.videos.holderOf(deps, pass, () => readHolder(deps, pass, video));
  return watches && isHad(video, span, owned);
}

/** All of it is free, or paid for. */
export const isHad = ({ freeSeconds }: PlayableVideo, [from, to]: Span, owned: readonly Span[]) =>
  isWithin([Math.max(from, freeSeconds), to], owned);

/** What lies beside the segments: what is read before them, small pictures, captions. */
function isBeside({ index, captions }: PlayableVideo, file: string): boolean {
  return (
    file === index.strip?.file ||
    file === index.poster ||
    captions.some((caption) => caption.file === file) ||
    index.renditions.some(({ segments }) => segments.some(({ init }) => init === file))
  );
}

function writePlaylist({ index, growing }: PlayableVideo, name: string): MediaAnswer {
  if (name === 'master') return { kind: 'playlist', text: masterPlaylist(index) };
  const rendition = index.renditions.find((one) => one.name === name);
  if (!rendition) return NOTHING;
  if (!growing) return { kind: 'playlist', text: mediaPlaylist(rendition) };
  const times = partTimesOf(growing.began, growing.starts);
  return { kind: 'playlist', text: growingPlaylist(rendition, growing.ended, times) };
}

/** One look at the database: it comes before the first bytes of each playing. */
async function readHolder(
  { db, clock }: MediaDeps,
  { account, viewing }: MediaPass,
  { id }: PlayableVideo,
): Promise<PassHolder> {
  const now = clock.now();
  // whoever has no account brought a stream's password when it was opened
  const watchable = account
    ? sql`(${isWatchableFor(account)} OR ${isRewindableFor(account)})`
    : sql`(t.visibility <> 'private' OR EXISTS (SELECT FROM videos v JOIN streams s ON s.id = v.source_id
        WHERE v.stream_id = t.id AND v.status <> 'ready' AND (v.opens_as IS NULL OR v.opens_as IN ('public', 'unlisted'))
          AND s.visibility NOT IN ('private', 'followers') AND s.hidden_at IS NULL))`;
  const [row] = await db.$queryRaw<{ watches: boolean; owned: string | null }[]>`
    SELECT ${watchable}
        AND NOT EXISTS (SELECT FROM restrictions r
          WHERE r.creator_id = t.creator_id AND r.account_id = ${account}::uuid AND ${isBanInForce(now)})
        AND (${viewing}::uuid IS NULL OR EXISTS (SELECT FROM viewings w WHERE w.id = ${viewing}::uuid AND w.left_at IS NULL)) AS watches,
      (SELECT p.owned::text FROM playbacks p WHERE p.account_id = ${account}::uuid AND p.video_id = t.id) AS owned
    FROM streams t WHERE t.id = ${id}::uuid`;
  return { watches: row?.watches ?? false, owned: readSpans(row?.owned ?? '{}') };
}
