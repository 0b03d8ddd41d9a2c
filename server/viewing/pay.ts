import { hexOf } from '../../sdk/voucher';
import { MINUTE } from '../clock';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type ViewingId } from '../ids';
import { amountOf } from '../money';
import { checkSignature } from '../vouchers/check-signature';
import { type PayInput } from './input';
import { lease } from './lease';
import { beingEnded, load } from './load';
import { count, judge, type Said } from './meter';
import { countedOf, sawViewer, type Running } from './meters';
import { putMeter } from './put';
import { type Counted } from './types';

/** A bad signature has the purse's key read anew, in case it was replaced; no more often, or bad ones would cost a query each. */
const READ_KEY_AGAIN_MS = MINUTE / 2;

/**
 * Counts a voucher. In the ordinary case this touches memory alone; the first one, and one beyond what is leased, ask the purse,
 * and that only when the purse's key has signed it. A voucher that says nothing new, or more than there is money for, is answered
 * with what counts.
 */
export async function pay(deps: Deps, { viewing, ...said }: PayInput, again = true): Promise<Counted> {
  const running = deps.meters.running.get(viewing) ?? (await load(deps, viewing));
  if (!running) return notMetered(deps, viewing);
  sawViewer(deps.meters, running, deps.clock.now());
  const verdict = judged(deps, running, said);
  if (verdict === 'known' || verdict === 'overLimit') return countedOf(running);
  if (verdict === 'tooFast') throw new DomainError('voucherTooFast', 1);
  if (verdict === 'wrongAmount' || !(signedBy(running, said) || (await signedByNewKey(deps, running, said))))
    throw new DomainError('voucherRefused');
  if (verdict === 'notLeased') await askPurse(deps, running, said);
  // Ended, or handed over, meanwhile. Looked for once: two processes that are sent the same vouchers do not snatch it from each other for ever.
  if (deps.meters.running.get(viewing) !== running)
    return again ? pay(deps, { viewing, ...said }, false) : countedOf(running);
  // Judged anew: while this one waited, a newer one may have been counted.
  if (judged(deps, running, said) === 'good') {
    running.signature = said.signature;
    putMeter(deps, running, count(running.meter, said, deps.clock.now().getTime()));
  }
  return countedOf(running);
}

const judged = ({ clock }: Deps, { meter }: Running, said: Said) => judge(meter, said, clock.now().getTime());

/** Asks for what the voucher needs. That the database is away is no refusal: the next voucher says as much and more. */
async function askPurse(deps: Deps, running: Running, { amount: value }: Said): Promise<void> {
  if (deps.clock.now().getTime() < running.askAgainAt && running.meter.dry) return;
  const { base } = running.meter;
  try {
    await lease(deps, running, (value - base.amount) as Said['amount']);
  } catch (error) {
    deps.log.warn({ err: error }, 'a purse could not be asked');
  }
}

type Signed = Said & Pick<PayInput, 'signature'>;

function signedBy({ domain, viewer, purseNonce, creator, key }: Running, said: Signed): boolean {
  return checkSignature(domain, key, { viewer, purseNonce, creator, ...said });
}

async function signedByNewKey({ db, clock }: Deps, running: Running, said: Signed): Promise<boolean> {
  const now = clock.now().getTime();
  if (now < running.readKeyAgainAt) return false;
  running.readKeyAgainAt = now + READ_KEY_AGAIN_MS;
  const where = { viewer_nonce: { viewer: running.viewer, nonce: running.purseNonce } };
  const purse = await db.purse.findUnique({ where, select: { sessionKey: true } });
  if (purse) running.key = hexOf(purse.sessionKey);
  return signedBy(running, said);
}

/** A viewing that is over says so; one in which nothing is paid takes no voucher. */
async function notMetered(deps: Deps, id: ViewingId): Promise<Counted> {
  const { db } = deps;
  const select = { leftAt: true, endReason: true, secondsPaid: true, amount: true };
  const row = await db.viewing.findUnique({ where: { id }, select });
  if (!row) throw new DomainError('notFound');
  if (!row.leftAt)
    throw beingEnded(deps, id) ? new DomainError('voucherTooFast', 1) : new DomainError('voucherRefused');
  const phase = { kind: 'over' as const, why: row.endReason ?? 'left' };
  return { seconds: row.secondsPaid, amount: amountOf(row.amount), phase, covered: null };
}
