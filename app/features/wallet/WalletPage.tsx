import { Link, useNavigate, useRevalidator, useSearchParams } from '@remix-run/react';
import { useEffect, useState } from 'react';
import { countdown, formatDate } from '../../lib/format';
import { useZone } from '../../lib/time';
import { Button } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { EmptyState } from '../../ui/EmptyState';
import { Money } from '../../ui/Money';
import { Notice } from '../../ui/Notice';
import { PageTitle } from '../../ui/Section';
import { useToast } from '../../ui/Toast';
import { clockSkew, onTheWall, useChainTime } from './chain-time';
import { FaucetButton } from './FaucetButton';
import { OpenPurse } from './OpenPurse';
import { PurseDialog, type PurseQuestion } from './PurseDialog';
import { PurseHistory } from './PurseHistory';
import { PurseFigures, PurseNumber } from './PurseState';
import { type ChainView, type History, type Overview, type PurseView, type WalletView } from './purse-types';
import { delayWords, DONE_WORDS } from './purse-words';
import { type PageRefusal } from './refusal';
import { type KeyPlace, keyOwner, retireKey, useKeyPlace } from './session-keys';
import { shortAddress } from './ss58';
import { TransactionStrip } from './TransactionStrip';
import { useWalletTransaction, type WalletTransaction } from './useWalletTransaction';
import { WalletSignIn } from './WalletSignIn';

interface WalletPageProps {
  overview: Overview;
  /** The wallet that the address of this page names, or the first. */
  wallet: WalletView | null;
  history: History | null;
  /** When the server answered: tells how far the chain's clock is from ours. */
  loadedAt: Date;
  /** Where somebody came from to see to the purse, and goes back to; null when they came for the purse itself. */
  next: string | null;
  /** Asked for by the address, as from a player whose money ran out. */
  asked: 'topUp' | null;
}

/** One's purse: what is left of it, what bounds it, and what can be done about it. */
export function WalletPage({ overview: { chain, wallets }, wallet, history, loadedAt, next, asked }: WalletPageProps) {
  const skew = clockSkew(chain.time, loadedAt);
  return (
    <div className="frame">
      <div className="mx-auto flex max-w-3xl flex-col gap-10">
        <div>
          <PageTitle title="Your purse" />
          {wallet && <WalletLine wallet={wallet} wallets={wallets} />}
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
        {chain.contract === null ? (
          <EmptyState title="Payments are not set up here.">
            This site has no purse contract yet, so nothing can be deposited and nothing can be charged. Free streams
            need no purse.
          </EmptyState>
        ) : wallet ? (
          <Purse key={wallet.address} {...{ chain, wallet, skew, next, asked }} />
        ) : (
          <NoWallet />
        )}
        {wallet && history && chain.contract !== null && <PurseHistory history={history} skew={skew} />}
      </div>
    </div>
  );
}

/** Which wallet it is, and quietly the others. */
function WalletLine({ wallet, wallets }: { wallet: WalletView; wallets: WalletView[] }) {
  const [search] = useSearchParams();
  const linkTo = (address: string) => {
    const next = search.get('next');
    return `?${new URLSearchParams({ wallet: address, ...(next ? { next } : {}) }).toString()}`;
  };
  return (
    <div className="mt-2 flex flex-wrap items-baseline gap-x-5 gap-y-1 text-sm text-soft">
      <p>
        {wallet.label || 'Wallet'} <span title={wallet.address}>{shortAddress(wallet.address)}</span>
        {wallet.balance !== null && (
          <>
            , with <Money amount={wallet.balance} /> in it
          </>
        )}
      </p>
      {wallets.length > 1 && (
        <nav aria-label="Your wallets">
          <ul className="flex flex-wrap gap-x-4">
            {wallets.map(({ address, label }) => (
              <li key={address}>
                <Link
                  to={linkTo(address)}
                  aria-current={address === wallet.address ? 'page' : undefined}
                  title={address}
                  className={cx(
                    'underline-offset-4',
                    address === wallet.address ? 'font-medium text-ink' : 'underline hover:text-ink',
                  )}
                >
                  {label || shortAddress(address)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </div>
  );
}

function NoWallet() {
  return (
    <EmptyState title="No wallet is linked to your account." action={<WalletSignIn purpose="link" />}>
      A purse is a deposit that stays yours. It is filled from your wallet once; then your browser pays creators second
      by second, without asking again. What is left comes back to the wallet whenever you want.
    </EmptyState>
  );
}

/** What somebody who came from a stream came for. */
const READIES = new Set(['open', 'topUp', 'rekey', 'cancelClose']);

/** What needs no form: it is read and signed at once. */
type AtOnce = 'cancelClose' | 'close' | 'closeNow';

/** One wallet's purse in whichever state it is. */
function Purse({
  chain,
  wallet,
  skew,
  next,
  asked,
}: { chain: ChainView; wallet: WalletView; skew: number } & Pick<WalletPageProps, 'next' | 'asked'>) {
  const canTopUp = wallet.purse?.status === 'open' && !wallet.purse.expired && chain.reachable;
  const [question, setQuestion] = useState<PurseQuestion | null>(canTopUp ? asked : null);
  const navigate = useNavigate();
  const [refusal, setRefusal] = useState<PageRefusal | null>(null);
  const [asking, setAsking] = useState<AtOnce | null>(null);
  const revalidator = useRevalidator();
  const say = useToast();
  const zone = useZone();
  const owner = keyOwner(chain, wallet.h160);
  const way = useWalletTransaction(({ kind }, { address, replaces }) => {
    setQuestion(null);
    say({ message: DONE_WORDS[kind] ?? 'Done.' });
    if (next && READIES.has(kind)) void navigate(next);
    else revalidator.revalidate();
    // The server takes the old key's vouchers no more; that it also stops signing here is a second lock.
    if (replaces && owner && address === wallet.address) void retireKey(owner, replaces).catch(() => undefined);
  });
  const transaction: WalletTransaction = {
    ...way,
    prepare: async (wish) => {
      const refused = await way.prepare(wish);
      if (!refused) setQuestion((asked) => asked ?? 'transaction');
      return refused;
    },
  };
  const purse = wallet.purse?.status === 'closed' ? null : wallet.purse;
  const keyPlace = useKeyPlace(owner, purse?.sessionKey ?? null);
  const ends = purse && formatDate(onTheWall(purse.limits.expiresAt, skew), zone, 'dayTime');
  const { step } = transaction;

  const askAtOnce = async (kind: AtOnce) => {
    setAsking(kind);
    setRefusal(await transaction.prepare({ address: wallet.address, action: { kind } }));
    setAsking(null);
  };

  return (
    <div className="flex flex-col gap-8">
      {!question && step && <TransactionStrip transaction={transaction} onShow={() => setQuestion('transaction')} />}
      {purse ? (
        <>
          <OpenedPurse
            {...{ chain, purse, keyPlace, transaction, refusal, asking }}
            until={ends ?? ''}
            ask={setQuestion}
            askAtOnce={(kind) => void askAtOnce(kind)}
          />
          <PurseFigures purse={purse} />
        </>
      ) : (
        <ClosedPurse chain={chain} wallet={wallet} transaction={transaction} />
      )}
      {purse && chain.faucet && wallet.balance === 0n && <FaucetButton address={wallet.address} size="small" />}
      <PurseDialog
        {...{ chain, wallet, purse, keyPlace, transaction }}
        question={question}
        onClose={() => setQuestion(null)}
        keepUntil={purse && !purse.expired ? (ends ?? undefined) : undefined}
      />
    </div>
  );
}

/** No purse, or one that was closed: the first step. */
function ClosedPurse({
  chain,
  wallet,
  transaction,
}: {
  chain: ChainView;
  wallet: WalletView;
  transaction: WalletTransaction;
}) {
  const { address, balance, purse } = wallet;
  const busy = transaction.step?.at === 'sent';
  return (
    <>
      <p className="max-w-[65ch] text-soft">
        {purse && 'Your last purse is closed. '}
        Put in a deposit once and say what may be done with it. Then your browser pays creators second by second, only
        while you watch, and asks nobody again. The whole rest comes back whenever you want.
      </p>
      {balance === 0n ? (
        <Notice
          title="There is no money in this wallet."
          action={chain.faucet && <FaucetButton address={address} variant="primary" />}
        >
          {chain.faucet ? (
            'This is a local chain for trying things out. Its money is worth nothing, and there is plenty.'
          ) : (
            <>
              Send some {chain.symbol} on {chain.name} to{' '}
              <span className="wrap-anywhere text-ink select-all">{address}</span>, then reload this page.
            </>
          )}
        </Notice>
      ) : (
        <OpenPurse chain={chain} wallet={wallet} transaction={transaction} disabled={busy || !chain.reachable} />
      )}
    </>
  );
}

interface OpenedPurseProps {
  chain: ChainView;
  purse: PurseView;
  keyPlace: KeyPlace;
  until: string;
  transaction: WalletTransaction;
  asking: AtOnce | null;
  refusal: PageRefusal | null;
  ask: (question: PurseQuestion) => void;
  askAtOnce: (kind: AtOnce) => void;
}

function OpenedPurse(props: OpenedPurseProps) {
  const { chain, purse, keyPlace, until, transaction, refusal, ask } = props;
  const blocked = transaction.step?.at === 'sent' || !chain.reachable;
  const elsewhere = keyPlace === 'elsewhere' && !purse.expired;
  const only = (question: PurseQuestion, label: string, primary: boolean) => (
    <Button
      key={question}
      variant={primary ? 'primary' : question === 'close' ? 'quiet' : 'plain'}
      size={primary ? 'large' : 'medium'}
      className={primary ? 'max-sm:w-full' : 'sm:h-12'}
      disabled={blocked}
      onClick={() => ask(question)}
    >
      {label}
    </Button>
  );
  return (
    <div className="flex flex-col gap-6">
      <PurseNumber purse={purse} until={until} />
      {purse.status === 'closing' ? (
        <Closing {...props} blocked={blocked} />
      ) : purse.expired ? (
        <Notice
          tone="warning"
          title={`It pays for nothing since ${until}.`}
          action={[only('renew', 'Renew', true), only('close', 'Close the purse', false)]}
        >
          Its time is over, so no stream can be paid from it. What is left is yours: allow the key again, or take the
          money back.
        </Notice>
      ) : elsewhere ? (
        <Notice
          title="This browser cannot pay from your purse."
          action={[
            only('key', 'Pay from this browser', true),
            only('topUp', 'Top up', false),
            only('close', 'Close the purse', false),
          ]}
        >
          The key that pays lies in the browser where you opened the purse, or last allowed it, and cannot leave it.
          Your wallet can allow this browser’s key instead.
        </Notice>
      ) : (
        <div className="flex flex-wrap items-center gap-3">
          {only('topUp', 'Top up', true)}
          {only('limits', 'Change limits', false)}
          {only('close', 'Close the purse', false)}
        </div>
      )}
      {refusal && (
        <p role="alert" className="text-sm text-danger">
          {refusal.message}
        </p>
      )}
    </div>
  );
}

/** The chain is a few seconds behind: so often we ask it again once the time is up. */
const ASK_AGAIN_MS = 4_000;

/** The delay counts down by the chain's clock; then the rest can be taken back. */
function Closing({ chain, purse, asking, askAtOnce, blocked }: OpenedPurseProps & { blocked: boolean }) {
  const now = useChainTime(chain.time);
  const revalidator = useRevalidator();
  const left = purse.closesAt ? Math.ceil((purse.closesAt.getTime() - now.getTime()) / 1000) : 0;
  const ready = (purse.closesAt ?? now) <= chain.time;
  const waitsForChain = left <= 0 && !ready;
  const { revalidate } = revalidator;
  useEffect(() => {
    if (!waitsForChain) return;
    const timer = setInterval(revalidate, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [waitsForChain, revalidate]);
  const over = left <= 0;
  return (
    <>
      <div>
        <p className="text-sm text-soft">{over ? 'The delay is over' : 'Closing in'}</p>
        {!over && (
          <p role="timer" className="mt-1 text-2xl display tabular-nums">
            {countdown(left)}
          </p>
        )}
        <p className="mt-2 max-w-[60ch] text-soft">
          {over
            ? 'Take the rest back to your wallet, or keep the purse open. It stays yours either way.'
            : `In the ${delayWords(chain.closingDelaySeconds)} of the delay creators are paid for what you have seen. Nothing new can be watched from it. Then you take the rest back.`}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          variant={over ? 'primary' : 'plain'}
          size="large"
          className="max-sm:w-full"
          disabled={blocked || waitsForChain}
          busy={asking === 'close' || asking === 'closeNow'}
          onClick={() => askAtOnce(over ? 'close' : 'closeNow')}
        >
          {over ? 'Take it back' : 'Close at once'}
        </Button>
        <Button
          size="large"
          className="max-sm:w-full"
          disabled={blocked}
          busy={asking === 'cancelClose'}
          onClick={() => askAtOnce('cancelClose')}
        >
          Keep it open
        </Button>
      </div>
    </>
  );
}
