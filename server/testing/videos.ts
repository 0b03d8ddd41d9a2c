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
  for (const { segments } of index.renditions) {
    await deps.storage.put(videoKey(folder, segments[0]!.init), Buffer.from('init'));
    for (const { file } of segments) await deps.storage.put(videoKey(folder, file), Buffer.from(`media ${file}`));
  }
  await deps.storage.put(videoKey(folder, 'index.json'), Buffer.from(JSON.stringify(index)));
  return { id, folder, index };
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
