import { type Amount } from '../../sdk/money';
import { later, SECOND } from '../clock';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type ViewingId } from '../ids';
import { stored } from '../money';
import { agreedOf } from './metering/budget';
import { updateBudget } from './metering/update-meter';
import { readState } from './state';
import { type ViewingState } from '../../sdk/protocol';

/** What a stream may cost somebody in all their viewings of it together, as they set it. */
export function setLimit(deps: Deps, viewing: ViewingId, limit: Amount | null): Promise<ViewingState> {
  return write(deps, viewing, { spendingLimit: limit === null ? null : stored(limit) });
}

/**
 * Somebody agrees to pay up to this price for a second of the stream, or takes that back (null).
 */
export function agree(deps: Deps, viewing: ViewingId, rate: Amount | null): Promise<ViewingState> {
  return write(deps, viewing, { agreedRate: rate === null ? null : stored(rate) });
}

/**
 * Stored in its row first, so that no process forgets it; this process's meter follows at once,
 * another's within a second.
 */
async function write(
  deps: Deps,
  id: ViewingId,
  change: { spendingLimit: string | null } | { agreedRate: string | null },
): Promise<ViewingState> {
  const viewing = await deps.db.viewing.findUnique({
    where: { id },
    select: { accountId: true, streamId: true, leftAt: true },
  });
  if (!viewing) throw new DomainError('notFound');
  const { accountId, streamId, leftAt } = viewing;
  if (leftAt) return readState(deps, id);
  if (accountId === null) throw new DomainError('notSignedIn');
  const data = { ...change, updatedAt: deps.clock.now() };
  await deps.db.budget.upsert({
    where: { accountId_streamId: { accountId, streamId } },
    create: { accountId, streamId, ...data },
    update: data,
  });
  await refreshBudgets(deps, { accountId, streamId });
  return readState(deps, id);
}

/**
 * So far back changes are looked for that another process wrote: several rounds, in case one is
 * missed.
 */
const LOOK_BACK = 5 * SECOND;

/** The meters of this process follow what their viewers agreed to, here or at another process. */
export async function refreshBudgets(
  deps: Pick<Deps, 'db' | 'meters' | 'rooms' | 'clock' | 'log'>,
  of?: { accountId: string; streamId: string },
): Promise<void> {
  const { db, meters, clock } = deps;
  if (meters.all().length === 0) return;
  const where = of ?? { updatedAt: { gt: later(clock.now(), -LOOK_BACK) } };
  const rows = await db.budget.findMany({ where });
  if (rows.length === 0) return;
  const agreements = new Map(rows.map((row) => [`${row.accountId} ${row.streamId}`, agreedOf(row)]));
  for (const metered of meters.all()) {
    const agreed = agreements.get(`${metered.account} ${metered.room}`);
    if (agreed) updateBudget(deps, metered, agreed);
  }
}
