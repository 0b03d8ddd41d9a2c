/** An account that a wallet shows us. */
export interface WalletAccount {
  address: string;
  name?: string;
  type?: string;
}

/** The part of a wallet extension's interface that we use (window.injectedWeb3, as Polkadot wallets agree on it). */
export interface ConnectedWallet {
  accounts: { get(anyType?: boolean): Promise<WalletAccount[]> };
  signer: { signRaw?(payload: { address: string; data: string; type: 'bytes' }): Promise<{ signature: string }> };
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
  name: string;
}

const NAMES: Record<string, string> = {
  'polkadot-js': 'Polkadot{.js}',
  'subwallet-js': 'SubWallet',
  talisman: 'Talisman',
  'nova wallet': 'Nova Wallet',
  'vilokanam-demo': 'Demo wallet',
};

/** The wallets that this browser has, the demo wallet last. */
export function installedWallets(): InstalledWallet[] {
  const ids = Object.keys(window.injectedWeb3 ?? {}).filter((id) => window.injectedWeb3?.[id]?.enable);
  const demoLast = (id: string) => (id === 'vilokanam-demo' ? 1 : 0);
  return ids.sort((a, b) => demoLast(a) - demoLast(b)).map((id) => ({ id, name: NAMES[id] ?? id }));
}

/** Asks a wallet to show its accounts; the wallet asks its owner. */
export async function connectWallet(id: string): Promise<{ wallet: ConnectedWallet; accounts: WalletAccount[] }> {
  const enable = window.injectedWeb3?.[id]?.enable;
  if (!enable) throw new WalletError('That wallet is not in this browser any more. Reload the page.');
  const wallet = await enable('Vilokanam').catch(() => {
    throw new WalletError(
      'The wallet did not let us in. Nothing was done. Allow this site in the wallet, then try again.',
    );
  });
  const accounts = (await wallet.accounts.get(true)).filter((account) => account.type !== 'ethereum');
  if (accounts.length === 0)
    throw new WalletError('The wallet showed no account. Make one in it, or allow one for this site.');
  return { wallet, accounts };
}

/** Has the wallet sign a text that the person has read. */
export async function signText(wallet: ConnectedWallet, address: string, text: string): Promise<string> {
  if (!wallet.signer.signRaw) throw new WalletError('This wallet cannot sign texts. Use another one.');
  const data = `0x${Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  const signed = await wallet.signer.signRaw({ address, data, type: 'bytes' }).catch(() => {
    throw new WalletError('The wallet did not sign. Nothing was done.');
  });
  return signed.signature;
}

/** What went wrong at the wallet, in a sentence for its owner. */
export class WalletError extends Error {
  override readonly name = 'WalletError';
}
