import { useLingui } from '@lingui/react/macro';
import { type BroadcastState } from '../../../server/broadcast/types';
import { type Amount } from '../../../sdk/money';
import { count, countdown, duration } from '../../lib/format';
import { useNow } from '../../lib/time';
import { Money } from '../../ui/Money';
import { SecondHand } from '../../ui/SecondHand';
import { StatCard, StatRow } from '../../ui/StatCard';

/** How it goes, in one row: time, viewers, who pays, what it brought. */
export function LiveFigures({ state, rate }: { state: BroadcastState; rate: Amount }) {
  const { t, i18n } = useLingui();
  const free = rate === 0n;
  const { viewers, peak, paying, earned, paidSeconds, silentSince } = state;
  const most = count(peak, i18n);
  const paid = duration(paidSeconds, i18n);
  const earning = paying > 0 && silentSince === null;
  return (
    <StatRow>
      <StatCard label={t`On air`} value={<OnAir state={state} />} hint={t`Since you went live`} />
      <StatCard label={t`Watching`} value={count(viewers, i18n)} hint={t`At most ${most} at once`} />
      <StatCard
        label={t`Paying now`}
        value={count(paying, i18n)}
        hint={free ? t`This stream is free` : silentSince ? t`Nobody pays while nothing goes out` : t`By the second`}
      />
      <StatCard
        label={t`Earned`}
        value={
          <span className="inline-flex items-center gap-2.5">
            <Money amount={earned} step={rate} />
            {!free && <SecondHand running={earning} seconds={Number(paidSeconds)} className="size-5" />}
          </span>
        }
        hint={t`As viewers signed for it: ${paid}, all together. The fee comes off when it is settled`}
      />
    </StatRow>
  );
}

function OnAir({ state: { startedAt, endedAt } }: { state: BroadcastState }) {
  const { i18n } = useLingui();
  const now = useNow(1);
  const seconds = startedAt ? ((endedAt ?? now).getTime() - startedAt.getTime()) / 1000 : 0;
  return (
    <span role="timer" aria-live="off" suppressHydrationWarning>
      {countdown(seconds, i18n)}
    </span>
  );
}
