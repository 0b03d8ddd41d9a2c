import { type BroadcastState } from '../../../server/broadcast/types';
import { type Answers } from '../../lib/api';
import { count, duration } from '../../lib/format';
import { ButtonLink } from '../../ui/Button';
import { Money } from '../../ui/Money';
import { PageTitle } from '../../ui/Section';
import { StatCard, StatRow } from '../../ui/StatCard';

const WHY: Record<NonNullable<BroadcastState['endReason']>, string> = {
  creatorEnded: 'You ended it.',
  connectionLost: 'Nothing came from you for more than a minute, so it was ended.',
  cancelled: 'It was cancelled before it began.',
  neverStarted: 'Its time had passed by a day and nobody went live, so it was closed.',
  moderated: 'A moderator ended it.',
};

/** What a stream was, once it is over. */
export function BroadcastSummary({ stream, state }: { stream: Answers['streams']['forEdit']; state: BroadcastState }) {
  const { startedAt, endedAt, endReason } = state;
  const seconds = startedAt && endedAt ? Math.round((endedAt.getTime() - startedAt.getTime()) / 1000) : 0;
  return (
    <div className="frame flex flex-col gap-10">
      <PageTitle
        title="The stream has ended."
        hint={
          <>
            <bdi>{stream.title}</bdi>. {WHY[endReason ?? 'creatorEnded']} What viewers signed for is being settled on
            the chain; then you can withdraw it.
          </>
        }
      />
      <StatRow>
        <StatCard
          label="Earned"
          value={<Money amount={state.earned} />}
          hint="As viewers signed for it; the fee comes off when it is settled"
        />
        <StatCard label="Paid time" value={duration(state.paidSeconds)} hint="Of all viewers together" />
        <StatCard label="On air" value={duration(seconds)} hint="From going live to the end" />
        <StatCard label="Most viewers" value={count(state.peak)} hint="At the same time" />
      </StatRow>
      <div className="flex flex-wrap gap-3">
        <ButtonLink to="/dashboard/earnings" variant="primary">
          See your earnings
        </ButtonLink>
        <ButtonLink to="/dashboard?show=ended">Back to your streams</ButtonLink>
      </div>
    </div>
  );
}
