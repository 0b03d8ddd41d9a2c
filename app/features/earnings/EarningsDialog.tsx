import { useLingui } from '@lingui/react/macro';
import { useMoney } from '../../lib/money';
import { TransactionDialog } from '../transactions/TransactionDialog';
import { type WalletTransaction } from '../transactions/useWalletTransaction';
import { costWords } from './send-words';
import { SendForm } from './SendForm';
import { type TypedShare } from './split-form';
import { SplitForm } from './SplitForm';
import { countsWords, type EarningWallet } from './split-words';

interface EarningsDialogProps {
  open: boolean;
  onClose: () => void;
  /** What is asked; null when the page asks for nothing but the transaction. */
  asking: { what: 'sharing' | 'sending'; wallet: EarningWallet } | null;
  wallets: EarningWallet[];
  feeBasisPoints: number;
  typed: TypedShare[];
  onType: (typed: TypedShare[]) => void;
  onAsked: () => void;
  transaction: WalletTransaction;
}

/** What is asked about earnings, then the transaction, in one place. */
export function EarningsDialog({ open, onClose, asking, onAsked, transaction, ...form }: EarningsDialogProps) {
  const { t, i18n } = useLingui();
  const place = { open, onClose, transaction };
  const money = useMoney();
  const { wallet } = asking ?? {};
  if (wallet?.sending && asking?.what === 'sending') {
    return (
      <TransactionDialog
        {...place}
        title={t`Withdraw your earnings`}
        hint={
          wallet.sending.hindrance === 'tooLittleToSend'
            ? t`This wallet does not hold enough for the chain’s fee, and it is too little yet for the platform to send.`
            : costWords(wallet.sending, money, i18n)
        }
        form={<SendForm wallet={wallet} sending={wallet.sending} onAsked={onAsked} />}
      />
    );
  }
  const shared = (wallet?.nextSplit ?? wallet?.split ?? []).length > 0;
  return (
    <TransactionDialog
      {...place}
      title={shared ? t`Change who shares` : t`Share these earnings`}
      hint={countsWords(shared, i18n)}
      form={asking?.what === 'sharing' && wallet && <SplitForm {...form} wallet={wallet} transaction={transaction} />}
    />
  );
}
