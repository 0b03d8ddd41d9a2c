import { useLingui } from '@lingui/react/macro';
import { type ReactNode, useRef } from 'react';
import { Dialog } from '../../ui/Dialog';
import { stepHint, stepTitle, TransactionSteps } from './TransactionSteps';
import { type WalletTransaction } from './useWalletTransaction';

interface TransactionDialogProps {
  open: boolean;
  onClose: () => void;
  /** What is said over the form; over the transaction it says it itself. */
  title: string;
  hint: string;
  /** What is asked first; null when it is the transaction alone. */
  form: ReactNode | null;
  transaction: WalletTransaction;
}

/**
 * What needs a moment of its own: the form, then the transaction, in one place. Nothing while there
 * is neither.
 */
export function TransactionDialog({ open, onClose, title, hint, form, transaction }: TransactionDialogProps) {
  const { i18n } = useLingui();
  const { step, turnBack } = transaction;
  const place = useRef<HTMLDivElement>(null);
  if (!step && !form) return null;
  const close = () => {
    turnBack();
    onClose();
  };
  const back = () => {
    turnBack();
    // The button that was pressed is gone: the focus goes on where the form begins.
    requestAnimationFrame(() => place.current?.querySelector<HTMLElement>('input, button')?.focus());
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(now) => !now && close()}
      title={step ? stepTitle(step, i18n) : title}
      description={step ? stepHint(step, i18n) : hint}
    >
      {/* The form stays while the transaction is read: whoever turns back finds what was typed. */}
      {form && (
        <div ref={place} hidden={step !== null}>
          {form}
        </div>
      )}
      {step && <TransactionSteps transaction={transaction} onLeave={close} onBack={form ? back : close} />}
    </Dialog>
  );
}
