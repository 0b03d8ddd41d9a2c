import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { apiClient } from '../../lib/api-client';
import { exactAmount, withSymbol } from '../../../sdk/money';
import { useMoney } from '../../lib/money';
import { Button, ButtonLink } from '../../ui/Button';
import { FormNote } from '../../ui/FormNote';
import { Line, Lines } from '../../ui/Lines';
import { Money } from '../../ui/Money';
import { type PageRefusal, readRefusal } from '../../lib/page-refusal';
import { hindranceWords, roundedUp, type Sending, TOLD_STEP } from './send-words';
import { type EarningWallet } from './split-words';

interface SendFormProps {
  wallet: EarningWallet;
  sending: Sending;
  onAsked: () => void;
}

/** What arrives when the platform sends it, and the button for it; or why it waits. */
export function SendForm({ wallet: { address, owed }, sending, onAsked }: SendFormProps) {
  const { t, i18n } = useLingui();
  const [refusal, setRefusal] = useState<PageRefusal | null>(null);
  const [busy, setBusy] = useState(false);
  const { fee, arrives, existentialDeposit } = sending;
  const money = useMoney();
  const hindrance = hindranceWords(sending, money, i18n);

  const ask = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      await apiClient().trpc.earnings.askToSend.mutate({ address });
      onAsked();
    } catch (problem) {
      setRefusal(readRefusal(problem));
    } finally {
      setBusy(false);
    }
  };

  if (hindrance !== null) {
    return (
      <div className="mt-5 flex flex-col gap-5">
        <p className="max-w-[65ch] text-sm">{hindrance}</p>
        <ButtonLink to="/wallet">
          <Trans>To your wallet</Trans>
        </ButtonLink>
      </div>
    );
  }
  return (
    <form onSubmit={(event) => void ask(event)} className="mt-5 flex flex-col gap-5">
      <Lines label={t`What you get`}>
        {owed !== null && (
          <Line label={t`You are owed`}>
            <Money amount={owed} step={TOLD_STEP} />
          </Line>
        )}
        <Line label={t`The platform keeps`}>
          <span title={withSymbol(exactAmount(fee), money)}>
            {roundedUp(fee)}
            {money && <span className="text-[0.72em] text-soft"> {money.symbol}</span>}
          </span>
        </Line>
        <Line label={t`Arrives in your wallet`}>
          <strong className="font-medium">
            <Money amount={arrives} step={TOLD_STEP} />
          </strong>
        </Line>
      </Lines>
      {existentialDeposit > 0n && (
        <p className="max-w-[65ch] text-xs text-soft">
          <Trans>
            Out of the fee your wallet gets <Money amount={existentialDeposit} /> besides: every account on this chain
            has to hold that much, and yours holds nothing yet.
          </Trans>
        </p>
      )}
      <FormNote error={refusal?.message} answer={refusal} />
      <Button type="submit" variant="primary" size="large" busy={busy}>
        <Trans>Let the platform send it</Trans>
      </Button>
    </form>
  );
}
