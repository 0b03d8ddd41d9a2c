import { CloseForm } from './CloseForm';
import { LimitsForm } from './LimitsForm';
import { type ChainView, type PurseView, type WalletView, type WantedStream } from '../transactions/purse-types';
import { type KeyPlace } from './session-keys';
import { TopUpForm } from './TopUpForm';
import { TransactionDialog } from '../transactions/TransactionDialog';
import { type WalletTransaction } from '../transactions/useWalletTransaction';

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
  stream: WantedStream | null;
  transaction: WalletTransaction;
}

/**
 * Everything about a purse that needs a moment of its own: the form, then the transaction, in one
 * place.
 */
export function PurseDialog({ question, onClose, purse, transaction, ...rest }: PurseDialogProps) {
  const asked = question && question !== 'transaction' ? WORDS[question] : null;
  return (
    <TransactionDialog
      open={question !== null}
      onClose={onClose}
      transaction={transaction}
      title={asked?.title ?? ''}
      hint={asked?.hint ?? ''}
      form={
        purse &&
        asked && (
          <Form {...rest} question={question} purse={purse} transaction={transaction} submitLabel={asked.submit} />
        )
      }
    />
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
