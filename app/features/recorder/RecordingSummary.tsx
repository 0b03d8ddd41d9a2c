import { Trans, useLingui } from '@lingui/react/macro';
import { size } from '../../lib/size';
import { ButtonLink } from '../../ui/Button';
import { Rating } from '../../ui/Health';
import { Progress } from '../../ui/Progress';
import { Section } from '../../ui/Section';
import { SendingRefused } from './RecordPanel';
import { figuresOf, type RecorderState, stageOf } from './recorder-state';
import { recordingWords } from './recorder-words';
import { type RecordingInUse } from './useRecording';

/** Whether leaving the page would hold up what was recorded. */
export function stillSending(state: RecorderState): boolean {
  return ['recording', 'finishing', 'uploading'].includes(stageOf(state));
}

/** How what was recorded gets to the server; nothing where nothing was recorded. */
export function RecordingSummary({ recording }: { recording: RecordingInUse }) {
  const { t, i18n } = useLingui();
  const { state } = recording;
  const stage = stageOf(state);
  if (stage === 'idle' || stage === 'resting') return null;
  const { recorded, taken } = figuresOf(state);
  const [sent, all] = [size(taken, i18n), size(recorded, i18n)];
  return (
    <Section title={t`Recording`} className="border-t pt-8">
      <div className="flex max-w-xl flex-col gap-5">
        <Rating {...recordingWords(state, false, i18n)} />
        {stillSending(state) && (
          <Progress label={t`How much of the recording is sent`} part={recorded > 0 ? taken / recorded : 0}>
            <Trans>
              {sent} of {all} sent
            </Trans>
          </Progress>
        )}
        <SendingRefused recording={recording} />
        <ButtonLink to="/dashboard/videos" size="small" className="self-start">
          <Trans>See your videos</Trans>
        </ButtonLink>
      </div>
    </Section>
  );
}
