import { type H160 } from '../../sdk/voucher';
import { type Deps, type Tx } from '../deps';
import { withdrawable, worthSending } from '../balances/withdrawable';
import { LedgerRefusal } from '../ledger';
import { type Work } from './settle';

/** So many are tried in a round. */
const AT_MOST = 10;

/** What was asked to be sent and is not sent yet. */
interface RequestedWithdrawal {
  id: string;
  recipient: H160;
  /** The wallet was given the existential deposit for it already. */
  admitted: boolean;
}

/** What was asked to be sent and is not on its way, the oldest first. */
export async function requestedWithdrawals(tx: Tx): Promise<RequestedWithdrawal[]> {
  const rows = await tx.withdrawal.findMany({
    where: { endedAt: null, settlementId: null },
    select: { id: true, recipient: true, admissionId: true },
    orderBy: { createdAt: 'asc' },
    take: AT_MOST,
  });
  return rows.map(({ id, recipient, admissionId }) => ({
    id,
    recipient: recipient as H160,
    admitted: admissionId !== null,
  }));
}

/**
 * The next transaction of the first that the contract would pay; one that it refuses is over, with
 * its word.
 */
export async function sendWithdrawal(
  tx: Tx,
  { ledger, clock, log }: Pick<Deps, 'ledger' | 'clock' | 'log'>,
  requested: RequestedWithdrawal[],
): Promise<Work | null> {
  for (const one of requested) {
    try {
      return await nextTransaction(tx, ledger, one);
    } catch (error) {
      if (!(error instanceof LedgerRefusal)) throw error;
      const { id } = one;
      log.info({ id, error: error.error, detail: error.detail }, 'earnings could not be sent');
      await tx.withdrawal.update({
        where: { id },
        data: { endedAt: clock.now(), error: error.error ?? 'chainFailed' },
      });
    }
  }
  return null;
}

/**
 * A wallet that the chain does not know is given the existential deposit first: what is paid to its
 * 20 bytes before that goes to an account that it cannot sign for. It is given once, and only when
 * the contract would then pay.
 */
async function nextTransaction(
  tx: Tx,
  ledger: Deps['ledger'],
  { id, recipient, admitted }: RequestedWithdrawal,
): Promise<Work> {
  const turn = 'withdrawFor' as const;
  const wallet = await tx.wallet.findUnique({ where: { h160: recipient }, select: { address: true } });
  if (admitted || !wallet || (await ledger.standing(wallet.address)) !== 'empty')
    return { turn, transaction: await ledger.prepareWithdrawFor(recipient), vouchers: [], withdrawal: id };
  const [earnings, terms] = await Promise.all([ledger.earnings(recipient), ledger.terms()]);
  if (!worthSending(withdrawable(earnings), terms))
    throw new LedgerRefusal('TooLittle', 'less is owed than what was asked for');
  return { turn, transaction: await ledger.prepareExistentialDeposit(wallet.address), vouchers: [], admission: id };
}
