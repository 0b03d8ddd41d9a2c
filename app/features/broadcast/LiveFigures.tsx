import { type BroadcastState } from '../../../server/broadcast/types';
import { type Amount } from '../../../sdk/money';
import { count, countdown, duration } from '../../lib/format';
import { useNow } from '../../lib/time';
import { Money } from '../../ui/Money';
import { SecondHand } from '../../ui/SecondHand';
import { StatCard, StatRow } from '../../ui/StatCard';

/** How it goes, in one row: time, viewers, who pays, what it brought. */
export function LiveFigures({ state, rate }: { state: BroadcastState; rate: Amount }) {
  const free = rate === 0n;
  const { viewers, peak, paying, earned, paidSeconds, silentSince } = state;
  const earning = paying > 0 && silentSince === null;
  return (
    <StatRow>
      <StatCard label="On air" value={<OnAir state={state} />} hint="Since you went live" />
      <StatCard label="Watching" value={count(viewers)} hint={`At most ${count(peak)} at once`} />
      <StatCard
        label="Paying now"
        value={count(paying)}
        hint={free ? 'This stream is free' : silentSince ? 'Nobody pays while nothing goes out' : 'By the second'}
      />
      <StatCard
        label="Earned"
        value={
          <span className="inline-flex items-center gap-2.5">
            <Money amount={earned} step={rate} />
            {!free && <SecondHand running={earning} seconds={Number(paidSeconds)} className="size-5" />}
          </span>
        }
        hint={`As viewers signed for it: ${duration(paidSeconds)}, all together. The fee comes off when it is settled`}
      />
    </StatRow>
  );
}

function OnAir({ state: { startedAt, endedAt } }: { state: BroadcastState }) {
  const now = useNow(1);
  const seconds = startedAt ? ((endedAt ?? now).getTime() - startedAt.getTime()) / 1000 : 0;
  return (
    <span role="timer" aria-live="off" suppressHydrationWarning>
      {countdown(seconds)}
    </span>
  );
}
