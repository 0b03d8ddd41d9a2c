import { useRef } from 'react';
import { Dialog } from '../../ui/Dialog';
import { stepHint, stepTitle, TransactionSteps } from '../wallet/TransactionSteps';
import { type WalletTransaction } from '../wallet/useWalletTransaction';
import { type TypedShare } from './split-form';
import { SplitForm } from './SplitForm';
import { countsWords, type EarningWallet } from './split-words';

interface EarningsDialogProps {
  open: boolean;
  onClose: () => void;
  /** Whose earnings are to be shared; null when the page asks for nothing but the transaction. */
  sharing: EarningWallet | null;
  wallets: EarningWallet[];
  feeBasisPoints: number;
  typed: TypedShare[];
  onType: (typed: TypedShare[]) => void;
  transaction: WalletTransaction;
}

/** What is asked about earnings, then the transaction, in one place. */
export function EarningsDialog({ open, onClose, sharing, transaction, ...form }: EarningsDialogProps) {
  const { step, turnBack } = transaction;
  const place = useRef<HTMLDivElement>(null);
  if (!step && !sharing) return null;
  const close = () => {
    turnBack();
    onClose();
  };
  const back = () => {
    turnBack();
    // The button that was pressed is gone: the focus goes on where the form begins.
    requestAnimationFrame(() => place.current?.querySelector<HTMLElement>('input, button')?.focus());
  };
  const shared = (sharing?.split ?? []).length > 0;
  return (
    <Dialog
      open={open}
      onOpenChange={(now) => !now && close()}
      title={step ? stepTitle(step) : shared ? 'Change who shares' : 'Share these earnings'}
      description={step ? stepHint(step) : countsWords(shared)}
    >
      {/* The form stays while the transaction is read: whoever turns back finds what was typed. */}
      {sharing && (
        <div ref={place} hidden={step !== null}>
          <SplitForm {...form} wallet={sharing} transaction={transaction} />
        </div>
      )}
      {step && <TransactionSteps transaction={transaction} onLeave={close} onBack={sharing ? back : close} />}
    </Dialog>
  );
}
