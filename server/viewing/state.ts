import { SECOND } from '../clock';
import { type Deps } from '../deps';
import { type StreamId, type ViewingId } from '../ids';
import { amountOf } from '../money';
import { changesOf, follow } from './following';
import { load } from './load';
import { coveredOf, countedOf, type Running } from './meters';
import { rememberPreview } from './previews';
import { phaseOfRow, readRow, seatOf, touch, type ViewingRow } from './rows';
import { surroundings, type Surroundings } from './surroundings';
import { type ViewingState } from './types';

/** At least so often the viewer is told, whether something changed or not. */
const EVERY = 5 * SECOND;

/** A viewing's row with what is shown of it. */
export interface Standing {
  row: ViewingRow;
  state: ViewingState;
}

/** Where a viewing stands now. One that a purse pays for is metered by this process from here on: its viewer speaks to this one. */
export async function readStanding(deps: Deps, id: ViewingId): Promise<Standing> {
  const row = await readRow(deps, id);
  const running = row.leftAt || row.viewer === null ? null : await load(deps, id);
  // what became of it while its meter was read
  const fresh = running || row.leftAt || row.viewer === null ? row : await readRow(deps, id);
  const { currentViewers: viewers, silentSince } = row.stream;
  return { row: fresh, state: stateOf(deps, fresh, running, { viewers, silent: silentSince !== null }) };
}

export async function readState(deps: Deps, id: ViewingId): Promise<ViewingState> {
  return (await readStanding(deps, id)).state;
}

/** From the meter where there is one; else from the row, which time alone moves on. */
function stateOf(
  deps: Pick<Deps, 'meters' | 'clock'>,
  row: ViewingRow,
  running: Running | null,
  { viewers, silent }: Surroundings,
): ViewingState {
  if (running && !row.leftAt) {
    const { seconds, amount, phase } = countedOf(running);
    return { phase, seconds, amount, covered: coveredOf(running), silent: running.meter.silent, viewers };
  }
  const phase = phaseOfRow(row, deps.clock.now());
  if (phase.kind === 'preview' && row.viewer === null)
    rememberPreview(deps, row.id as ViewingId, { ...seatOf(row), until: phase.until });
  return { phase, seconds: row.secondsPaid, amount: amountOf(row.amount), covered: null, silent, viewers };
}

/** Tells a viewer how it stands: at once, on every change, and every few seconds; to the end, which is told as well. */
export async function* followState(
  deps: Deps,
  viewing: ViewingId,
  signal: AbortSignal | undefined,
  every = EVERY,
): AsyncGenerator<ViewingState> {
  const stopFollowing = follow(deps.meters, viewing);
  const changes = changesOf(deps.meters, viewing, signal);
  try {
    await touch(deps, viewing);
    let { row, state } = await readStanding(deps, viewing);
    for (;;) {
      yield state;
      if (state.phase.kind === 'over') return;
      const came = await changes.next(every);
      if (came === 'nobody') return;
      const running = deps.meters.running.get(viewing) ?? null;
      // a meter says it all, and so does a row that nothing was heard of; what became of it otherwise stands there now
      if (running || (came === 'time' && row.viewer === null))
        state = stateOf(deps, row, running, await surroundings(deps, row.streamId as StreamId));
      else ({ row, state } = await readStanding(deps, viewing));
    }
  } finally {
    changes.stop();
    stopFollowing();
  }
}
