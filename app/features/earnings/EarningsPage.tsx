import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useRevalidator } from '@remix-run/react';
import { useState } from 'react';
import { says } from '../../../texts/says';
import { type Answers } from '../../lib/api';
import { useWhileVisible } from '../../lib/while-visible';
import { ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Notice } from '../../ui/Notice';
import { PageTitle } from '../../ui/Section';
import { useToast } from '../../ui/Toast';
import { DONE_WORDS } from '../transactions/purse-words';
import { type PageRefusal } from '../../lib/page-refusal';
import { TransactionStrip } from '../transactions/TransactionStrip';
import { useWalletTransaction } from '../transactions/useWalletTransaction';
import { WalletSignIn } from '../security/WalletSignIn';
import { EarningsDialog } from './EarningsDialog';
import { feeWords } from './fee-words';
import { Payouts } from './Payouts';
import { isOnItsWay } from './send-words';
import { type TypedShare, typedShares } from './split-form';
import { type EarningWallet } from './split-words';
import { WalletEarnings } from './WalletEarnings';
import { YourVouchers } from './YourVouchers';

type Earnings = Answers['earnings']['overview'];

/**
 * While seconds are on their way, the figures are asked for again so often; while money is sent,
 * more often.
 */
const REFRESH_MS = 8_000;
const REFRESH_SENDING_MS = 2_000;

/** What viewers' seconds came to: owed, on the way, withdrawn; and how to get it. */
export function EarningsPage({ earnings }: { earnings: Earnings }) {
  const { t, i18n } = useLingui();
  const { contract, wallets, feeBasisPoints, payouts } = earnings;
  const { revalidate } = useRevalidator();
  const [open, setOpen] = useState(false);
  const [refusal, setRefusal] = useState<(PageRefusal & { address: string }) | null>(null);
  const [preparing, setPreparing] = useState<string | null>(null);
  const [asking, setAsking] = useState<{ what: 'sharing' | 'sending'; address: string } | null>(null);
  const [typed, setTyped] = useState<Partial<Record<string, TypedShare[]>>>({});
  const say = useToast();
  const close = () => {
    setOpen(false);
    setAsking(null);
  };
  const transaction = useWalletTransaction(contract, ({ kind }, { address }) => {
    close();
    if (kind === 'setSplit') setTyped((before) => ({ ...before, [address]: undefined }));
    say({ message: DONE_WORDS[kind] ?? says('Done.') });
    revalidate();
  });
  const { step } = transaction;
  const waiting = wallets.some(({ onTheWay }) => onTheWay > 0n);
  const sending = wallets.some(({ request }) => isOnItsWay(request));
  useWhileVisible(revalidate, sending ? REFRESH_SENDING_MS : waiting ? REFRESH_MS : null);

  const withdraw = async ({ address, sending }: EarningWallet) => {
    if (sending?.needed) return ask('sending', address);
    setPreparing(address);
    const refused = await transaction.prepare({ address, action: { kind: 'withdraw' } });
    setRefusal(refused && { ...refused, address });
    setOpen(!refused);
    setPreparing(null);
  };
  const ask = (what: 'sharing' | 'sending', address: string) => {
    transaction.turnBack(); // from what was prepared while its dialog was being closed
    setRefusal(null);
    setAsking({ what, address });
    setOpen(true);
  };
  const share = ({ address, split, nextSplit }: EarningWallet) => {
    // What was typed before and not set is there again.
    setTyped((before) => ({ ...before, [address]: before[address] ?? typedShares(nextSplit ?? split ?? []) }));
    ask('sharing', address);
  };
  const asked = wallets.find(({ address }) => address === asking?.address) ?? null;

  return (
    <div className="frame">
      <div className="mx-auto flex max-w-4xl flex-col gap-10">
        <div>
          <Link to="/dashboard" className="text-sm text-soft hover:text-ink hover:underline">
            <Trans>Dashboard</Trans>
          </Link>
          <PageTitle title={t`Earnings`} hint={contract && feeWords(feeBasisPoints, i18n)} className="mt-2" />
        </div>
        {!open && step && <TransactionStrip transaction={transaction} onShow={() => setOpen(true)} />}
        {contract === null ? (
          <EmptyState title={t`Payments are not set up here.`}>
            <Trans>
              This site has no purse contract yet, so nothing can be earned. Free streams work all the same.
            </Trans>
          </EmptyState>
        ) : wallets.length === 0 ? (
          <NoWallet />
        ) : (
          <>
            {wallets.some(({ owed }) => owed === null) && (
              <Notice tone="warning" title={t`The chain does not answer right now.`}>
                <Trans>
                  What it owes you cannot be read or withdrawn until it is there again. Nothing is lost meanwhile.
                </Trans>
              </Notice>
            )}
            {wallets.map((wallet, index) => (
              <WalletEarnings
                key={wallet.address}
                wallet={wallet}
                receives={wallets.length > 1 && index === 0}
                busy={preparing === wallet.address}
                blocked={step?.at === 'sent'}
                refusal={refusal?.address === wallet.address ? refusal : null}
                wallets={wallets}
                onWithdraw={() => void withdraw(wallet)}
                onShare={() => share(wallet)}
              />
            ))}
            <YourVouchers wallets={wallets} />
            <Payouts payouts={payouts} wallets={wallets} />
          </>
        )}
      </div>
      <EarningsDialog
        open={open}
        onClose={close}
        asking={asked && asking && { what: asking.what, wallet: asked }}
        {...{ wallets, feeBasisPoints, transaction }}
        typed={(asking && typed[asking.address]) || []}
        onType={(shares) => asking && setTyped((before) => ({ ...before, [asking.address]: shares }))}
        onAsked={() => {
          close();
          revalidate();
        }}
      />
    </div>
  );
}

function NoWallet() {
  const { t } = useLingui();
  return (
    <EmptyState
      title={t`No wallet is linked to your account.`}
      action={
        <div className="flex flex-wrap gap-3">
          <WalletSignIn purpose="link" />
          <ButtonLink to="/dashboard" variant="quiet">
            <Trans>Back to your streams</Trans>
          </ButtonLink>
        </div>
      }
    >
      <Trans>
        What viewers pay is owed to a wallet of yours, by the contract itself. Link one, and streams with a price can go
        live. Linking is a signature: it costs nothing and moves no money.
      </Trans>
    </EmptyState>
  );
}
