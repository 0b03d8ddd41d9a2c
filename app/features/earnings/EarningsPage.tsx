import { Link, useRevalidator } from '@remix-run/react';
import { useEffect, useState } from 'react';
import { type Amount, amount } from '../../../sdk/money';
import { type Answers } from '../../lib/api';
import { Button, ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Money } from '../../ui/Money';
import { Notice } from '../../ui/Notice';
import { PageTitle } from '../../ui/Section';
import { StatCard, StatRow } from '../../ui/StatCard';
import { useToast } from '../../ui/Toast';
import { DONE_WORDS } from '../wallet/purse-words';
import { type PageRefusal } from '../wallet/refusal';
import { shortAddress } from '../wallet/ss58';
import { TransactionStrip } from '../wallet/TransactionStrip';
import { useWalletTransaction } from '../wallet/useWalletTransaction';
import { WalletSignIn } from '../wallet/WalletSignIn';
import { EarningsDialog } from './EarningsDialog';
import { feeWords } from './fee-words';
import { Payouts } from './Payouts';
import { SharedWith } from './SharedWith';
import { type TypedShare, typedShares } from './split-form';
import { type EarningWallet } from './split-words';

type Earnings = Answers['earnings']['overview'];

/** While seconds are on their way, the figures are asked for again so often. */
const REFRESH_MS = 8_000;

/** What viewers' seconds came to: owed, on the way, withdrawn; and how to get it. */
export function EarningsPage({ earnings }: { earnings: Earnings }) {
  const { contract, wallets, feeBasisPoints, payouts } = earnings;
  const { revalidate } = useRevalidator();
  const [open, setOpen] = useState(false);
  const [refusal, setRefusal] = useState<(PageRefusal & { address: string }) | null>(null);
  const [asking, setAsking] = useState<string | null>(null);
  const [sharing, setSharing] = useState<string | null>(null);
  const [typed, setTyped] = useState<Partial<Record<string, TypedShare[]>>>({});
  const say = useToast();
  const close = () => {
    setOpen(false);
    setSharing(null);
  };
  const transaction = useWalletTransaction(({ kind }, { address }) => {
    close();
    if (kind === 'setSplit') setTyped((before) => ({ ...before, [address]: undefined }));
    say({ message: DONE_WORDS[kind] ?? 'Done.' });
    revalidate();
  });
  const { step } = transaction;
  const waiting = wallets.some(({ onTheWay }) => onTheWay > 0n);
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && revalidate(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [waiting, revalidate]);

  const withdraw = async (address: string) => {
    setAsking(address);
    const refused = await transaction.prepare({ address, action: { kind: 'withdraw' } });
    setRefusal(refused && { ...refused, address });
    setOpen(!refused);
    setAsking(null);
  };
  const share = ({ address, split }: EarningWallet) => {
    transaction.turnBack(); // from what was prepared while its dialog was being closed
    // What was typed before and not set is there again.
    setTyped((before) => ({ ...before, [address]: before[address] ?? typedShares(split ?? []) }));
    setSharing(address);
    setOpen(true);
  };

  return (
    <div className="frame">
      <div className="mx-auto flex max-w-4xl flex-col gap-10">
        <div>
          <Link to="/dashboard" className="text-sm text-soft hover:text-ink hover:underline">
            Dashboard
          </Link>
          <PageTitle title="Earnings" hint={contract && feeWords(feeBasisPoints)} className="mt-2" />
        </div>
        {!open && step && <TransactionStrip transaction={transaction} onShow={() => setOpen(true)} />}
        {contract === null ? (
          <EmptyState title="Payments are not set up here.">
            This site has no purse contract yet, so nothing can be earned. Free streams work all the same.
          </EmptyState>
        ) : wallets.length === 0 ? (
          <NoWallet />
        ) : (
          <>
            {wallets.some(({ owed }) => owed === null) && (
              <Notice tone="warning" title="The chain does not answer right now.">
                What it owes you cannot be read or withdrawn until it is there again. Nothing is lost meanwhile.
              </Notice>
            )}
            {wallets.map((wallet, index) => (
              <WalletEarnings
                key={wallet.address}
                wallet={wallet}
                receives={wallets.length > 1 && index === 0}
                busy={asking === wallet.address}
                blocked={step?.at === 'sent'}
                refusal={refusal?.address === wallet.address ? refusal : null}
                wallets={wallets}
                onWithdraw={() => void withdraw(wallet.address)}
                onShare={() => share(wallet)}
              />
            ))}
            <Payouts payouts={payouts} wallets={wallets} />
          </>
        )}
      </div>
      <EarningsDialog
        open={open}
        onClose={close}
        sharing={wallets.find(({ address }) => address === sharing) ?? null}
        {...{ wallets, feeBasisPoints, transaction }}
        typed={(sharing && typed[sharing]) || []}
        onType={(shares) => sharing && setTyped((before) => ({ ...before, [sharing]: shares }))}
      />
    </div>
  );
}

function NoWallet() {
  return (
    <EmptyState
      title="No wallet is linked to your account."
      action={
        <div className="flex flex-wrap gap-3">
          <WalletSignIn purpose="link" />
          <ButtonLink to="/dashboard" variant="quiet">
            Back to your streams
          </ButtonLink>
        </div>
      }
    >
      What viewers pay is owed to a wallet of yours, by the contract itself. Link one, and streams with a price can go
      live. Linking is a signature: it costs nothing and moves no money.
    </EmptyState>
  );
}

interface WalletEarningsProps {
  wallet: EarningWallet;
  /** All that are linked. */
  wallets: EarningWallet[];
  /** New streams pay this one. */
  receives: boolean;
  busy: boolean;
  blocked: boolean;
  refusal: PageRefusal | null;
  onWithdraw: () => void;
  onShare: () => void;
}

function WalletEarnings({
  wallet,
  wallets,
  receives,
  busy,
  blocked,
  refusal,
  onWithdraw,
  onShare,
}: WalletEarningsProps) {
  const { label, address, owed, split, onTheWay, withdrawn } = wallet;
  const shared = split !== null && split.length > 0;
  const nothing: Amount = amount(0n);
  return (
    <section aria-label={`Earnings of ${label || 'your wallet'}`} className="flex flex-col gap-6">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <div className="min-w-0">
          <p className="text-sm text-soft">
            {label || 'Wallet'} <span title={address}>{shortAddress(address)}</span>
            {receives && ', which new streams pay'}
          </p>
          <p className="mt-1 text-4xl display tabular-nums">{owed === null ? '–' : <Money amount={owed} />}</p>
          <p className="mt-1 text-sm text-soft">Ready to withdraw</p>
        </div>
        <Button
          variant="primary"
          size="large"
          className="max-sm:w-full"
          busy={busy}
          disabled={!owed || blocked}
          onClick={onWithdraw}
        >
          Withdraw
        </Button>
      </div>
      {refusal && (
        <p role="alert" className="text-sm text-danger">
          {refusal.message}
        </p>
      )}
      <StatRow>
        <StatCard
          label="On the way"
          value={<Money amount={onTheWay} />}
          hint={onTheWay > 0n ? 'Signed by viewers; the chain gets it within the hour' : 'Nothing waits to be settled'}
        />
        <StatCard label="Withdrawn" value={<Money amount={withdrawn} />} hint="In your wallet already" />
        <StatCard
          label="In all"
          value={<Money amount={amount((owed ?? nothing) + onTheWay + withdrawn)} />}
          hint={shared && onTheWay > 0n && 'With the others’ parts of what is on the way'}
        />
      </StatRow>
      <SharedWith wallet={wallet} wallets={wallets} blocked={blocked} onChange={onShare} />
    </section>
  );
}
