import { DAY, later } from '../clock';
import { type Deps, type Tx } from '../deps';
import { type AccountId } from '../ids';
import { type NamedWallet, newestEvent, type SecurityNews } from './events';

/** So long a change of who is paid is said wherever it matters. */
const CHANGED_LATELY = DAY;

/** The wallet that a creator's seconds are paid to. */
export interface PaidWallet extends NamedWallet {
  /** As the contract sees it. */
  h160: string;
  linkedAt: Date;
}

/** Whom a stream that goes live now would pay, and whether that was somebody else a day ago. */
export interface PayeeNow {
  wallet: PaidWallet | null;
  changed: Extract<SecurityNews, { kind: 'payeeChanged' }> | null;
}

/**
 * The rule: the wallet that its owner chose last; without a choice, the one that was linked first.
 */
export function payeeOf(db: Deps['db'] | Tx, accountId: AccountId): Promise<PaidWallet | null> {
  return db.wallet.findFirst({
    where: { accountId },
    select: { address: true, h160: true, label: true, linkedAt: true },
    orderBy: [{ chosen: 'desc' }, { linkedAt: 'asc' }, { id: 'asc' }],
  });
}

/** Whom one's streams pay now. */
export async function readPayee({ db, clock }: Pick<Deps, 'db' | 'clock'>, accountId: AccountId): Promise<PayeeNow> {
  const [wallet, changed] = await Promise.all([
    payeeOf(db, accountId),
    newestEvent({ db }, accountId, 'payeeChanged', later(clock.now(), -CHANGED_LATELY)),
  ]);
  return { wallet, changed };
}
