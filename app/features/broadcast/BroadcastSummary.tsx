import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type BroadcastState } from '../../../server/broadcast/types';
import { type Answers } from '../../lib/api';
import { count, duration } from '../../lib/format';
import { ButtonLink } from '../../ui/Button';
import { LeaveGuard } from '../../ui/LeaveGuard';
import { Money } from '../../ui/Money';
import { PageTitle } from '../../ui/Section';
import { StatCard, StatRow } from '../../ui/StatCard';
import { RecordingSummary, stillSending } from '../recorder/RecordingSummary';
import { ServerRecordingSummary } from '../recorder/ServerRecordPanel';
import { type RecordingInUse } from '../recorder/useRecording';

const WHY: Record<NonNullable<BroadcastState['endReason']>, MessageDescriptor> = {
  creatorEnded: msg`You ended it.`,
  connectionLost: msg`Nothing came from you for more than a minute, so it was ended.`,
  cancelled: msg`It was cancelled before it began.`,
  neverStarted: msg`Its time had passed by a day and nobody went live, so it was closed.`,
  moderated: msg`A moderator ended it.`,
};

/** What a stream was, once it is over. */
export function BroadcastSummary({
  stream,
  state,
  recording,
}: {
  stream: Answers['streams']['forEdit'];
  state: BroadcastState;
  recording: RecordingInUse;
}) {
  const { t, i18n } = useLingui();
  const { startedAt, endedAt, endReason } = state;
  const seconds = startedAt && endedAt ? Math.round((endedAt.getTime() - startedAt.getTime()) / 1000) : 0;
  return (
    <div className="frame flex flex-col gap-10">
      <LeaveGuard
        on={stillSending(recording.state)}
        title={t`Leave while the recording is being sent?`}
        description={t`What is not sent yet stays in this browser. It goes on when you open your videos here again.`}
      />
      <PageTitle
        title={t`The stream has ended.`}
        hint={
          <>
            <bdi>{stream.title}</bdi>. {t(WHY[endReason ?? 'creatorEnded'])}{' '}
            <Trans>What viewers signed for is being settled on the chain; then you can withdraw it.</Trans>
          </>
        }
      />
      <StatRow>
        <StatCard
          label={t`Earned`}
          value={<Money amount={state.earned} />}
          hint={t`As viewers signed for it; the fee comes off when it is settled`}
        />
        <StatCard label={t`Paid time`} value={duration(state.paidSeconds, i18n)} hint={t`Of all viewers together`} />
        <StatCard label={t`On air`} value={duration(seconds, i18n)} hint={t`From going live to the end`} />
        <StatCard label={t`Most viewers`} value={count(state.peak, i18n)} hint={t`At the same time`} />
      </StatRow>
      <RecordingSummary recording={recording} />
      <ServerRecordingSummary recording={state.serverRecording} />
      <div className="flex flex-wrap gap-3">
        <ButtonLink to="/dashboard/earnings" variant="primary">
          <Trans>See your earnings</Trans>
        </ButtonLink>
        <ButtonLink to="/dashboard?show=ended">
          <Trans>Back to your streams</Trans>
        </ButtonLink>
      </div>
    </div>
  );
}
