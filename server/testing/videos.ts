import { type Prisma } from '../generated/prisma/client';
import { type AccountId, type SessionId, type StreamId } from '../ids';
import { type VideoIndex } from '../deps';
import { stored } from '../money';
import { openInput } from '../playback/input';
import { openVideo } from '../playback/open';
import { newName, videoKey } from '../storage-key';
import { type OpenedVideo } from '../../sdk/protocol';
import { makeStream, type Payer } from './factories';
import { type TestDeps } from './harness';
import { signAgreed } from './live-world';
import { RATE } from './viewings';

/** A video of so many seconds, cut every two of them, ready to be played. */
export async function makeVideo(
  deps: TestDeps,
  creator: Payer,
  {
    seconds = 60,
    cutMs = 2_000,
    sourceId = null,
    ...stream
  }: Partial<Prisma.StreamUncheckedCreateInput> & { seconds?: number; cutMs?: number; sourceId?: string | null } = {},
): Promise<{ id: StreamId; folder: string; index: VideoIndex }> {
  const priced = { status: 'recorded' as const, ratePerSecond: stored(RATE), payee: creator.h160 };
  const { id } = await makeStream(deps, { creatorId: creator.id, ...priced, ...stream });
  const folder = newName();
  const index = indexOf(seconds * 1_000, cutMs);
  const now = deps.clock.now();
  await deps.db.video.create({
    data: {
      streamId: id,
      sourceId,
      kind: sourceId ? 'recording' : 'upload',
      status: 'ready',
      folder,
      durationMs: index.durationMs,
      bytes: BigInt(index.bytes),
      createdAt: now,
      changedAt: now,
      readyAt: now,
    },
  });
  await keepFiles(deps, folder, index);
  return { id, folder, index };
}

/**
 * A live stream that is recorded, and its recording, of which so many seconds can be played while
 * it comes in; `growTo` has more of it come.
 */
export async function makeGrowing(
  deps: TestDeps,
  creator: Payer,
  {
    seconds = 20,
    source = {},
    recording = {},
    video = {},
  }: {
    seconds?: number;
    source?: Partial<Prisma.StreamUncheckedCreateInput>;
    recording?: Partial<Prisma.StreamUncheckedCreateInput>;
    video?: Partial<Prisma.VideoUncheckedCreateInput>;
  } = {},
) {
  const now = deps.clock.now();
  const priced = { creatorId: creator.id, ratePerSecond: stored(RATE), payee: creator.h160, startedAt: now };
  const live = await makeStream(deps, { ...priced, status: 'live', ...source });
  const stream = { ...priced, status: 'recorded' as const, visibility: 'private' as const };
  const { id } = await makeStream(deps, { ...stream, ...recording });
  const folder = newName();
  const about = { streamId: id, sourceId: live.id, kind: 'recording' as const, createdAt: now, changedAt: now };
  const parts = {
    create: {
      position: 0,
      uploadId: newName(),
      contentType: 'video/mp4',
      bytes: 1n,
      startsAtMs: 4_000,
      createdAt: now,
    },
  };
  await deps.db.video.create({
    data: { ...about, status: 'receiving', folder: newName(), liveFolder: folder, liveAt: now, parts, ...video },
  });
  const growTo = async (seconds: number) => {
    const all = indexOf(seconds * 1_000, 2_000);
    const index = { ...all, renditions: all.renditions.filter(({ name }) => name === 'source') };
    await keepFiles(deps, folder, index);
    await deps.db.video.update({
      where: { streamId: id },
      data: { liveMs: index.durationMs, liveAt: deps.clock.now() },
    });
    return index;
  };
  /** All of it is here and packaged, as it is with its real files. */
  const makeReady = async (seconds: number) => {
    const index = indexOf(seconds * 1_000, 2_000);
    const { folder } = await deps.db.video.findUniqueOrThrow({ where: { streamId: id } });
    await keepFiles(deps, folder, index);
    const now = deps.clock.now();
    const ready = {
      status: 'ready',
      durationMs: index.durationMs,
      readyAt: now,
      changedAt: now,
      liveAt: null,
    } as const;
    await deps.db.video.update({ where: { streamId: id }, data: ready });
    await deps.db.stream.update({ where: { id }, data: { visibility: 'public' } });
    return index;
  };
  await growTo(seconds);
  return { id, source: live.id, folder, growTo, makeReady };
}

async function keepFiles({ storage }: TestDeps, folder: string, index: VideoIndex): Promise<void> {
  for (const { segments } of index.renditions) {
    await storage.put(videoKey(folder, segments[0]!.init), Buffer.from('init'));
    for (const { file } of segments) await storage.put(videoKey(folder, file), Buffer.from(`media ${file}`));
  }
  await storage.put(videoKey(folder, 'index.json'), Buffer.from(JSON.stringify(index)));
}

function indexOf(durationMs: number, cutMs: number): VideoIndex {
  const count = Math.ceil(durationMs / cutMs);
  const segments = (name: string) =>
    Array.from({ length: count }, (_, at) => ({
      file: `${name}-${String(at + 1).padStart(5, '0')}.m4s`,
      startMs: at * cutMs,
      durationMs: Math.min(cutMs, durationMs - at * cutMs),
      bytes: 20,
      init: `${name}-1-init.mp4`,
    }));
  const size = { bandwidth: 1_000_000, width: 640, height: 360 };
  return {
    version: 1,
    durationMs,
    renditions: [
      { name: 'source', codecs: 'avc1.42c01f,mp4a.40.2', ...size, segments: segments('source') },
      { name: 'audio', codecs: 'mp4a.40.2', bandwidth: 64_000, width: 0, height: 0, segments: segments('audio') },
    ],
    strip: null,
    poster: null,
    bytes: 2 * (4 + count * 22),
  };
}

/** Opens a video as somebody's browser does; null is somebody without an account. */
export function openAs(
  deps: TestDeps,
  who: { id: AccountId } | null,
  videoId: StreamId,
  more: Record<string, unknown> = {},
): Promise<OpenedVideo> {
  const signedIn = who && { sessionId: 'session' as SessionId, accountId: who.id };
  const origin = { ipAddress: '192.0.2.7', userAgent: 'test' };
  return openVideo(deps, { origin, signedIn }, openInput.parse({ videoId, ...more }));
}

/** The voucher for an opened video's so many first seconds, by what was agreed. */
export function signForVideo(deps: TestDeps, viewer: Payer, { payment }: OpenedVideo, seconds: bigint) {
  return signAgreed(deps, viewer, payment, seconds);
}
