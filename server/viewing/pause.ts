import { type Deps } from '../deps';
import { type ViewingId } from '../ids';
import { loadMeter } from './metering/load';
import { paused, resumed } from './metering/meter';
import { updateMeter } from './metering/update-meter';
import { readState } from './state';
import { type ViewingState } from '../../sdk/protocol';

/** Takes the picture at once, and with it what it costs. What is left of a paid second is kept. */
export function pause(deps: Deps, viewing: ViewingId): Promise<ViewingState> {
  return change(deps, viewing, paused, true);
}

/** Goes on; at once where a part of a paid second is left, else with the next voucher. */
export function resume(deps: Deps, viewing: ViewingId): Promise<ViewingState> {
  return change(deps, viewing, resumed);
}

async function change(deps: Deps, viewing: ViewingId, next: typeof paused, moves = false): Promise<ViewingState> {
  const metered = await loadMeter(deps, viewing, moves);
  if (metered) {
    const now = deps.clock.now();
    deps.meters.touch(metered);
    updateMeter(deps, metered, next(metered.meter, now.getTime()));
  }
  return readState(deps, viewing);
}
