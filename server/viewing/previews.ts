import { type Deps } from '../deps';
import { type ViewingId } from '../ids';
import { applyGrant, type Seat } from './grant';
import { type Meters } from './meters';

/** A preview that nobody meters, because nobody can pay for it from here. */
interface Preview extends Seat {
  until: Date;
}

/** The previews of each process; what it forgets in a crash the sweep finds in the rows. */
const previews = new WeakMap<Meters, Map<ViewingId, Preview>>();

/** Remembers when a preview is over, so that it is cut then and not only by the next sweep. */
export function rememberPreview({ meters }: Pick<Deps, 'meters'>, id: ViewingId, preview: Preview): void {
  const known = previews.get(meters) ?? new Map<ViewingId, Preview>();
  previews.set(meters, known.set(id, preview));
}

/** Cuts the previews of this process that are over; asks nobody while none is. Whoever has a meter by now is the meter's business. */
export async function cutPreviews(deps: Pick<Deps, 'meters' | 'rooms' | 'clock' | 'log'>): Promise<void> {
  const known = previews.get(deps.meters);
  if (!known?.size) return;
  const now = deps.clock.now();
  const over = [...known].filter(([, { until }]) => until <= now);
  await Promise.all(
    over.map(async ([id, seat]) => {
      known.delete(id);
      if (deps.meters.running.has(id)) return;
      deps.meters.tell(id);
      await applyGrant(deps, seat, false);
    }),
  );
}
