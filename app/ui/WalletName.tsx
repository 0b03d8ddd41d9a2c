import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type I18n } from '../../texts/i18n';
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
export function walletName({ label, address }: NamedWallet, i18n: I18n): string {
  const name = label || i18n._(msg`Wallet`);
  const short = shortAddress(address);
  return i18n._(msg`${name}, ${short}`);
}

export function WalletName({ wallet: { label, address }, className }: { wallet: NamedWallet; className?: string }) {
  const { t } = useLingui();
  return (
    <span className={cx('flex min-w-0 flex-col', className)} title={address}>
      <span className="truncate text-sm font-medium">
        <bdi>{label || t`Wallet`}</bdi>
      </span>
      <span className="text-xs text-soft">
        <span className="sr-only">
          <Trans>Address</Trans>{' '}
        </span>
        {shortAddress(address)}
      </span>
    </span>
  );
}
