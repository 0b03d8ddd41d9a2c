import { later, HOUR, MINUTE, SECOND } from '../clock';
import { type Tx } from '../deps';
import { type OperatorTurn } from '../generated/prisma/enums';
import { type DueVoucher } from './due';

/**
 * A purse that fails alone is tried again after this, then twice as long each time, up to the
 * second; one that is urgent never waits.
 */
const FIRST_WAIT = 15 * SECOND;
const LONGEST_WAIT = 2 * MINUTE;
/** So far back failures count. */
const LOOKED_BACK = HOUR;

const SETTLING: OperatorTurn[] = ['settleUrgent', 'settleQuiet', 'settleSuspect'];

/** What is held against a purse. */
export interface Suspicion {
  /**
   * The smallest settling that failed with it, since it was last settled, and how many purses were
   * in that.
   */
  settlement: string;
  among: number;
  /** How often it failed alone within the hour: it is never again put together with others. */
  alone: number;
  failedAt: Date;
}

/** Names a purse in what follows. */
export const purseOf = ({ viewer, purseNonce }: { viewer: string; purseNonce: number }) => `${viewer} ${purseNonce}`;

/**
 * The purses whose last settling failed. What failed says nothing about which of its purses it was:
 * they are tried again in halves, apart from all others, until it is alone; what the chain only
 * lost is nobody's fault. Read from the rows of what failed, so a crash forgets nothing.
 */
export async function suspects(tx: Tx, now: Date): Promise<Map<string, Suspicion>> {
  const since = later(now, -LOOKED_BACK);
  const failed = await tx.settlement.findMany({
    where: { status: 'failed', error: { not: 'dropped' }, turn: { in: SETTLING }, createdAt: { gt: since } },
    select: { id: true, createdAt: true, finalizedAt: true, entries: { select: { viewer: true, purseNonce: true } } },
    orderBy: { createdAt: 'asc' },
  });
  const found = new Map<string, Suspicion>();
  if (failed.length === 0) return found;
  const settledAt = await lastSettled(tx, since);
  for (const { id, createdAt, finalizedAt, entries } of failed) {
    const purses = new Set(entries.map(purseOf));
    for (const purse of purses) {
      const before = found.get(purse);
      const alone = (before?.alone ?? 0) + (purses.size === 1 ? 1 : 0);
      const cleared = createdAt <= (settledAt.get(purse) ?? new Date(0));
      if (cleared && alone === 0) continue;
      const smaller = !before || purses.size <= before.among;
      const failedAt = cleared ? new Date(0) : (finalizedAt ?? createdAt);
      found.set(purse, {
        ...(smaller ? { settlement: id, among: purses.size } : { settlement: before.settlement, among: before.among }),
        alone,
        failedAt,
      });
    }
  }
  return found;
}

/** When what was settled last of each purse was chosen. */
async function lastSettled(tx: Tx, since: Date): Promise<Map<string, Date>> {
  const rows = await tx.$queryRaw<{ viewer: string; nonce: number; at: Date }[]>`
    SELECT e.viewer, e.purse_nonce AS nonce, max(s.created_at) AS at
    FROM settlements s JOIN settlement_entries e ON e.settlement_id = s.id
    WHERE s.status = 'finalized' AND s.turn <> 'payAnnounced' AND s.created_at > ${since}::timestamptz
    GROUP BY e.viewer, e.purse_nonce`;
  return new Map(rows.map(({ viewer, nonce, at }) => [purseOf({ viewer, purseNonce: nonce }), at]));
}

/**
 * Of the due vouchers of suspects, those to be tried now: of one settling that failed, at most half
 * of its purses; the one that waited longest first.
 */
export function halfOf(due: readonly DueVoucher[], known: ReadonlyMap<string, Suspicion>, now: Date): DueVoucher[] {
  const ready = due.flatMap((one) => {
    const suspicion = known.get(purseOf(one.voucher));
    return suspicion && !waits(one, suspicion, now) ? [{ one, suspicion, purse: purseOf(one.voucher) }] : [];
  });
  ready.sort((a, b) => a.suspicion.failedAt.getTime() - b.suspicion.failedAt.getTime());
  const first = ready[0];
  if (!first) return [];
  if (first.suspicion.among === 1 || first.suspicion.alone > 0)
    return ready.filter(({ purse }) => purse === first.purse).map(({ one }) => one);
  const together = ready.filter(
    ({ suspicion }) => suspicion.settlement === first.suspicion.settlement && suspicion.alone === 0,
  );
  const half = new Set([...new Set(together.map(({ purse }) => purse))].slice(0, Math.ceil(first.suspicion.among / 2)));
  return together.filter(({ purse }) => half.has(purse)).map(({ one }) => one);
}

function waits({ urgent }: DueVoucher, { alone, failedAt }: Suspicion, now: Date): boolean {
  if (urgent || alone === 0) return false;
  return later(failedAt, Math.min(FIRST_WAIT * 2 ** (alone - 1), LONGEST_WAIT)) > now;
}
