import { type Deps } from '../../deps';
import { applyGrant, NOTHING } from '../media/grant';

/** Cuts the previews without a meter that are over; nobody is asked while none is. */
export async function cutPreviews(deps: Pick<Deps, 'meters' | 'rooms' | 'log'>): Promise<void> {
  await Promise.all(
    deps.meters.takeEndedPreviews().map(([id, seat]) => {
      deps.meters.notify(id);
      return applyGrant(deps, seat, NOTHING);
    }),
  );
}
