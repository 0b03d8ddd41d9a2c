import { type Deps } from '../deps';
import { type ViewingId } from '../ids';
import { load } from './load';
import { paused, resumed } from './meter';
import { sawViewer } from './meters';
import { putMeter } from './put';
import { readState } from './state';
import { type ViewingState } from './types';

/** Takes the picture at once, and with it what it costs. What is left of a paid second is kept. */
export function pause(deps: Deps, viewing: ViewingId): Promise<ViewingState> {
  return change(deps, viewing, paused);
}

/** Goes on; at once where a part of a paid second is left, else with the next voucher. */
export function resume(deps: Deps, viewing: ViewingId): Promise<ViewingState> {
  return change(deps, viewing, resumed);
}

async function change(deps: Deps, viewing: ViewingId, next: typeof paused): Promise<ViewingState> {
  const running = await load(deps, viewing);
  if (running) {
    const now = deps.clock.now();
    sawViewer(deps.meters, running, now);
    putMeter(deps, running, next(running.meter, now.getTime()));
  }
  return readState(deps, viewing);
}
