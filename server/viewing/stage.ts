import { type Deps } from '../deps';
import { type ViewingId } from '../ids';
import { applyGrant, grantOf } from './media/grant';
import { phaseOf } from './metering/meter';
import { refreshStageOf } from './metering/tick';
import { phaseOfRow, readViewing, seatOf } from './rows';

/**
 * What is written of a guest has changed: the meter, where it is this process's, and the media
 * server follow at once; other processes within a second.
 */
export async function followStage(deps: Pick<Deps, 'db' | 'meters' | 'rooms' | 'clock' | 'log'>, id: ViewingId) {
  await refreshStageOf(deps, id);
  const row = await readViewing(deps, id);
  const metered = deps.meters.find(id);
  const phase = metered && !row.leftAt ? phaseOf(metered.meter) : phaseOfRow(row, deps.clock.now());
  deps.meters.notify(id);
  if (phase.kind !== 'over') await applyGrant(deps, seatOf(row), grantOf(phase));
}
