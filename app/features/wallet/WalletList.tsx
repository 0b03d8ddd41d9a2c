import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { shortAddress } from '../../lib/wallets/ss58';
import { Badge } from '../../ui/Badge';
import { cx } from '../../ui/cx';
import { Money } from '../../ui/Money';
import { WalletName } from '../../ui/WalletName';
import { type WalletView } from '../transactions/purse-types';
import { purseNotClosed } from './purse-situation';
import { type KeyPlace } from './session-keys';
import { useWalletLink } from './wallet-link';

/**
 * Which wallet is shown; with several, all of them, with what their purses hold and which of them
 * this browser pays from.
 */
export function WalletList({
  wallet,
  wallets,
  keyPlaceOf,
}: {
  wallet: WalletView;
  wallets: WalletView[];
  keyPlaceOf: (wallet: WalletView) => KeyPlace;
}) {
  const { t } = useLingui();
  const linkTo = useWalletLink();
  if (wallets.length === 1) {
    const name = (
      <>
        <bdi>{wallet.label || t`Wallet`}</bdi> <span title={wallet.address}>{shortAddress(wallet.address)}</span>
      </>
    );
    return (
      <p className="mt-2 text-sm text-soft">
        {wallet.balance === null ? (
          name
        ) : (
          <Trans>
            {name}, with <Money amount={wallet.balance} /> in it
          </Trans>
        )}
      </p>
    );
  }
  return (
    <nav aria-label={t`Your wallets`} className="mt-5">
      <ul className="divide-y border-y">
        {wallets.map((one) => {
          const shown = one.address === wallet.address;
          return (
            <li key={one.address}>
              <Link
                to={linkTo(one.address)}
                aria-current={shown ? 'page' : undefined}
                className={cx(
                  'flex min-h-14 flex-wrap items-center justify-between gap-x-6 gap-y-1 border-s-2 px-3 py-2.5 hover:bg-hover',
                  shown ? 'border-s-accent bg-sunken' : 'border-s-transparent',
                )}
              >
                <WalletName wallet={one} />
                <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-soft tabular-nums">
                  <PurseLine wallet={one} place={keyPlaceOf(one)} />
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** What there is to know of a wallet among others, in a line. */
function PurseLine({ wallet, place }: { wallet: WalletView; place: KeyPlace }) {
  const { t } = useLingui();
  const purse = purseNotClosed(wallet);
  if (!purse) {
    return wallet.balance === null ? (
      <Trans>No purse</Trans>
    ) : (
      <Trans>
        No purse, <Money amount={wallet.balance} /> in the wallet
      </Trans>
    );
  }
  return (
    <>
      <span>
        <Trans>
          <Money amount={purse.available} /> left to spend
        </Trans>
      </span>
      {place !== 'looking' && (
        <Badge>{place === 'here' ? t`Pays from this browser` : t`Its key is in another browser`}</Badge>
      )}
    </>
  );
}
