import { Trans, useLingui } from '@lingui/react/macro';
import { Circle, Square } from 'lucide-react';
import { useState } from 'react';
import { apiClient } from '../../lib/api-client';
import { readRefusal } from '../../lib/page-refusal';
import { size } from '../../lib/size';
import { useSay } from '../../lib/texts';
import { Button, ButtonLink } from '../../ui/Button';
import { AlertDialog, DialogCancel } from '../../ui/Dialog';
import { Switch } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { Figure, Measured, Rating } from '../../ui/Health';
import { Notice } from '../../ui/Notice';
import { Section } from '../../ui/Section';
import { figuresOf, stageOf } from './recorder-state';
import { recordingWords } from './recorder-words';
import { type RecordingInUse } from './useRecording';

export interface AutomaticProps {
  streamId: string;
  /** It is recorded as soon as it is live. */
  automatic: boolean;
  onAutomatic: (on: boolean) => void;
}

interface RecordPanelProps extends AutomaticProps {
  recording: RecordingInUse;
  live: boolean;
  /** What goes out comes from another program. */
  received: boolean;
}

/** Whether a stream is recorded, how much of it there is, and how much still waits here. */
export function RecordPanel({ recording, streamId, automatic, onAutomatic, live, received }: RecordPanelProps) {
  const { t, i18n } = useLingui();
  const { state, session } = recording;
  const stage = stageOf(state);
  const { recorded, waiting } = figuresOf(state);
  return (
    <Section
      title={t`Recording`}
      hint={
        received
          ? t`Your program sends the picture, and this browser does not. What arrives here can be recorded while this page is open; recording in the program itself keeps more.`
          : t`What you send is recorded in your browser, as sharp as your camera gives it.`
      }
      className="border-t pt-8"
      action={
        live &&
        (state.wanted ? (
          <Button onClick={() => session.want(false)}>
            <Square aria-hidden="true" className="size-4" />
            <Trans>Stop recording</Trans>
          </Button>
        ) : (
          <Button onClick={() => session.want(true)}>
            <Circle aria-hidden="true" className="size-4" />
            <Trans>Start recording</Trans>
          </Button>
        ))
      }
    >
      <div className="flex flex-col gap-6">
        {(live || stage !== 'idle') && <Rating {...recordingWords(state, received, i18n)} />}
        <SendingRefused recording={recording} />
        {recorded > 0 && (
          <Measured>
            <Figure label={t`Recorded here`}>{size(recorded, i18n)}</Figure>
            <Figure label={t`Still to be sent`}>{size(waiting, i18n)}</Figure>
          </Measured>
        )}
        {stage === 'done' && (
          <ButtonLink to="/dashboard/videos" size="small" className="self-start">
            <Trans>See your videos</Trans>
          </ButtonLink>
        )}
        <Automatic streamId={streamId} automatic={automatic} onAutomatic={onAutomatic} />
      </div>
    </Section>
  );
}

/** What the server does not take, with what can be done. */
export function SendingRefused({ recording: { state, session } }: { recording: RecordingInUse }) {
  const { t, i18n } = useLingui();
  const say = useSay();
  if (typeof state.sending !== 'object') return null;
  const waiting = size(figuresOf(state).waiting, i18n);
  return (
    <div role="alert">
      <Notice
        tone="warning"
        title={t`What was recorded cannot be sent just now.`}
        action={
          <>
            <Button size="small" onClick={() => session.retry()}>
              <Trans>Try again</Trans>
            </Button>
            <ButtonLink to="/dashboard/videos" size="small" variant="quiet">
              <Trans>See your videos</Trans>
            </ButtonLink>
            <Discard waiting={waiting} onDiscard={() => session.discard()} />
          </>
        }
      >
        {say(state.sending.refused)} <Trans>It is kept in this browser, and tried again every minute.</Trans>
      </Notice>
    </div>
  );
}

/** Throws away what is kept in this browser, after a question. */
function Discard({ waiting, onDiscard }: { waiting: string; onDiscard: () => void }) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button size="small" variant="dangerPlain" onClick={() => setAsking(true)}>
        <Trans>Throw it away</Trans>
      </Button>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={t`Throw away what waits here?`}
        description={t`${waiting} of what was recorded are in this browser alone, and cannot be brought back.`}
      >
        <DialogCancel>
          <Button>
            <Trans>Keep it</Trans>
          </Button>
        </DialogCancel>
        <Button
          variant="danger"
          onClick={() => {
            setAsking(false);
            onDiscard();
          }}
        >
          <Trans>Throw it away</Trans>
        </Button>
      </AlertDialog>
    </>
  );
}

/** Whether a stream is recorded from going live on. */
export function Automatic({ streamId, automatic, onAutomatic }: AutomaticProps) {
  const { t } = useLingui();
  const [problem, setProblem] = useState<string | null>(null);
  const change = async (on: boolean) => {
    onAutomatic(on);
    setProblem(null);
    try {
      await apiClient().trpc.videos.recordAutomatically.mutate({ streamId, on });
    } catch (thrown) {
      onAutomatic(!on);
      setProblem(readRefusal(thrown).message);
    }
  };
  return (
    <div className="flex flex-col gap-3">
      <Switch
        label={t`Record this stream by itself`}
        hint={t`From going live to the end. You decide afterwards who may watch it; until then, nobody can.`}
        checked={automatic}
        onChange={(event) => void change(event.target.checked)}
      />
      <div className="empty:hidden">
        <FormNote error={problem} answer={problem} />
      </div>
    </div>
  );
}
