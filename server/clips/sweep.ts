import { later, MINUTE } from '../clock';
import { type Deps } from '../deps';
import { dropClip } from '../videos/remove';

/** Cutting takes seconds: who was at it so long is gone. */
const LEFT_AFTER = 15 * MINUTE;
const AT_ONCE = 100;

/**
 * One round, every few minutes: what nobody finished cutting, and clips of people who left, are
 * removed. Those of a video go with it (server/videos/remove.ts).
 */
export async function sweepClips(deps: Pick<Deps, 'db' | 'clock' | 'storage' | 'log'>): Promise<void> {
  const now = deps.clock.now();
  const gone = await deps.db.clip.findMany({
    where: {
      deletedAt: null,
      OR: [{ readyAt: null, createdAt: { lte: later(now, -LEFT_AFTER) } }, { maker: { deletedAt: { not: null } } }],
    },
    select: { id: true, folder: true, posterUrl: true },
    take: AT_ONCE,
  });
  for (const { id, folder, posterUrl } of gone) {
    const data = { deletedAt: now, bytes: 0n, posterUrl: null };
    const { count } = await deps.db.clip.updateMany({ where: { id, deletedAt: null }, data });
    if (count > 0) await dropClip(deps, folder, posterUrl);
  }
}
