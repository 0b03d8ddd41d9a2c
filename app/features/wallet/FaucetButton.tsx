import { Trans, useLingui } from '@lingui/react/macro';
import { useRevalidator } from '@remix-run/react';
import { useState } from 'react';
import { apiClient } from '../../lib/api-client';
import { shortAmount, withSymbol } from '../../../sdk/money';
import { useMoney } from '../../lib/money';
import { Button, type ButtonLook } from '../../ui/Button';
import { useToast } from '../../ui/Toast';
import { readRefusal } from '../../lib/page-refusal';

/** Play money of a local chain. */
export function FaucetButton({ address, ...look }: { address: string } & ButtonLook) {
  const { t } = useLingui();
  const money = useMoney();
  const sum = withSymbol('100', money);
  const [busy, setBusy] = useState(false);
  const revalidator = useRevalidator();
  const say = useToast();
  const draw = async () => {
    setBusy(true);
    try {
      const { amount } = await apiClient().trpc.purse.faucet.mutate({ address });
      const given = withSymbol(shortAmount(amount).replace(/\.00$/, ''), money);
      say({ message: t`${given} of play money are in your wallet.` });
      revalidator.revalidate();
    } catch (problem) {
      say({ message: readRefusal(problem).message, tone: 'problem' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button {...look} busy={busy} onClick={() => void draw()}>
      <Trans>Get {sum} of play money</Trans>
    </Button>
  );
}
