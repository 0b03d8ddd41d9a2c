import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { limitsForm } from '../../../schemas/purse';
import { type Hex } from '../../../sdk/voucher';
import { NOT_SENT, useSchemaForm } from '../../lib/form';
import { useMoney } from '../../lib/money';
import { Button } from '../../ui/Button';
import { Switch } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { useChainTime } from './chain-time';
import { LimitsFields } from './LimitsFields';
import { fieldsOf } from './purse-forms';
import { type ChainView, type PurseView, type WalletView, type WantedStream } from '../transactions/purse-types';
import { type KeyPlace, keyOwner, newKey, NO_KEYS, ownKey } from './session-keys';
import { type WalletTransaction } from '../transactions/useWalletTransaction';

/** Other limits, or another key: both are one message to the contract. */
export function LimitsForm({
  chain,
  wallet,
  purse,
  keyPlace,
  keepUntil,
  submitLabel,
  stream,
  transaction,
}: {
  chain: ChainView;
  wallet: WalletView;
  purse: PurseView;
  keyPlace: KeyPlace;
  /** When the present limits end, in words; undefined when that has passed. */
  keepUntil: string | undefined;
  submitLabel: string;
  stream: WantedStream | null;
  transaction: WalletTransaction;
}) {
  const { t } = useLingui();
  const money = useMoney();
  const now = useChainTime(chain.time, 60);
  const { maxLanes } = chain;
  const { limits, sessionKey: present } = purse;
  const shown = fieldsOf(purse, money);
  const { maxRate: price } = shown;
  const { form, fields, note } = useSchemaForm({
    schema: useMemo(
      () => limitsForm({ money, now, maxLanes }, { limits, price }),
      [money, now, maxLanes, limits, price],
    ),
    defaultValue: shown,
    lookAgain: NOT_SENT,
    async send({ fresh, ...limits }) {
      const owner = keyOwner(chain, wallet.h160);
      if (!owner) return null;
      const here = keyPlace === 'here';
      const key = here && !fresh ? Promise.resolve<Hex>(present) : here ? newKey(owner) : ownKey(owner);
      const sessionKey = await key.catch(() => null);
      if (!sessionKey) return NO_KEYS;
      return transaction.prepare({
        address: wallet.address,
        action: { kind: 'rekey', sessionKey, limits },
        ...(sessionKey === present ? {} : { replaces: present }),
      });
    },
  });

  return (
    <form {...form} className="mt-5 flex flex-col gap-5">
      <LimitsFields
        fields={fields}
        deposit={purse.available}
        maxLanes={maxLanes}
        extras={limits.extrasAllowance > 0n}
        keepUntil={keepUntil}
        stream={stream}
      />
      {keyPlace === 'here' && (
        <Switch
          label={t`Change the key, too`}
          hint={t`When you fear that somebody else used this browser. What the old key has signed is still paid; it signs nothing new.`}
          name={fields.fresh.name}
        />
      )}
      <FormNote {...note} />
      <Button type="submit" variant="primary" size="large" busy={transaction.preparing}>
        {submitLabel}
      </Button>
    </form>
  );
}
