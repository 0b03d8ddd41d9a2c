import { useRef } from 'react';
import { Dialog } from '../../ui/Dialog';
import { CloseForm } from './CloseForm';
import { LimitsForm } from './LimitsForm';
import { type ChainView, type PurseView, type WalletView } from './purse-types';
import { type KeyPlace } from './session-keys';
import { TopUpForm } from './TopUpForm';
import { stepHint, stepTitle, TransactionSteps } from './TransactionSteps';
import { type WalletTransaction } from './useWalletTransaction';

/** What the dialog asks; `transaction` when what was asked stands on the page itself. */
export type PurseQuestion = 'topUp' | 'limits' | 'key' | 'renew' | 'close' | 'transaction';

const WORDS: Record<Exclude<PurseQuestion, 'transaction'>, { title: string; hint: string; submit: string }> = {
  topUp: { title: 'Top up', hint: 'The limits stay as they are.', submit: 'Top up' },
  limits: {
    title: 'Change limits',
    hint: 'What was signed until now is paid by the limits that it was signed under.',
    submit: 'Change limits',
  },
  key: {
    title: 'Pay from this browser',
    hint: 'Your wallet allows this browser’s key in place of the other one. What the other browser signed is still paid; it signs nothing new.',
    submit: 'Pay from this browser',
  },
  renew: {
    title: 'Renew the purse',
    hint: 'Your wallet allows the key again, for as long as you say. The deposit stays where it is.',
    submit: 'Renew',
  },
  close: { title: 'Close the purse', hint: 'You can open another one whenever you want.', submit: '' },
};

interface PurseDialogProps {
  question: PurseQuestion | null;
  onClose: () => void;
  chain: ChainView;
  wallet: WalletView;
  purse: PurseView | null;
  keyPlace: KeyPlace;
  keepUntil: string | undefined;
  transaction: WalletTransaction;
}

/** Everything about a purse that needs a moment of its own: the form, then the transaction, in one place. */
export function PurseDialog({ question, onClose, purse, transaction, ...rest }: PurseDialogProps) {
  const { step, turnBack } = transaction;
  const form = useRef<HTMLDivElement>(null);
  const asked = question && question !== 'transaction' ? WORDS[question] : null;
  if (!step && !asked) return null;
  const close = () => {
    turnBack();
    onClose();
  };
  const back = () => {
    turnBack();
    // The button that was pressed is gone: the focus goes on where the form begins.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('input, button')?.focus());
  };
  return (
    <Dialog
      open={question !== null}
      onOpenChange={(open) => !open && close()}
      title={step ? stepTitle(step) : (asked?.title ?? '')}
      description={step ? stepHint(step) : (asked?.hint ?? '')}
    >
      {/* The form stays while the transaction is read: whoever turns back finds what was typed. */}
      {purse && asked && (
        <div ref={form} hidden={step !== null}>
          <Form {...rest} question={question} purse={purse} transaction={transaction} submitLabel={asked.submit} />
        </div>
      )}
      {step && <TransactionSteps transaction={transaction} onLeave={close} onBack={asked ? back : close} />}
    </Dialog>
  );
}

type FormProps = Omit<PurseDialogProps, 'onClose'> & { purse: PurseView; submitLabel: string };

function Form({ question, keyPlace, keepUntil, submitLabel, ...rest }: FormProps) {
  switch (question) {
    case 'topUp':
      return <TopUpForm {...rest} />;
    case 'limits':
    case 'key':
    case 'renew':
      return <LimitsForm {...rest} keyPlace={keyPlace} keepUntil={keepUntil} submitLabel={submitLabel} />;
    case 'close':
      return <CloseForm {...rest} />;
    case 'transaction':
    case null:
      return null;
  }
}
