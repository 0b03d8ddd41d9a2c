import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type ViewingId } from '../ids';
import { amountOf } from '../money';
import { hasTimeFor } from '../balances/time';
import { checkSignature } from '../vouchers/check-signature';
import { type PayInput } from './input';
import { lease } from './metering/lease';
import { loadMeter, readForeignMeter } from './metering/load';
import { countVoucher, judgeVoucher, type VoucherTotals } from './metering/meter';
import { toCounted, type MeteredViewing } from './metering/metered-viewing';
import { updateMeter } from './metering/update-meter';
import { type Counted } from '../../sdk/protocol';

/**
 * Counts a voucher. In the ordinary case this touches memory alone; the first one, and one beyond
 * what is leased, ask the purse, and that only when the viewing's key has signed it. A voucher that
 * says nothing new, or more than there is money for, is answered with what counts.
 */
export async function pay(deps: Deps, { viewing, ...voucher }: PayInput, again = true): Promise<Counted> {
  const here = deps.meters.find(viewing) ?? (await loadMeter(deps, viewing));
  const metered = here ?? (await readForeignMeter(deps, viewing));
  if (!metered) return notMetered(deps, viewing);
  if (here) deps.meters.touch(here);
  const verdict = judged(deps, metered, voucher);
  if (verdict === 'known' || verdict === 'overLimit') return toCounted(metered);
  if (verdict === 'tooFast') throw new DomainError('voucherTooFast', 1);
  if (verdict === 'wrongAmount' || !signedBy(metered, voucher)) throw new DomainError('voucherRefused');
  // Another process meters it. What is signed and new moves it here, with all that is owed.
  if (!here) {
    await loadMeter(deps, viewing, true);
    return again ? pay(deps, { viewing, ...voucher }, false) : toCounted(metered);
  }
  if (metered.meter.onDemand) await requireTime(deps, metered, voucher);
  if (verdict === 'notLeased') await extendLease(deps, metered, voucher);
  // Ended, or taken over, meanwhile. Tried once again: two processes that are sent the same
  // vouchers do not take it from each other for ever.
  if (!deps.meters.owns(metered)) return again ? pay(deps, { viewing, ...voucher }, false) : toCounted(metered);
  // Judged anew: while this one waited, a newer one may have been counted.
  if (metered.noPlace) throw new DomainError('streamFull', 5);
  if (judged(deps, metered, voucher) === 'good') {
    const next = countVoucher(metered.meter, voucher, deps.clock.now().getTime());
    updateMeter(deps, metered, next, voucher.signature);
  }
  return toCounted(metered);
}

const judged = ({ clock }: Deps, { meter }: MeteredViewing, voucher: VoucherTotals) =>
  judgeVoucher(meter, voucher, clock.now().getTime());

/** What is fetched faster than it plays must be billable when the purse is closed. */
async function requireTime({ db }: Deps, { meter, viewer, purseNonce }: MeteredViewing, { seconds }: VoucherTotals) {
  const more = seconds - meter.base.seconds - meter.seconds;
  if (!(await hasTimeFor(db, viewer, purseNonce, more))) throw new DomainError('voucherTooFast', 1);
}

/**
 * Asks for what the voucher needs. That the database is away is no refusal: the next voucher covers
 * this one.
 */
async function extendLease(deps: Deps, metered: MeteredViewing, { amount: value }: VoucherTotals): Promise<void> {
  if (deps.clock.now().getTime() < metered.askAgainAt && metered.meter.purseEmpty) return;
  const { base } = metered.meter;
  try {
    await lease(deps, metered, (value - base.amount) as VoucherTotals['amount']);
  } catch (error) {
    deps.log.warn({ err: error }, 'a purse could not be asked');
  }
}

type Signed = VoucherTotals & Pick<PayInput, 'signature'>;

/**
 * By the key that was agreed, under its own number: what any other key says is no voucher of this
 * viewing.
 */
function signedBy({ domain, viewer, purseNonce, purseKey, creator, key }: MeteredViewing, voucher: Signed): boolean {
  return checkSignature(domain, key, { viewer, purseNonce, key: purseKey, creator, ...voucher });
}

/** A viewing that is over says so; one in which nothing is paid takes no voucher. */
async function notMetered(deps: Deps, id: ViewingId): Promise<Counted> {
  const { db } = deps;
  const select = { leftAt: true, endReason: true, secondsPaid: true, amount: true };
  const row = await db.viewing.findUnique({ where: { id }, select });
  if (!row) throw new DomainError('notFound');
  if (!row.leftAt)
    throw deps.meters.isStopped(id) ? new DomainError('voucherTooFast', 1) : new DomainError('voucherRefused');
  const phase = { kind: 'over' as const, why: row.endReason ?? 'left' };
  return { seconds: row.secondsPaid, amount: amountOf(row.amount), phase, covered: null };
}
