import { type FormEvent, useState } from 'react';
import { parseAmount } from '../../../sdk/money';
import { Button } from '../../ui/Button';
import { FormNote } from '../../ui/FormNote';
import { Money } from '../../ui/Money';
import { AmountField } from './AmountField';
import { useChainTime } from './chain-time';
import { LimitsFields } from './LimitsFields';
import { readLimits, readMoney, suggestedDeposits, type TypedLimits, usualLimits } from './purse-forms';
import { type ChainView, type WalletView } from './purse-types';
import { type FormProblem, NO_PROBLEM, problemOf, TYPED_WRONG, withoutFields } from './form-problem';
import { keyOwner, ownKey } from './session-keys';
import { type WalletTransaction } from './useWalletTransaction';

/** How much to put in, and what may be done with it. */
export function OpenPurse({
  chain,
  wallet,
  transaction,
  disabled,
}: {
  chain: ChainView;
  wallet: WalletView;
  transaction: WalletTransaction;
  disabled: boolean;
}) {
  const [deposit, setDeposit] = useState('20');
  const [limits, setLimits] = useState<TypedLimits>(usualLimits);
  const [problem, setProblem] = useState<FormProblem>(NO_PROBLEM);
  const now = useChainTime(chain.time, 60);
  const { balance } = wallet;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const money = readMoney(deposit, { none: 'Type how much to put in.', most: balance });
    const read = readLimits(limits, { now, maxLanes: chain.maxLanes, present: null });
    const owner = keyOwner(chain, wallet.h160);
    if ('problem' in money || 'problems' in read)
      return setProblem({
        message: TYPED_WRONG,
        fields: {
          ...('problems' in read ? read.problems : {}),
          ...('problem' in money ? { deposit: money.problem } : {}),
        },
      });
    if (!owner) return;
    setProblem(NO_PROBLEM);
    const sessionKey = await ownKey(owner).catch(() => null);
    if (!sessionKey) return setProblem({ message: NO_KEYS, fields: {} });
    const refused = await transaction.prepare({
      address: wallet.address,
      action: { kind: 'open', deposit: money.amount, sessionKey, limits: read.limits },
    });
    if (refused) setProblem(problemOf(refused));
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-6">
      <AmountField
        label="Deposit"
        name="deposit"
        value={deposit}
        onChange={(typed) => {
          setDeposit(typed);
          setProblem((before) => withoutFields(before, { deposit: typed }));
        }}
        suggestions={suggestedDeposits(balance)}
        error={problem.fields.deposit}
        hint={
          balance === null ? (
            'What you do not spend comes back to your wallet, whenever you want.'
          ) : (
            <>
              Your wallet has <Money amount={balance} />. What you do not spend comes back to it, whenever you want.
            </>
          )
        }
      />
      <LimitsFields
        typed={limits}
        change={(change) => {
          setLimits((before) => ({ ...before, ...change }));
          setProblem((before) => withoutFields(before, change));
        }}
        errors={problem.fields}
        deposit={parseAmount(deposit)}
        maxLanes={chain.maxLanes}
      />
      <FormNote error={problem.message} answer={problem} />
      <Button
        type="submit"
        variant="primary"
        size="large"
        disabled={disabled}
        busy={transaction.preparing}
        className="self-start max-sm:w-full"
      >
        Open purse
      </Button>
    </form>
  );
}

/** Said where IndexedDB is closed to us. */
export const NO_KEYS =
  'This browser keeps nothing for this site, as in some private windows, so it cannot hold the key that pays. Nothing was sent. Use another window or browser.';
