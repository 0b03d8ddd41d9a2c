import { type Deps } from '../deps';
import { type AccountId } from '../ids';
import { type PositionInput } from './input';

/** Keeps where somebody is in a video, so that they can go on there. */
export async function keepPosition(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  accountId: AccountId,
  { videoId, positionMs }: PositionInput,
): Promise<void> {
  const where = { accountId, videoId, video: { status: 'ready', durationMs: { gte: positionMs } } } as const;
  await db.playback.updateMany({ where, data: { positionMs, updatedAt: clock.now() } });
}
