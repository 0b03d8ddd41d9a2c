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
  const { chain, wallets } = overview;
  const off = clockOff(chain.time, loadedAt);
  const placeOf = useKeyPlaces(wallets.map(({ purse }) => purse?.sessionKey ?? '').join(' '));
  const keyPlaceOf = (one: WalletView) => placeOf(purseNotClosed(one)?.sessionKey ?? null);
  const ready = wallets.find((one) => keyPlaceOf(one) === 'here') ?? null;
  return (
    <div className="frame">
      <div className="mx-auto flex max-w-3xl flex-col gap-10">
        <div>
          <PageTitle title="Your purse" />
          {wallet && <WalletList {...{ wallet, wallets, keyPlaceOf }} />}
          {next && (
            <p className="mt-3 text-sm">
              <Link to={next} className="underline underline-offset-4">
                {next.startsWith('/watch/') ? 'Back to the stream' : 'Back'}
              </Link>
            </p>
          )}
        </div>
        <noscript>
          <Notice title="This page needs scripts.">Your wallet and the key that pays work by scripts alone.</Notice>
        </noscript>
        {!chain.reachable && chain.contract !== null && (
          <Notice tone="warning" title="The chain does not answer right now.">
            What you see is how it stood at block {chain.blockNumber}. Nothing can be deposited or taken back until it
            is there again; your money lies safe on it meanwhile.
          </Notice>
        )}
        {off !== 0 && chain.reachable && (
          <p className="max-w-[65ch] text-sm text-soft">
            The clock of this local chain is {duration(Math.round(Math.abs(off) / 1000))}{' '}
            {off > 0 ? 'behind' : 'ahead of'} yours. Whatever ends or begins at a time does so by the chain’s.
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
