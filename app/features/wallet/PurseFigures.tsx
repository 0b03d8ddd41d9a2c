import { Trans, useLingui } from '@lingui/react/macro';
import { duration } from '../../lib/format';
import { useMoney } from '../../lib/money';
import { Money } from '../../ui/Money';
import { StatCard } from '../../ui/StatCard';
import { type PurseView } from '../transactions/purse-types';
import { boundsWords, copiedKeyWords } from '../transactions/purse-words';

/** The one number that matters, and what bounds it. */
export function PurseNumber({ purse, until }: { purse: PurseView; until: string }) {
  const { t, i18n } = useLingui();
  const money = useMoney();
  return (
    <div>
      <p className="text-sm text-soft">{purse.status === 'closing' ? t`Left, and yours` : t`Left to spend`}</p>
      <p className="mt-1 text-[clamp(2.6rem,9vw,3.6rem)] leading-[1.1] display tabular-nums [&_span_span]:text-[0.4em]">
        <Money amount={purse.available} />
      </p>
      {purse.status === 'open' && !purse.expired && (
        <>
          <p className="mt-3 max-w-[60ch] text-soft">
            {boundsWords(purse, until, money, i18n)} <Trans>Only for seconds that you really see.</Trans>
          </p>
          <p className="mt-2 max-w-[60ch] text-sm text-soft">{copiedKeyWords(purse, money, i18n)}</p>
        </>
      )}
    </div>
  );
}

/** The purse's money in parts: what the chain holds, what is signed for, what creators have. */
export function PurseFigures({ purse }: { purse: PurseView }) {
  const { t, i18n } = useLingui();
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-6 sm:grid-cols-4">
      <StatCard label={t`In the purse`} value={<Money amount={purse.deposit} />} hint={t`As the chain has it`} />
      <StatCard
        label={t`Promised`}
        value={<Money amount={purse.promised} />}
        hint={t`Seen or reserved, not settled yet`}
      />
      <StatCard label={t`Settled`} value={<Money amount={purse.settled} />} hint={t`Paid to creators`} />
      <StatCard label={t`Watched`} value={duration(purse.seconds, i18n)} hint={t`Over all creators`} />
    </dl>
  );
}
