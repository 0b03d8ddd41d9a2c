import { type H160 } from '../../sdk/voucher';
import { MINUTE } from '../clock';
import { type Deps, type Tx } from '../deps';
import { LedgerRefusal } from '../ledger';
import { later } from '../clock';
import { type Work } from './settle';

/** So many windows are looked at in a round. */
const AT_MOST = 20;
/** A window that could not be paid is tried again after this. */
const AGAIN = MINUTE;

/** A purse whose window has ended. */
export interface EndedWindow {
  viewer: H160;
  nonce: number;
  windowEndsAt: Date;
}

/**
 * Purses whose window has ended by the chain's time, the longest first; one whose paying failed a
 * moment ago waits, and nobody for it.
 */
export async function endedWindows(tx: Tx, now: Date, chainTime: Date): Promise<EndedWindow[]> {
  const rows = await tx.purse.findMany({
    where: { windowEndsAt: { lte: chainTime }, status: { not: 'closed' } },
    select: { viewer: true, nonce: true, windowEndsAt: true },
    orderBy: { windowEndsAt: 'asc' },
    take: AT_MOST,
  });
  const failed = await tx.settlementEntry.findMany({
    where: { settlement: { turn: 'payAnnounced', status: 'failed', finalizedAt: { gt: later(now, -AGAIN) } } },
    select: { viewer: true },
  });
  const wait = new Set(failed.map(({ viewer }) => viewer));
  return rows.flatMap(({ viewer, nonce, windowEndsAt }) =>
    windowEndsAt && !wait.has(viewer) ? [{ viewer: viewer as H160, nonce, windowEndsAt }] : [],
  );
}

/**
 * Pays the claims of the first window that still has some: the platform finishes what anybody may
 * finish. Which are unpaid the contract says; no event tells that the last one is paid, so a window
 * that the contract has no more is taken off the books here.
 */
export async function payWindow(
  tx: Tx,
  { ledger, log }: Pick<Deps, 'ledger' | 'log'>,
  windows: EndedWindow[],
): Promise<Work | null> {
  const { maxBatch, maxPage } = await ledger.terms();
  for (const { viewer, nonce, windowEndsAt } of windows) {
    const purse = await ledger.purse(viewer);
    const here = purse?.nonce === nonce && purse.windowEndsAt?.getTime() === windowEndsAt.getTime();
    const claims = here ? await ledger.claims(viewer, 0, Math.min(maxBatch, maxPage)) : [];
    if (claims.length === 0) {
      await tx.claim.deleteMany({ where: { viewer, purseNonce: nonce } });
      const where = { viewer, nonce, windowEndsAt };
      await tx.purse.updateMany({ where, data: { windowEndsAt: null, reserved: '0' } });
      continue;
    }
    const pairs = claims.map(({ key, creator }) => ({ key, creator }));
    try {
      const transaction = await ledger.preparePaying(viewer, pairs);
      const vouchers = claims.map(({ key, creator, claim: { seconds, amount, extras } }) => ({
        viewer,
        purseNonce: nonce,
        key,
        creator,
        seconds,
        amount,
        extras,
        signature: '0x' as const,
      }));
      return { turn: 'payAnnounced', transaction, vouchers };
    } catch (error) {
      if (!(error instanceof LedgerRefusal)) throw error;
      log.warn({ viewer, error: error.error, detail: error.detail }, 'the claims of a window could not be paid');
    }
  }
  return null;
}
