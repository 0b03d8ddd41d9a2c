import { randomBytes } from 'node:crypto';
import { type Deps } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { makeCreator, makeStream } from './factories';

type VideoInput = Partial<Omit<Prisma.VideoUncheckedCreateInput, 'streamId'>>;

/**
 * A video that can be played, unless told otherwise: its stream and its row, without files. One
 * that is not ready, or not any more, is private, as the site keeps it.
 */
export async function makeVideoRow(
  deps: Parameters<typeof makeCreator>[0] & Pick<Deps, 'db' | 'clock'>,
  stream: Partial<Parameters<typeof makeStream>[1]> = {},
  video: VideoInput = {},
) {
  const now = deps.clock.now();
  const status = video.status ?? 'ready';
  const row = await makeStream(deps, {
    creatorId: stream.creatorId ?? (await makeCreator(deps)).id,
    status: 'recorded',
    ...(status === 'ready' ? {} : { visibility: 'private' as const }),
    ...stream,
  });
  await deps.db.video.create({
    data: {
      streamId: row.id,
      kind: 'upload',
      status,
      folder: randomBytes(24).toString('base64url'),
      durationMs: 600_000,
      createdAt: now,
      changedAt: now,
      readyAt: status === 'ready' ? now : null,
      deletedAt: status === 'deleted' ? now : null,
      failure: status === 'failed' ? 'notAVideo' : null,
      ...video,
    },
  });
  return row;
}
