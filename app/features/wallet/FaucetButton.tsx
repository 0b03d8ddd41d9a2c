import { useRevalidator } from '@remix-run/react';
import { useState } from 'react';
import { createClient } from '../../../sdk/client';
import { shortAmount } from '../../../sdk/money';
import { SYMBOL } from '../../lib/price';
import { Button, type ButtonLook } from '../../ui/Button';
import { useToast } from '../../ui/Toast';
import { readRefusal } from './refusal';

/** Play money of a local chain. */
export function FaucetButton({ address, ...look }: { address: string } & ButtonLook) {
  const [busy, setBusy] = useState(false);
  const revalidator = useRevalidator();
  const say = useToast();
  const draw = async () => {
    setBusy(true);
    try {
      const { amount } = await createClient({ url: '' }).trpc.purse.faucet.mutate({ address });
      say({ message: `${shortAmount(amount).replace(/\.00$/, '')} ${SYMBOL} of play money are in your wallet.` });
      revalidator.revalidate();
    } catch (problem) {
      say({ message: readRefusal(problem).message, tone: 'problem' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button {...look} busy={busy} onClick={() => void draw()}>
      Get 100 {SYMBOL} of play money
    </Button>
  );
}
