import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Circle, Square } from 'lucide-react';
import { useState } from 'react';
import { type ServerRecordingState } from '../../../server/broadcast/types';
import { apiClient } from '../../lib/api-client';
import { readRefusal } from '../../lib/page-refusal';
import { size } from '../../lib/size';
import { Button, ButtonLink } from '../../ui/Button';
import { FormNote } from '../../ui/FormNote';
import { Figure, type HealthRating, Measured, Rating } from '../../ui/Health';
import { Section } from '../../ui/Section';
import { Automatic, type AutomaticProps } from './RecordPanel';
import { isServerAtWork } from './server-recording';

interface ServerRecordPanelProps extends AutomaticProps {
  recording: ServerRecordingState | null;
  live: boolean;
}

type At = ServerRecordingState['at'] | 'nothing';

const WORD: Record<At, MessageDescriptor> = {
  nothing: msg`Not recorded`,
  waiting: msg`Waiting to record`,
  busy: msg`Waiting for a recorder`,
  recording: msg`Recorded on the server`,
  finishing: msg`Finishing the recording`,
  done: msg`Recorded`,
  refused: msg`Not recorded any more`,
};

const ADVICE: Record<Exclude<At, 'refused'>, MessageDescriptor> = {
  nothing: msg`Nothing of this stream is kept.`,
  waiting: msg`It begins with the next picture that arrives.`,
  busy: msg`Every recorder of this site is at work. Yours begins as soon as one is free. Record in your program meanwhile.`,
  recording: msg`What you send is kept as it arrives with us, in the quality that viewers get. You may close this page.`,
  finishing: msg`The last seconds are being kept.`,
  done: msg`All of it is with us and is being made ready. You find it under Videos.`,
};

const OTHER_REASON = msg`It ended by itself. What was recorded until then is kept. You can start again.`;
const REASON: Partial<Record<string, MessageDescriptor>> = {
  feedNotRecordable: msg`What you send is of a kind that is not recorded here. Send H.264, VP8 or VP9, then start again.`,
  videoQuotaReached: msg`You have no room left for videos. What was recorded until then is kept. Remove a video that you do not need any more, then start again.`,
  videoTooLarge: msg`A file of a recording is at most 20 GiB. What was recorded until then is kept. Start again to go on.`,
};

const TONE: Record<At, HealthRating['tone']> = {
  nothing: 'resting',
  waiting: 'fair',
  busy: 'fair',
  recording: 'good',
  finishing: 'good',
  done: 'good',
  refused: 'bad',
};

/** Whether the server records a stream, and how much of it there is. */
export function ServerRecordPanel({ recording, live, ...automatic }: ServerRecordPanelProps) {
  const { t, i18n } = useLingui();
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const at = recording?.at ?? 'nothing';
  const advice = i18n._(at === 'refused' ? (REASON[recording?.refusal ?? ''] ?? OTHER_REASON) : ADVICE[at]);
  const want = async (on: boolean) => {
    setAsking(true);
    setProblem(null);
    try {
      await apiClient().trpc.videos.recordOnServer.mutate({ streamId: automatic.streamId, on });
    } catch (thrown) {
      setProblem(readRefusal(thrown).message);
    } finally {
      setAsking(false);
    }
  };
  return (
    <Section
      title={t`Recording`}
      hint={t`What you send is recorded on our server as it arrives; recording in your program as well keeps it should your connection break.`}
      className="border-t pt-8"
      action={
        live &&
        (isServerAtWork(recording) ? (
          <Button onClick={() => void want(false)} disabled={asking || at === 'finishing'}>
            <Square aria-hidden="true" className="size-4" />
            <Trans>Stop recording</Trans>
          </Button>
        ) : (
          <Button onClick={() => void want(true)} disabled={asking}>
            <Circle aria-hidden="true" className="size-4" />
            <Trans>Start recording</Trans>
          </Button>
        ))
      }
    >
      <div className="flex flex-col gap-6">
        {(live || recording) && <Rating tone={TONE[at]} word={i18n._(WORD[at])} advice={advice} />}
        <div className="empty:hidden">
          <FormNote error={problem} answer={problem} />
        </div>
        {recording && recording.bytes > 0n && (
          <Measured>
            <Figure label={t`Recorded on the server`}>{size(Number(recording.bytes), i18n)}</Figure>
          </Measured>
        )}
        {(at === 'done' || at === 'refused') && (
          <ButtonLink to="/dashboard/videos" size="small" className="self-start">
            <Trans>See your videos</Trans>
          </ButtonLink>
        )}
        <Automatic {...automatic} />
      </div>
    </Section>
  );
}

/** After the stream: what the server recorded of it; nothing where it recorded nothing. */
export function ServerRecordingSummary({ recording }: { recording: ServerRecordingState | null }) {
  const { t, i18n } = useLingui();
  if (!recording || recording.bytes === 0n) return null;
  return (
    <Section title={t`Recording`} className="border-t pt-8">
      <div className="flex max-w-xl flex-col gap-5">
        <Rating tone="good" word={i18n._(WORD.recording)} advice={i18n._(ADVICE.done)} />
        <ButtonLink to="/dashboard/videos" size="small" className="self-start">
          <Trans>See your videos</Trans>
        </ButtonLink>
      </div>
    </Section>
  );
}
