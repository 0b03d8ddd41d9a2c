import { type FormEvent, useState } from 'react';
import { amount, type Amount, parseAmount } from '../../../sdk/money';
import { Button } from '../../ui/Button';
import { FormNote } from '../../ui/FormNote';
import { Money } from '../../ui/Money';
import { AmountField } from './AmountField';
import { type FormProblem, NO_PROBLEM, problemOf, TYPED_WRONG, withoutFields } from './form-problem';
import { lastsFor, readMoney, suggestedDeposits } from './purse-forms';
import { type PurseView, type WalletView } from './purse-types';
import { type WalletTransaction } from './useWalletTransaction';

/** More money for a purse that is open; its limits stay as they are. */
export function TopUpForm({
  wallet,
  purse,
  transaction,
}: {
  wallet: WalletView;
  purse: PurseView;
  transaction: WalletTransaction;
}) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<FormProblem>(NO_PROBLEM);
  const { balance } = wallet;
  const lasts = lastsWith(parseAmount(text), purse);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const money = readMoney(text, { none: 'Type how much to put in.', most: balance });
    if ('problem' in money) return setProblem({ message: TYPED_WRONG, fields: { deposit: money.problem } });
    setProblem(NO_PROBLEM);
    const refused = await transaction.prepare({
      address: wallet.address,
      action: { kind: 'topUp', amount: money.amount },
    });
    if (refused) setProblem(problemOf(refused));
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="mt-5 flex flex-col gap-5">
      <AmountField
        label="Add"
        name="deposit"
        value={text}
        onChange={(typed) => {
          setText(typed);
          setProblem((before) => withoutFields(before, { deposit: typed }));
        }}
        suggestions={suggestedDeposits(balance)}
        error={problem.fields.deposit}
        hint={
          <>
            {balance !== null && (
              <>
                Your wallet has <Money amount={balance} />.{' '}
              </>
            )}
            <span aria-live="polite">
              {lasts && `With it your purse lasts ${lasts} at its highest price, and longer at a lower one.`}
            </span>
          </>
        }
      />
      <FormNote error={problem.message} answer={problem} />
      <Button type="submit" variant="primary" size="large" busy={transaction.preparing}>
        Top up
      </Button>
    </form>
  );
}

function lastsWith(more: Amount | null, { available, limits }: PurseView): string | null {
  if (more === null || more === 0n) return null;
  return lastsFor(amount(available + more), limits.maxRate, limits.lanes);
}
