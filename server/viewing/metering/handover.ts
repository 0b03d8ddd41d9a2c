import { SECOND } from '../../clock';
import { type Deps } from '../../deps';
import { type ViewingId } from '../../ids';
import { persistAndRelease } from './persist';

/** Whoever was heard here so lately speaks to this process. */
const HEARD = 1.5 * SECOND;

/**
 * Releases viewings that another process has taken over, or has ended: their viewers speak to that
 * one, and nobody is cut here for vouchers that arrive there. Only those are looked up that have
 * fallen quiet.
 */
export async function releaseTakenOver({ db, meters, clock }: Pick<Deps, 'db' | 'meters' | 'clock'>): Promise<void> {
  const now = clock.now().getTime();
  const quiet = meters.all().filter(({ seenAt }) => now - seenAt.getTime() >= HEARD);
  if (quiet.length === 0) return;
  const rows = await db.$queryRaw<{ id: ViewingId }[]>`
    SELECT id FROM viewings
    WHERE id = ANY(${quiet.map(({ id }) => id)}::uuid[])
      AND (left_at IS NOT NULL OR owner_process IS DISTINCT FROM ${meters.ownerProcess}::uuid)`;
  const takenOver = new Set(rows.map(({ id }) => id));
  await persistAndRelease(
    { db, meters, clock },
    quiet.filter((metered) => takenOver.has(metered.id) && meters.owns(metered)),
  );
}
