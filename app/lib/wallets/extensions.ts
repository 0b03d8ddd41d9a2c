import { type WalletPayload } from '../../../server/ledger';
import { type Hex, hexOf } from '../../../sdk/voucher';
import { says } from '../../../texts/says';
import { sameAccount, shortAddress } from './ss58';

/** An account that a wallet shows us. */
export interface WalletAccount {
  address: string;
  name?: string;
  type?: string;
}

/**
 * The part of a wallet extension's interface that we use (window.injectedWeb3, as Polkadot wallets
 * agree on it).
 */
export interface ConnectedWallet {
  accounts: { get(anyType?: boolean): Promise<WalletAccount[]> };
  /**
   * Makes one more account and answers all of them: the demo wallet's, which has no window of its
   * own to make it in.
   */
  addAccount?(): Promise<WalletAccount[]>;
  signer: {
    signRaw?(payload: { address: string; data: string; type: 'bytes' }): Promise<{ signature: string }>;
    signPayload?(payload: WalletPayload): Promise<WalletAnswer>;
  };
}

/** A signature on a transaction; some wallets hand back the whole transaction as they signed it. */
export interface WalletAnswer {
  signature: Hex;
  signedTransaction?: Hex | Uint8Array | null;
}

interface Extension {
  version?: string;
  enable?(appName: string): Promise<ConnectedWallet>;
}

declare global {
  interface Window {
    injectedWeb3?: Record<string, Extension | undefined>;
  }
}

/** A wallet that is installed in this browser. */
export interface InstalledWallet {
  id: string;
  /** Marked by `says` where it is not a name of its own. */
  name: string;
}

const NAMES: Record<string, string> = {
  'polkadot-js': 'Polkadot{.js}',
  'subwallet-js': 'SubWallet',
  talisman: 'Talisman',
  'nova wallet': 'Nova Wallet',
  'vilokanam-demo': says('Demo wallet'),
};

/** Has the demo wallet offer itself beside the others, where it is built in. */
export async function offerDemoWallet(): Promise<void> {
  if (__DEMO_WALLET__) (await import('./demo-wallet')).installDemoWallet();
}

/** The wallets that this browser has, the demo wallet last. */
export function installedWallets(): InstalledWallet[] {
  const ids = Object.keys(window.injectedWeb3 ?? {}).filter((id) => window.injectedWeb3?.[id]?.enable);
  const demoLast = (id: string) => (id === 'vilokanam-demo' ? 1 : 0);
  return ids.sort((a, b) => demoLast(a) - demoLast(b)).map((id) => ({ id, name: NAMES[id] ?? id }));
}

/** Asks a wallet to show its accounts; the wallet asks its owner. */
export async function connectWallet(id: string): Promise<{ wallet: ConnectedWallet; accounts: WalletAccount[] }> {
  const enable = window.injectedWeb3?.[id]?.enable;
  if (!enable) throw new WalletError(says('That wallet is not in this browser any more. Reload the page.'));
  const wallet = await enable('Vilokanam').catch(() => {
    throw new WalletError(
      says('The wallet did not let us in. Nothing was done. Allow this site in the wallet, then try again.'),
    );
  });
  const accounts = (await wallet.accounts.get(true)).filter((account) => account.type !== 'ethereum');
  if (accounts.length === 0)
    throw new WalletError(says('The wallet showed no account. Make one in it, or allow one for this site.'));
  return { wallet, accounts };
}

/** The wallet of this browser that shows this account, among those that let us in before: `id`. */
export async function walletOf(id: string, address: string): Promise<ConnectedWallet> {
  const { wallet, accounts } = await connectWallet(id);
  if (accounts.some((account) => sameAccount(account.address, address))) return wallet;
  const account = shortAddress(address);
  if (wallet.addAccount)
    throw new WalletError(
      says(
        'The demo wallet of this browser does not hold {account}: its keys cannot leave the browser in which they were made. Nothing was sent and nothing was charged. Do this in that browser, or link an account of this one and open a purse with it.',
        { account },
      ),
    );
  const name = NAMES[id] ?? id;
  throw new WalletError(
    says(
      '{name} is on another account: it does not show {account} to this site. Nothing was sent and nothing was charged. Choose that account in {name}, then try again.',
      { name, account },
    ),
  );
}

/** Has the wallet sign a transaction whose meaning the person has read. */
export async function signTransaction(
  wallet: ConnectedWallet,
  payload: WalletPayload,
): Promise<{ signature: Hex; signedTransaction?: Hex }> {
  if (!wallet.signer.signPayload)
    throw new WalletError(says('This wallet cannot sign transactions. Nothing was sent. Use another one.'));
  const { signature, signedTransaction } = await wallet.signer.signPayload(payload).catch(() => {
    throw new WalletError(says('Your wallet said no. Nothing was sent and nothing was charged.'));
  });
  if (!signedTransaction) return { signature };
  return {
    signature,
    signedTransaction: typeof signedTransaction === 'string' ? signedTransaction : hexOf(signedTransaction),
  };
}

/** Has the wallet sign a text that the person has read. */
export async function signText(wallet: ConnectedWallet, address: string, text: string): Promise<string> {
  if (!wallet.signer.signRaw) throw new WalletError(says('This wallet cannot sign texts. Use another one.'));
  const data = hexOf(new TextEncoder().encode(text));
  const signed = await wallet.signer.signRaw({ address, data, type: 'bytes' }).catch(() => {
    throw new WalletError(says('The wallet did not sign. Nothing was done.'));
  });
  return signed.signature;
}

/** What went wrong at the wallet, in a sentence for its owner, marked by `says`. */
export class WalletError extends Error {
  override readonly name = 'WalletError';
}
