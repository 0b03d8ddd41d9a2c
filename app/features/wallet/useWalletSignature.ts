import { useCallback, useState } from 'react';
import { createClient } from '../../../sdk/client';
import {
  connectWallet,
  type ConnectedWallet,
  installedWallets,
  type InstalledWallet,
  offerDemoWallet,
  signText,
  type WalletAccount,
} from './extensions';
import { readRefusal } from './refusal';

/** What the wallet's signature is for. */
export type WalletPurpose = 'signIn' | 'link';

interface Challenge {
  nonce: string;
  statement: string;
}

/** Where the person is on the way from "which wallet" to "done". */
export type WalletStep =
  | { at: 'wallets'; wallets: InstalledWallet[] }
  | { at: 'accounts'; wallet: ConnectedWallet; accounts: WalletAccount[] }
  | { at: 'statement'; wallet: ConnectedWallet; account: WalletAccount; challenge: Challenge };

/** Leads from choosing a wallet to a signed statement; the components only show where it is. */
export function useWalletSignature(purpose: WalletPurpose, onDone: (result: { created: boolean }) => void) {
  const [step, setStep] = useState<WalletStep>({ at: 'wallets', wallets: [] });
  const [busy, setBusy] = useState(false);
  const [ready, setReady] = useState(false);
  const [error, setError] = useState<string | null>(null);

  /** Runs one step; what goes wrong becomes a sentence, and the person stays where they were. */
  const attempt = useCallback(async (work: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (problem) {
      setError(readRefusal(problem).message);
    } finally {
      setBusy(false);
    }
  }, []);

  const start = () =>
    attempt(async () => {
      await offerDemoWallet();
      setStep({ at: 'wallets', wallets: installedWallets() });
      setReady(true);
    });

  const chooseAccount = (wallet: ConnectedWallet, account: WalletAccount) =>
    attempt(async () => {
      const { trpc } = api();
      const ask = purpose === 'signIn' ? trpc.session.walletChallenge : trpc.account.linkChallenge;
      setStep({ at: 'statement', wallet, account, challenge: await ask.mutate({ address: account.address }) });
    });

  const chooseWallet = (id: string) =>
    attempt(async () => {
      const { wallet, accounts } = await connectWallet(id);
      const [only, ...others] = accounts;
      if (only && others.length === 0) return chooseAccount(wallet, only);
      setStep({ at: 'accounts', wallet, accounts });
    });

  const sign = (wallet: ConnectedWallet, account: WalletAccount, { nonce, statement }: Challenge) =>
    attempt(async () => {
      const signature = await signText(wallet, account.address, statement);
      const { trpc } = api();
      if (purpose === 'signIn') return onDone(await trpc.session.walletSignIn.mutate({ nonce, signature }));
      await trpc.account.linkWallet.mutate({ nonce, signature, label: account.name ?? '' });
      onDone({ created: false });
    });

  return { step, busy, ready, error, start, chooseWallet, chooseAccount, sign };
}

function api() {
  return createClient({ url: '' });
}
