import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { duration } from '../../lib/format';
import { Notice } from '../../ui/Notice';
import { PageTitle } from '../../ui/Section';
import { type History, type Overview, type WalletView, type WantedStream } from '../transactions/purse-types';
import { clockOff } from './chain-time';
import { PurseHistory } from './PurseHistory';
import { PursePanel } from './PursePanel';
import { purseNotClosed } from './purse-situation';
import { useKeyPlaces } from './session-keys';
import { NotSetUp } from './states/NotSetUp';
import { NoWallet } from './states/NoWallet';
import { WalletList } from './WalletList';

interface WalletPageProps {
  overview: Overview;
  /** The wallet that the address of this page names, or the first. */
  wallet: WalletView | null;
  history: History | null;
  /** When the server answered: tells whether a local chain's clock is off. */
  loadedAt: Date;
  /**
   * Where somebody came from to see to the purse, and goes back to; null when they came for the
   * purse itself.
   */
  next: string | null;
  /** The stream that they came from, when it has a price. */
  stream: WantedStream | null;
  /** Asked for by the address, as from a player whose money ran out. */
  asked: 'topUp' | null;
}

/** One's purse: what is left of it, what bounds it, and what can be done about it. */
export function WalletPage({ overview, wallet, history, loadedAt, next, asked, stream }: WalletPageProps) {
  const { t, i18n } = useLingui();
  const { chain, wallets } = overview;
  const off = clockOff(chain.time, loadedAt);
  const apart = duration(Math.round(Math.abs(off) / 1000), i18n);
  const { blockNumber } = chain;
  const placeOf = useKeyPlaces(wallets.map(({ purse }) => purse?.sessionKey ?? '').join(' '));
  const keyPlaceOf = (one: WalletView) => placeOf(purseNotClosed(one)?.sessionKey ?? null);
  const ready = wallets.find((one) => keyPlaceOf(one) === 'here') ?? null;
  return (
    <div className="frame">
      <div className="mx-auto flex max-w-3xl flex-col gap-10">
        <div>
          <PageTitle title={t`Your purse`} />
          {wallet && <WalletList {...{ wallet, wallets, keyPlaceOf }} />}
          {next && (
            <p className="mt-3 text-sm">
              <Link to={next} className="underline underline-offset-4">
                {next.startsWith('/watch/') ? t`Back to the stream` : t`Back`}
              </Link>
            </p>
          )}
        </div>
        <noscript>
          <Notice title={t`This page needs scripts.`}>
            <Trans>Your wallet and the key that pays work by scripts alone.</Trans>
          </Notice>
        </noscript>
        {!chain.reachable && chain.contract !== null && (
          <Notice tone="warning" title={t`The chain does not answer right now.`}>
            <Trans>
              What you see is how it stood at block {blockNumber}. Nothing can be deposited or taken back until it is
              there again; your money lies safe on it meanwhile.
            </Trans>
          </Notice>
        )}
        {off !== 0 && chain.reachable && (
          <p className="max-w-[65ch] text-sm text-soft">
            {off > 0 ? (
              <Trans>
                The clock of this local chain is {apart} behind yours. Whatever ends or begins at a time does so by the
                chain’s.
              </Trans>
            ) : (
              <Trans>
                The clock of this local chain is {apart} ahead of yours. Whatever ends or begins at a time does so by
                the chain’s.
              </Trans>
            )}
          </p>
        )}
        {chain.contract === null ? (
          <NotSetUp />
        ) : wallet ? (
          <PursePanel
            key={wallet.address}
            {...{ chain, wallet, next, asked, stream, ready }}
            keyPlace={keyPlaceOf(wallet)}
          />
        ) : (
          <NoWallet />
        )}
        {wallet && history && chain.contract !== null && <PurseHistory history={history} />}
      </div>
    </div>
  );
}
