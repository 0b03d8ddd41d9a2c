import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { amount, type Amount, type ChainMoney, parseAmount } from '../../../sdk/money';
import { topUpForm } from '../../../schemas/purse';
import { type I18n } from '../../../texts/i18n';
import { NOT_SENT, typedIn, useSchemaForm } from '../../lib/form';
import { useMoney } from '../../lib/money';
import { speakPrice } from '../../lib/price';
import { Button } from '../../ui/Button';
import { FormNote } from '../../ui/FormNote';
import { Money } from '../../ui/Money';
import { AmountField } from '../../ui/AmountField';
import { amountProps } from './LimitsFields';
import { lastsFor, suggestedDeposits } from './purse-forms';
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
  const { t, i18n } = useLingui();
  const { balance, address } = wallet;
  const money = useMoney();
  const { form, fields, note, update } = useSchemaForm({
    schema: useMemo(() => topUpForm({ money, balance }), [money, balance]),
    lookAgain: NOT_SENT,
    send: ({ amount }) => transaction.prepare({ address, action: { kind: 'topUp', amount } }),
  });
  const lasts = lastsWith(parseAmount(typedIn(fields.amount)), purse, stream, money, i18n);

  return (
    <form {...form} className="mt-5 flex flex-col gap-5">
      <AmountField
        label={t`Add`}
        {...amountProps(fields.amount)}
        suggestions={suggestedDeposits(balance)}
        onSuggest={(value) => update({ name: fields.amount.name, value })}
        hint={
          <>
            {balance !== null && (
              <>
                <Trans>
                  Your wallet has <Money amount={balance} />.
                </Trans>{' '}
              </>
            )}
            <span aria-live="polite">{lasts}</span>
          </>
        }
      />
      <FormNote {...note} />
      <Button type="submit" variant="primary" size="large" busy={transaction.preparing}>
        <Trans>Top up</Trans>
      </Button>
    </form>
  );
}

/** How long the purse lasts with what is added, in a sentence. */
function lastsWith(
  more: Amount | null,
  { available, limits }: PurseView,
  stream: WantedStream | null,
  money: ChainMoney | null,
  i18n: I18n,
): string | null {
  if (more === null || more === 0n) return null;
  const sum = amount(available + more);
  const lasts = stream
    ? lastsFor(sum, stream.ratePerSecond, 1, i18n)
    : lastsFor(sum, limits.maxRate, limits.lanes, i18n);
  if (!lasts) return null;
  if (!stream) return i18n._(msg`With it your purse lasts ${lasts} at its highest price, and longer at a lower one.`);
  const { title, ratePerSecond } = stream;
  const { minute } = speakPrice(ratePerSecond, money, i18n);
  return i18n._(msg`With it your purse lasts ${lasts} of “${title}”, at its ${minute} a minute.`);
}
