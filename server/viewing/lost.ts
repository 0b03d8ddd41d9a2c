import { SECOND } from '../clock';
import { type Deps } from '../deps';
import { type ViewingId } from '../ids';
import { letGo } from './store';

/** Whoever was heard here so lately speaks to this process. */
const HEARD = 1.5 * SECOND;

/**
 * Lets go of viewings that another process has taken over, or has ended: their viewers speak to that one, and nobody is cut here for
 * vouchers that arrive there. Only those are asked about that have fallen quiet.
 */
export async function forgetLost({ db, meters, clock }: Pick<Deps, 'db' | 'meters' | 'clock'>): Promise<void> {
  const now = clock.now().getTime();
  const quiet = new Map([...meters.running].filter(([, { seenAt }]) => now - seenAt.getTime() >= HEARD));
  if (quiet.size === 0) return;
  const lost = await db.$queryRaw<{ id: ViewingId }[]>`
    SELECT id FROM viewings
    WHERE id = ANY(${[...quiet.keys()]}::uuid[])
      AND (left_at IS NOT NULL OR keeper IS DISTINCT FROM ${meters.keeper}::uuid)`;
  const same = lost.flatMap(({ id }) => {
    const running = quiet.get(id);
    return running && meters.running.get(id) === running ? [running] : [];
  });
  await letGo({ db, meters, clock }, same);
}
