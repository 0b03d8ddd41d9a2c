import { CircleCheck } from 'lucide-react';
import { useMoney } from '../../lib/money';
import { Button } from '../../ui/Button';
import { Money } from '../../ui/Money';
import { Notice } from '../../ui/Notice';
import { SecondHand } from '../../ui/SecondHand';
import { StatCard, StatRow } from '../../ui/StatCard';
import { When } from '../../ui/When';
import { type PageRefusal } from '../../lib/page-refusal';
import { shortAddress } from '../../lib/wallets/ss58';
import { isOnItsWay, readyWords, requestWords } from './send-words';
import { SharedWith } from './SharedWith';
import { type EarningWallet } from './split-words';

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

/** What one wallet is owed, what of it is on the way, and what can be done about it. */
export function WalletEarnings({
  wallet,
  wallets,
  receives,
  busy,
  blocked,
  refusal,
  onWithdraw,
  onShare,
}: WalletEarningsProps) {
  const { label, address, owed, split, onTheWay, withdrawn, inAll, request } = wallet;
  const shared = split !== null && split.length > 0;
  const money = useMoney();
  return (
    <section aria-label={`Earnings of ${label || 'your wallet'}`} className="flex flex-col gap-6">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <div className="min-w-0">
          <p className="text-sm text-soft">
            {label || 'Wallet'} <span title={address}>{shortAddress(address)}</span>
            {receives && ', which new streams pay'}
          </p>
          <p className="mt-1 text-4xl display tabular-nums">{owed === null ? '–' : <Money amount={owed} />}</p>
          <p className="mt-1 text-sm text-soft">{readyWords(wallet, money)}</p>
        </div>
        <Button
          variant="primary"
          size="large"
          className="max-sm:w-full"
          busy={busy}
          disabled={!owed || blocked || isOnItsWay(request)}
          onClick={onWithdraw}
        >
          Withdraw
        </Button>
      </div>
      {request && <SendingState request={request} />}
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
          value={inAll === null ? '–' : <Money amount={inAll} />}
          hint={inAllWords(shared, onTheWay > 0n)}
        />
      </StatRow>
      <SharedWith wallet={wallet} wallets={wallets} blocked={blocked} onChange={onShare} />
    </section>
  );
}

/** How what was asked of the platform stands. */
function SendingState({ request }: { request: NonNullable<EarningWallet['request']> }) {
  const { status, at } = request;
  if (status === 'failed') {
    return (
      <Notice tone="warning" title="The platform could not send it.">
        {requestWords(request)}
      </Notice>
    );
  }
  const running = isOnItsWay(request);
  return (
    <div className="flex items-center gap-3 rounded-base border bg-raised px-4 py-3 text-sm">
      {running ? (
        <SecondHand running className="size-5" />
      ) : (
        <CircleCheck aria-hidden="true" className="size-4.5 shrink-0 text-received" />
      )}
      <p role="status" className="min-w-0 grow">
        {requestWords(request)}
      </p>
      <span className="shrink-0 text-soft">
        <When at={at} relative />
      </span>
    </div>
  );
}

/** What the sum holds that the creator will not see whole. */
function inAllWords(shared: boolean, waiting: boolean): string | null {
  if (!waiting) return null;
  return shared
    ? 'The fee and the others’ parts of what is on the way come off yet'
    : 'The fee on what is on the way comes off yet';
}
