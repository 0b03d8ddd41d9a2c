import { type Deps } from '../deps';
import { type ViewingId } from '../ids';
import { applyGrant, grantOf } from './media/grant';
import { seatOf, touchRow } from './rows';
import { readStanding } from './state';
import { type ViewingState } from '../../sdk/protocol';

/**
 * Somebody is in the room, for the first time or again: whatever their token allowed, from now on
 * they get what is theirs.
 */
export async function enter(deps: Deps, viewing: ViewingId): Promise<ViewingState> {
  await touchRow(deps, viewing);
  const { row, state } = await readStanding(deps, viewing);
  if (state.phase.kind !== 'over') await applyGrant(deps, seatOf(row), grantOf(state.phase));
  return state;
}
