import { type Amount } from '../../sdk/money';
import { type Deps } from '../deps';
import { type ViewingId } from '../ids';
import { stored } from '../money';
import { load } from './load';
import { limitedTo } from './meter';
import { putMeter } from './put';
import { readState } from './state';
import { type ViewingState } from './types';

/** What a viewing may cost in all, by its viewer's wish; kept in its row first, so that no process forgets it. */
export async function setLimit(deps: Deps, viewing: ViewingId, limit: Amount | null): Promise<ViewingState> {
  const running = await load(deps, viewing);
  await deps.db.viewing.updateMany({
    where: { id: viewing, leftAt: null },
    data: { spendingLimit: limit === null ? null : stored(limit) },
  });
  if (running) putMeter(deps, running, limitedTo(running.meter, limit, deps.clock.now().getTime()));
  return readState(deps, viewing);
}
