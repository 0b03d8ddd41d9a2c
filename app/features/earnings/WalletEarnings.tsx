import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { CircleCheck } from 'lucide-react';
import { type I18n } from '../../../texts/i18n';
import { useMoney } from '../../lib/money';
import { useSay } from '../../lib/texts';
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
  const { t, i18n } = useLingui();
  const say = useSay();
  const { label, address, owed, split, onTheWay, withdrawn, inAll, request } = wallet;
  const shared = split !== null && split.length > 0;
  const money = useMoney();
  const name = (
    <>
      <bdi>{label || t`Wallet`}</bdi> <span title={address}>{shortAddress(address)}</span>
    </>
  );
  return (
    <section aria-label={label ? t`Earnings of ${label}` : t`Earnings of your wallet`} className="flex flex-col gap-6">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <div className="min-w-0">
          <p className="text-sm text-soft">{receives ? <Trans>{name}, which new streams pay</Trans> : name}</p>
          <p className="mt-1 text-4xl display tabular-nums">{owed === null ? '–' : <Money amount={owed} />}</p>
          <p className="mt-1 text-sm text-soft">{readyWords(wallet, money, i18n)}</p>
        </div>
        <Button
          variant="primary"
          size="large"
          className="max-sm:w-full"
          busy={busy}
          disabled={!owed || blocked || isOnItsWay(request)}
          onClick={onWithdraw}
        >
          <Trans>Withdraw</Trans>
        </Button>
      </div>
      {request && <SendingState request={request} />}
      {refusal && (
        <p role="alert" className="text-sm text-danger">
          {say(refusal.message)}
        </p>
      )}
      <StatRow>
        <StatCard
          label={t`On the way`}
          value={<Money amount={onTheWay} />}
          hint={
            onTheWay > 0n ? t`Signed by viewers; the chain gets it within the hour` : t`Nothing waits to be settled`
          }
        />
        <StatCard label={t`Withdrawn`} value={<Money amount={withdrawn} />} hint={t`In your wallet already`} />
        <StatCard
          label={t`In all`}
          value={inAll === null ? '–' : <Money amount={inAll} />}
          hint={inAllWords(shared, onTheWay > 0n, i18n)}
        />
      </StatRow>
      <SharedWith wallet={wallet} wallets={wallets} blocked={blocked} onChange={onShare} />
    </section>
  );
}

/** How what was asked of the platform stands. */
function SendingState({ request }: { request: NonNullable<EarningWallet['request']> }) {
  const { t, i18n } = useLingui();
  const { status, at } = request;
  if (status === 'failed') {
    return (
      <Notice tone="warning" title={t`The platform could not send it.`}>
        {requestWords(request, i18n)}
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
        {requestWords(request, i18n)}
      </p>
      <span className="shrink-0 text-soft">
        <When at={at} relative />
      </span>
    </div>
  );
}

/** What the sum holds that the creator will not see whole. */
function inAllWords(shared: boolean, waiting: boolean, i18n: I18n): string | null {
  if (!waiting) return null;
  return shared
    ? i18n._(msg`The fee and the others’ parts of what is on the way come off yet`)
    : i18n._(msg`The fee on what is on the way comes off yet`);
}
