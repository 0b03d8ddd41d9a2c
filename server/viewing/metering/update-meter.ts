import { type Deps } from '../../deps';
import { leftFor, type Agreed } from './budget';
import { applyGrant, grantOf, isSameGrant } from '../media/grant';
import { limitedTo, phaseOf, type Meter } from './meter';
import { type MeteredViewing } from './metered-viewing';

/**
 * A meter's next value takes its place, with the signature of a voucher that was counted. Its
 * viewer is told at once, the room in the background.
 */
export function updateMeter(
  deps: Pick<Deps, 'meters' | 'rooms' | 'log'>,
  metered: MeteredViewing,
  next: Meter,
  signature = metered.signature,
): void {
  const before = grantOf(phaseOf(metered.meter));
  const grant = grantOf(phaseOf(next));
  deps.meters.update(metered, next, signature);
  if (!next.onDemand && !isSameGrant(before, grant)) deps.meters.runInBackground(applyGrant(deps, metered, grant));
}

/**
 * Somebody agreed to something else in this stream. Of their limit this viewing has what their
 * others left.
 */
export function updateBudget(
  deps: Pick<Deps, 'meters' | 'rooms' | 'clock' | 'log'>,
  metered: MeteredViewing,
  agreed: Agreed,
): void {
  deps.meters.setAgreed(metered, agreed);
  const limit = leftFor(agreed.limit, metered.before);
  if (limit !== metered.meter.limit)
    updateMeter(deps, metered, limitedTo(metered.meter, limit, deps.clock.now().getTime()));
}
