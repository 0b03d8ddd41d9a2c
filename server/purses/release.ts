import { type H160 } from '../../sdk/voucher';
import { later, MINUTE, SECOND } from '../clock';
import { type Deps } from '../deps';
import { type ErrorCode } from '../../sdk/error-codes';
import { DomainError } from '../errors';
import { type PurseCall } from '../ledger';
import { outstandingOf } from '../balances/outstanding';
import { promisedOf } from '../balances/balance';

/**
 * How long the operator's word is good, by the chain's time: long enough for somebody to find their
 * wallet's window.
 */
const GOOD_FOR = 5 * MINUTE;

/**
 * The operator's word that nothing is outstanding, so that a purse closes without the delay. The
 * word and the promise that keeps it true are one: under the lock of the purse's row it is seen
 * that nothing is outstanding, and `releasedUntil` is set, until which nobody leases of this purse
 * (whoever does takes the same lock first); and what is not leased is not signed for.
 *
 * When something is outstanding it is asked to be settled, and the person is told to come back.
 */
export async function release(
  deps: Pick<Deps, 'db' | 'ledger' | 'clock'>,
  viewer: H160,
): Promise<Extract<PurseCall, { kind: 'closeNow' }>> {
  const { db, ledger, clock } = deps;
  const { time } = await ledger.finalizedHead();
  const validUntil = later(new Date(Math.floor(time.getTime() / SECOND) * SECOND), GOOD_FOR);
  const found = await db.$transaction(async (tx): Promise<{ refusal: ErrorCode } | { nonce: number }> => {
    const [locked] = await tx.$queryRaw<{ nonce: number; window_ends_at: Date | null }[]>`
      SELECT nonce, window_ends_at FROM purses WHERE viewer = ${viewer} AND status <> 'closed' FOR UPDATE`;
    if (!locked) return { refusal: 'purseNotOpen' };
    if (locked.window_ends_at) return { refusal: 'windowOpen' };
    const { nonce } = locked;
    const where = { viewer_nonce: { viewer, nonce } };
    if ((await outstandingOf(tx, viewer, nonce)).tabs > 0) {
      await tx.purse.update({ where, data: { settlingAskedAt: clock.now() } });
      return { refusal: 'outstandingSeconds' };
    }
    if ((await promisedOf(tx, viewer, nonce)) > 0n) return { refusal: 'watchingNow' };
    await tx.purse.update({ where, data: { releasedUntil: validUntil } });
    return { nonce };
  });
  if ('refusal' in found) throw new DomainError(found.refusal);
  const signature = await ledger.signRelease(viewer, found.nonce, validUntil);
  return { kind: 'closeNow', validUntil, signature };
}
