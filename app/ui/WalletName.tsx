import { cx } from './cx';
import { shortAddress } from '../lib/wallets/ss58';

/**
 * A wallet as it is told apart from the others: its name and its address, of which all is on hover.
 */
export interface NamedWallet {
  label: string;
  address: string;
}

/** "Main, 5GrwvaEF…oHGKutQY": for a sentence. */
export function walletName({ label, address }: NamedWallet): string {
  return `${label || 'Wallet'}, ${shortAddress(address)}`;
}

export function WalletName({ wallet: { label, address }, className }: { wallet: NamedWallet; className?: string }) {
  return (
    <span className={cx('flex min-w-0 flex-col', className)} title={address}>
      <span className="truncate text-sm font-medium">
        <bdi>{label || 'Wallet'}</bdi>
      </span>
      <span className="text-xs text-soft">
        <span className="sr-only">Address </span>
        {shortAddress(address)}
      </span>
    </span>
  );
}
