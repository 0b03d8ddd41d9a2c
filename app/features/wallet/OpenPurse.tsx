import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { parseAmount } from '../../../sdk/money';
import { openForm } from '../../../schemas/purse';
import { NOT_SENT, typedIn, useSchemaForm } from '../../lib/form';
import { useMoney } from '../../lib/money';
import { Button } from '../../ui/Button';
import { FormNote } from '../../ui/FormNote';
import { Money } from '../../ui/Money';
import { AmountField } from '../../ui/AmountField';
import { useChainTime } from './chain-time';
import { amountProps, LimitsFields } from './LimitsFields';
import { besidesTab, suggestedDeposits, usualFields } from './purse-forms';
import { type ChainView, type WalletView, type WantedStream } from '../transactions/purse-types';
import { keyOwner, NO_KEYS, ownKey } from './session-keys';
import { type WalletTransaction } from '../transactions/useWalletTransaction';

/** How much to put in, and what may be done with it. */
export function OpenPurse({
  chain,
  wallet,
  transaction,
  stream,
  disabled,
}: {
  chain: ChainView;
  wallet: WalletView;
  transaction: WalletTransaction;
  stream: WantedStream | null;
  disabled: boolean;
}) {
  const { t } = useLingui();
  const now = useChainTime(chain.time, 60);
  const money = useMoney();
  const { maxLanes } = chain;
  const { balance, address, h160 } = wallet;
  const { form, fields, note, update } = useSchemaForm({
    schema: useMemo(() => openForm({ money, now, maxLanes, balance }), [money, now, maxLanes, balance]),
    defaultValue: usualFields,
    lookAgain: NOT_SENT,
    async send({ deposit, ...limits }) {
      const owner = keyOwner(chain, h160);
      if (!owner) return null;
      const sessionKey = await ownKey(owner).catch(() => null);
      if (!sessionKey) return NO_KEYS;
      return transaction.prepare({ address, action: { kind: 'open', deposit, sessionKey, limits } });
    },
  });

  return (
    <form {...form} className="flex flex-col gap-6">
      <AmountField
        label={t`Deposit`}
        {...amountProps(fields.deposit)}
        suggestions={suggestedDeposits(balance)}
        onSuggest={(value) => update({ name: fields.deposit.name, value })}
        hint={
          balance === null ? (
            t`What you do not spend comes back to your wallet, whenever you want.`
          ) : (
            <Trans>
              Your wallet has <Money amount={balance} />. What you do not spend comes back to it, whenever you want.
            </Trans>
          )
        }
      />
      <LimitsFields
        fields={fields}
        deposit={besidesTab(parseAmount(typedIn(fields.deposit)), chain.tabCost)}
        maxLanes={maxLanes}
        stream={stream}
      />
      <FormNote {...note} />
      <Button
        type="submit"
        variant="primary"
        size="large"
        disabled={disabled}
        busy={transaction.preparing}
        className="self-start max-sm:w-full"
      >
        <Trans>Open purse</Trans>
      </Button>
    </form>
  );
}
