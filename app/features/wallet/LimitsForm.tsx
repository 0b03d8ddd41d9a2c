import { type FormEvent, useState } from 'react';
import { type Hex } from '../../../sdk/voucher';
import { Button } from '../../ui/Button';
import { Switch } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { useChainTime } from './chain-time';
import { type FormProblem, NO_PROBLEM, problemOf, TYPED_WRONG, withoutFields } from './form-problem';
import { LimitsFields } from './LimitsFields';
import { NO_KEYS } from './OpenPurse';
import { readLimits, type TypedLimits, typedFrom } from './purse-forms';
import { type ChainView, type PurseView, type WalletView } from './purse-types';
import { type KeyPlace, keyOwner, newKey, ownKey } from './session-keys';
import { type WalletTransaction } from './useWalletTransaction';

/** Other limits, or another key: both are one message to the contract. */
export function LimitsForm({
  chain,
  wallet,
  purse,
  keyPlace,
  keepUntil,
  submitLabel,
  transaction,
}: {
  chain: ChainView;
  wallet: WalletView;
  purse: PurseView;
  keyPlace: KeyPlace;
  /** When the present limits end, in words; undefined when that has passed. */
  keepUntil: string | undefined;
  submitLabel: string;
  transaction: WalletTransaction;
}) {
  const [limits, setLimits] = useState<TypedLimits>(() => typedFrom(purse));
  const [fresh, setFresh] = useState(false);
  const [problem, setProblem] = useState<FormProblem>(NO_PROBLEM);
  const now = useChainTime(chain.time, 60);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const read = readLimits(limits, { now, maxLanes: chain.maxLanes, present: purse.limits });
    const owner = keyOwner(chain, wallet.h160);
    if ('problems' in read) return setProblem({ message: TYPED_WRONG, fields: read.problems });
    if (!owner) return;
    setProblem(NO_PROBLEM);
    const here = keyPlace === 'here';
    const key = here && !fresh ? Promise.resolve<Hex>(purse.sessionKey) : here ? newKey(owner) : ownKey(owner);
    const sessionKey = await key.catch(() => null);
    if (!sessionKey) return setProblem({ message: NO_KEYS, fields: {} });
    const refused = await transaction.prepare({
      address: wallet.address,
      action: { kind: 'rekey', sessionKey, limits: read.limits },
      ...(sessionKey === purse.sessionKey ? {} : { replaces: purse.sessionKey }),
    });
    if (refused) setProblem(problemOf(refused));
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="mt-5 flex flex-col gap-5">
      <LimitsFields
        typed={limits}
        change={(change) => {
          setLimits((before) => ({ ...before, ...change }));
          setProblem((before) => withoutFields(before, change));
        }}
        errors={problem.fields}
        deposit={purse.available}
        maxLanes={chain.maxLanes}
        keepUntil={keepUntil}
      />
      {keyPlace === 'here' && (
        <Switch
          label="Change the key, too"
          hint="When you fear that somebody else used this browser. What the old key has signed is still paid; it signs nothing new."
          name="fresh"
          checked={fresh}
          onChange={(event) => setFresh(event.target.checked)}
        />
      )}
      <FormNote error={problem.message} answer={problem} />
      <Button type="submit" variant="primary" size="large" busy={transaction.preparing}>
        {submitLabel}
      </Button>
    </form>
  );
}
