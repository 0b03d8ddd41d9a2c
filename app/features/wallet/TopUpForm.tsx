import { useMemo } from 'react';
import { amount, type Amount, type ChainMoney, parseAmount } from '../../../sdk/money';
import { topUpForm } from '../../../schemas/purse';
import { NOT_SENT, typedIn, useSchemaForm } from '../../lib/form';
import { useMoney } from '../../lib/money';
import { Button } from '../../ui/Button';
import { FormNote } from '../../ui/FormNote';
import { Money } from '../../ui/Money';
import { AmountField } from '../../ui/AmountField';
import { amountProps } from './LimitsFields';
import { lastsFor, lastsOf, suggestedDeposits } from './purse-forms';
import { type PurseView, type WalletView, type WantedStream } from '../transactions/purse-types';
import { type WalletTransaction } from '../transactions/useWalletTransaction';

/** More money for a purse that is open; its limits stay as they are. */
export function TopUpForm({
  wallet,
  purse,
  stream,
  transaction,
}: {
  wallet: WalletView;
  purse: PurseView;
  stream: WantedStream | null;
  transaction: WalletTransaction;
}) {
  const { balance, address } = wallet;
  const money = useMoney();
  const { form, fields, note, update } = useSchemaForm({
    schema: useMemo(() => topUpForm({ money, balance }), [money, balance]),
    lookAgain: NOT_SENT,
    send: ({ amount }) => transaction.prepare({ address, action: { kind: 'topUp', amount } }),
  });
  const lasts = lastsWith(parseAmount(typedIn(fields.amount)), purse, stream, money);

  return (
    <form {...form} className="mt-5 flex flex-col gap-5">
      <AmountField
        label="Add"
        {...amountProps(fields.amount)}
        suggestions={suggestedDeposits(balance)}
        onSuggest={(value) => update({ name: fields.amount.name, value })}
        hint={
          <>
            {balance !== null && (
              <>
                Your wallet has <Money amount={balance} />.{' '}
              </>
            )}
            <span aria-live="polite">{lasts && `With it your purse lasts ${lasts}.`}</span>
          </>
        }
      />
      <FormNote {...note} />
      <Button type="submit" variant="primary" size="large" busy={transaction.preparing}>
        Top up
      </Button>
    </form>
  );
}

function lastsWith(
  more: Amount | null,
  { available, limits }: PurseView,
  stream: WantedStream | null,
  money: ChainMoney | null,
): string | null {
  if (more === null || more === 0n) return null;
  const sum = amount(available + more);
  if (stream) return lastsOf(sum, stream, money);
  const lasts = lastsFor(sum, limits.maxRate, limits.lanes);
  return lasts && `${lasts} at its highest price, and longer at a lower one`;
}
