import { useNavigate } from '@remix-run/react';
import { useCallback, useState } from 'react';
import { apiClient } from '../../lib/api-client';
import {
  connectWallet,
  type ConnectedWallet,
  installedWallets,
  type InstalledWallet,
  offerDemoWallet,
  signText,
  type WalletAccount,
} from '../../lib/wallets/extensions';
import { readRefusal } from '../../lib/page-refusal';

/** What the wallet's signature is for. */
export type WalletPurpose = 'signIn' | 'link' | 'confirm';

interface Challenge {
  nonce: string;
  statement: string;
}

/** Where the person is on the way from "which wallet" to "done". */
export type WalletStep =
  | { at: 'wallets'; wallets: InstalledWallet[] }
  | { at: 'accounts'; wallet: ConnectedWallet; accounts: WalletAccount[] }
  | {
      at: 'statement';
      wallet: ConnectedWallet;
      account: WalletAccount;
      /** All that the wallet shows: another one can be chosen instead. */
      accounts: WalletAccount[];
      challenge: Challenge;
    }
  /** The account's owner is asked to prove themself; then it goes on where it was. */
  | { at: 'proof'; goOn: () => Promise<void> };

/** Leads from choosing a wallet to a signed statement; the components only show where it is. */
export function useWalletSignature(purpose: WalletPurpose, onDone: (result: { created: boolean }) => void) {
  const [step, setStep] = useState<WalletStep>({ at: 'wallets', wallets: [] });
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [ready, setReady] = useState(false);
  const [error, setError] = useState<string | null>(null);

  /** Runs one step; what goes wrong becomes a sentence, and the person stays where they were. */
  const attempt = useCallback(
    async function attempt(work: () => Promise<void>): Promise<void> {
      setBusy(true);
      setError(null);
      try {
        await work();
      } catch (problem) {
        const { code, message } = readRefusal(problem);
        if (code === 'proofNeeded') setStep({ at: 'proof', goOn: () => attempt(work) });
        else if (code === 'accountSuspended') void navigate('/suspended');
        else setError(message);
      } finally {
        setBusy(false);
      }
    },
    [navigate],
  );

  const start = () =>
    attempt(async () => {
      await offerDemoWallet();
      setStep({ at: 'wallets', wallets: installedWallets() });
      setReady(true);
    });

  const chooseAccount = (wallet: ConnectedWallet, account: WalletAccount, accounts: WalletAccount[]) =>
    attempt(async () => {
      const { trpc } = apiClient();
      const ask = {
        signIn: trpc.session.walletChallenge,
        link: trpc.account.linkChallenge,
        confirm: trpc.security.proofChallenge,
      }[purpose];
      const challenge = await ask.mutate({ address: account.address });
      setStep({ at: 'statement', wallet, account, accounts, challenge });
    });

  /** Back to the accounts that the wallet shows. */
  const otherAccount = (wallet: ConnectedWallet, accounts: WalletAccount[]) => {
    setError(null);
    setStep({ at: 'accounts', wallet, accounts });
  };

  const addAccount = (wallet: ConnectedWallet) =>
    attempt(async () => {
      if (wallet.addAccount) setStep({ at: 'accounts', wallet, accounts: await wallet.addAccount() });
    });

  const chooseWallet = (id: string) =>
    attempt(async () => {
      const { wallet, accounts } = await connectWallet(id);
      const [only, ...others] = accounts;
      if (only && others.length === 0) return chooseAccount(wallet, only, accounts);
      setStep({ at: 'accounts', wallet, accounts });
    });

  const sign = (wallet: ConnectedWallet, account: WalletAccount, { nonce, statement }: Challenge) =>
    attempt(async () => {
      const signature = await signText(wallet, account.address, statement);
      const { trpc } = apiClient();
      if (purpose === 'signIn') return onDone(await trpc.session.walletSignIn.mutate({ nonce, signature }));
      if (purpose === 'link') await trpc.account.linkWallet.mutate({ nonce, signature, label: account.name ?? '' });
      else await trpc.security.proveByWallet.mutate({ nonce, signature });
      onDone({ created: false });
    });

  return { step, busy, ready, error, start, chooseWallet, chooseAccount, otherAccount, addAccount, sign };
}
