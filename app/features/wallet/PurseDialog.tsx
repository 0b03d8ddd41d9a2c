import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { CloseForm } from './CloseForm';
import { LimitsForm } from './LimitsForm';
import { type ChainView, type PurseView, type WalletView, type WantedStream } from '../transactions/purse-types';
import { type KeyPlace } from './session-keys';
import { TopUpForm } from './TopUpForm';
import { TransactionDialog } from '../transactions/TransactionDialog';
import { type WalletTransaction } from '../transactions/useWalletTransaction';

/** What the dialog asks; `transaction` when what was asked stands on the page itself. */
export type PurseQuestion = 'topUp' | 'limits' | 'key' | 'renew' | 'close' | 'transaction';

interface QuestionWords {
  title: MessageDescriptor;
  hint: MessageDescriptor;
  /** Of closing, which has several ways, its form says what is pressed. */
  submit?: MessageDescriptor;
}

const WORDS: Record<Exclude<PurseQuestion, 'transaction'>, QuestionWords> = {
  topUp: { title: msg`Top up`, hint: msg`The limits stay as they are.`, submit: msg`Top up` },
  limits: {
    title: msg`Change limits`,
    hint: msg`What was signed until now is paid by the limits that it was signed under.`,
    submit: msg`Change limits`,
  },
  key: {
    title: msg`Pay from this browser`,
    hint: msg`Your wallet allows this browser’s key in place of the other one. What the other browser signed is still paid; it signs nothing new.`,
    submit: msg`Pay from this browser`,
  },
  renew: {
    title: msg`Renew the purse`,
    hint: msg`Your wallet allows the key again, for as long as you say. The deposit stays where it is.`,
    submit: msg`Renew`,
  },
  close: { title: msg`Close the purse`, hint: msg`You can open another one whenever you want.` },
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
  const { t } = useLingui();
  const asked = question && question !== 'transaction' ? WORDS[question] : null;
  return (
    <TransactionDialog
      open={question !== null}
      onClose={onClose}
      transaction={transaction}
      title={asked ? t(asked.title) : ''}
      hint={asked ? t(asked.hint) : ''}
      form={
        purse &&
        asked && (
          <Form
            {...rest}
            question={question}
            purse={purse}
            transaction={transaction}
            submitLabel={asked.submit ? t(asked.submit) : ''}
          />
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
