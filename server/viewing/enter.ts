import { type Deps } from '../deps';
import { type ViewingId } from '../ids';
import { applyGrant, maySee } from './grant';
import { seatOf, touch } from './rows';
import { readStanding } from './state';
import { type ViewingState } from './types';

/** Somebody is in the room, for the first time or again: whatever their token allowed, from now on they get what is theirs. */
export async function enter(deps: Deps, viewing: ViewingId): Promise<ViewingState> {
  await touch(deps, viewing);
  const { row, state } = await readStanding(deps, viewing);
  if (state.phase.kind !== 'over') await applyGrant(deps, seatOf(row), maySee(state.phase));
  return state;
}
