import { amount as toAmount } from '../../sdk/money';
import { SECOND } from '../clock';
import { type Deps } from '../deps';
import { type AccountId, type StreamId, type ViewingId } from '../ids';
import { amountOf } from '../money';
import { budgetOf, readBudget } from './metering/budget';
import { followChanges } from './follow-state';
import { loadMeter } from './metering/load';
import { secondsCovered, toCounted, type MeteredViewing } from './metering/metered-viewing';
import { phaseOfRow, readViewing, seatOf, touchRow, type ViewingRow } from './rows';
import { streamStatus, type StreamStatus } from './media/stream-status';
import { type Budget, type ViewingState } from '../../sdk/protocol';

/** At least so often the state is sent, whether something changed or not. */
const EVERY = 5 * SECOND;

/** A viewing's row with what is shown of it. */
export interface Standing {
  row: ViewingRow;
  state: ViewingState;
}

/** What is shown of a viewing besides its meter or row. */
interface Around extends StreamStatus {
  budget: Budget | null;
}

/**
 * Where a viewing stands now. One that a purse pays for is metered by this process from here on,
 * unless another one is counting its seconds.
 */
export async function readStanding(deps: Deps, id: ViewingId): Promise<Standing> {
  const row = await readViewing(deps, id);
  const metered = row.leftAt || row.viewer === null ? null : await loadMeter(deps, id);
  // what became of it while its meter was read
  const fresh = metered || row.leftAt || row.viewer === null ? row : await readViewing(deps, id);
  const { currentViewers: viewers, silentSince } = row.stream;
  const around = { viewers, silent: silentSince !== null, budget: metered ? null : await budgetOfRow(deps, fresh) };
  return { row: fresh, state: stateOf(deps, fresh, metered, around) };
}

/**
 * What a viewer without a meter here agreed to; nothing where there is nothing to pay, or nobody to
 * have agreed.
 */
async function budgetOfRow(
  { db }: Pick<Deps, 'db'>,
  { accountId, streamId, stream }: ViewingRow,
): Promise<Budget | null> {
  const rate = amountOf(stream.ratePerSecond);
  if (accountId === null || rate === 0n || accountId === stream.creatorId) return null;
  const { spent, ...agreed } = await readBudget(db, accountId as AccountId, streamId as StreamId);
  return budgetOf(agreed, rate, spent);
}

export async function readState(deps: Deps, id: ViewingId): Promise<ViewingState> {
  return (await readStanding(deps, id)).state;
}

/** From the meter where there is one; else from the row, which time alone moves on. */
function stateOf(
  deps: Pick<Deps, 'meters' | 'clock'>,
  row: ViewingRow,
  metered: MeteredViewing | null,
  { viewers, silent, budget }: Around,
): ViewingState {
  if (metered && !row.leftAt) {
    const { seconds, amount, phase } = toCounted(metered);
    const spent = toAmount(metered.before + amount);
    return {
      phase,
      seconds,
      amount,
      covered: secondsCovered(metered),
      silent: metered.meter.silent,
      viewers,
      budget: budgetOf(metered.agreed, metered.meter.rate, spent),
    };
  }
  const phase = phaseOfRow(row, deps.clock.now());
  if (phase.kind === 'preview' && row.viewer === null)
    deps.meters.rememberPreview(row.id as ViewingId, { ...seatOf(row), until: phase.until });
  return { phase, seconds: row.secondsPaid, amount: amountOf(row.amount), covered: null, silent, viewers, budget };
}

/**
 * A viewing's state: at once, on every change, and every few seconds; to the end, which is sent as
 * well.
 */
export async function* followState(
  deps: Deps,
  viewing: ViewingId,
  signal: AbortSignal | undefined,
): AsyncGenerator<ViewingState> {
  const changes = followChanges(deps, viewing, signal);
  try {
    await touchRow(deps, viewing);
    let { row, state } = await readStanding(deps, viewing);
    for (;;) {
      yield state;
      if (state.phase.kind === 'over') return;
      // what another process meters is read from its row, which that one writes once a second
      const elsewhere = row.viewer !== null && !deps.meters.find(viewing);
      const woken = await changes.next(elsewhere ? SECOND : EVERY);
      if (woken === 'aborted') return;
      const metered = deps.meters.find(viewing) ?? null;
      // a meter has it all, and so has a row of which no change came; what else became of it is
      // read anew
      if (metered || (woken === 'time' && row.viewer === null))
        state = stateOf(deps, row, metered, {
          ...(await streamStatus(deps, row.streamId as StreamId)),
          budget: state.budget,
        });
      else ({ row, state } = await readStanding(deps, viewing));
    }
  } finally {
    changes.stop();
  }
}
