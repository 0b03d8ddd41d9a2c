import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { FileVideo } from 'lucide-react';
import { type DragEvent, useId, useRef, useState } from 'react';
import { apiClient } from '../../lib/api-client';
import { type Answers } from '../../lib/api';
import { useHydrated } from '../../lib/hydrated';
import { useMe } from '../../lib/me';
import { readRefusal } from '../../lib/page-refusal';
import { size } from '../../lib/size';
import { useSay } from '../../lib/texts';
import { Button, ButtonLink } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { FormNote } from '../../ui/FormNote';
import { LeaveGuard } from '../../ui/LeaveGuard';
import { Notice } from '../../ui/Notice';
import { Progress } from '../../ui/Progress';
import { PageTitle, Section } from '../../ui/Section';
import { PayeeLine, type PayeeNow } from '../security/PayeeWords';
import { type Upload, type UploadSnapshot } from './upload';
import { begunUpload } from './upload-memory';
import { useUpload } from './useUpload';
import { fieldsOfUpload } from './video-fields';
import { problemOf, TAKEN, titleFrom } from './video-file';
import { type SaidOfVideo, VideoForm } from './VideoForm';

interface UploadPageProps {
  categories: Answers['streams']['categories'];
  payee: PayeeNow;
  /** Whether the server can convert what browsers do not play. */
  usesFfmpeg: boolean;
}

/** Sending a video: the file, what it is, and how it gets here. */
export function UploadPage({ categories, payee, usesFfmpeg }: UploadPageProps) {
  const { t } = useLingui();
  const account = useMe()?.id ?? '';
  const { upload, state } = useUpload(account);
  const [file, setFile] = useState<File | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  /** Gone on with after a reload: what it is was said before. */
  const [resumed, setResumed] = useState(false);
  const [initial] = useState(fieldsOfUpload);
  const page = useRef<HTMLDivElement>(null);
  const begun = file && state.at === 'idle' ? begunUpload(account, file) : null;

  const choose = (chosen: File) => {
    const wrong = problemOf(chosen);
    setProblem(wrong);
    if (wrong) return;
    setFile(chosen);
    if (state.video !== null) return upload.begin(chosen, state.video);
    const title = page.current?.querySelector<HTMLInputElement>('input[name=title]');
    if (title?.value !== '') return; // what was typed stays
    title.value = titleFrom(chosen.name);
    title.dispatchEvent(new Event('input', { bubbles: true }));
  };

  const send = async (said: SaidOfVideo) => {
    const { videos } = apiClient().trpc;
    try {
      if (state.video !== null) await videos.change.mutate({ ...said, id: state.video });
      else if (file) {
        const { video } = await videos.startUpload.mutate({ ...said, payee: payee.wallet?.address ?? null });
        upload.begin(file, video);
      } else setProblem(t`Choose a file first.`);
      return null;
    } catch (thrown) {
      return readRefusal(thrown);
    }
  };

  return (
    <div ref={page} className="frame">
      <LeaveGuard
        on={['sending', 'broken', 'finishing'].includes(state.at)}
        title={t`Leave while the video is being sent?`}
        description={t`What has arrived stays. Choose the same file here again, and it goes on from there.`}
      />
      <div className="mx-auto flex max-w-2xl flex-col gap-8">
        <div>
          <Link to="/dashboard/videos" className="text-sm text-soft hover:text-ink hover:underline">
            <Trans>Videos</Trans>
          </Link>
          <PageTitle
            title={t`Upload a video`}
            hint={t`It is there for others once it has arrived and was made ready.`}
            className="mt-2"
          />
        </div>
        <Section
          title={t`File`}
          hint={
            usesFfmpeg
              ? t`MP4, WebM or Matroska, up to 20 GB.`
              : t`MP4, WebM or Matroska, up to 20 GB, with H.264, VP9 or AV1 and AAC or Opus: other formats are not converted here.`
          }
        >
          <div className="flex flex-col gap-5">
            <FileDrop file={file} locked={!['idle', 'paused', 'refused'].includes(state.at)} onChoose={choose} />
            <FormNote error={problem} answer={problem} />
            {begun && file && (
              <Notice
                title={t`You began to send this file.`}
                action={
                  <Button
                    size="small"
                    onClick={() => {
                      setResumed(true);
                      upload.goOnWith(file, begun);
                    }}
                  >
                    <Trans>Go on where it stopped</Trans>
                  </Button>
                }
              >
                <Trans>Or fill in the form below and send it as another video.</Trans>
              </Notice>
            )}
            <UploadState state={state} upload={upload} />
          </div>
        </Section>
        {resumed && state.video !== null ? (
          <p className="text-sm text-soft">
            <Trans>What you said of it before is kept.</Trans>{' '}
            <Link
              to={`/dashboard/videos/${state.video}`}
              className="underline underline-offset-4 hover:text-ink"
              target="_blank"
            >
              <Trans>Edit video</Trans>
            </Link>
          </p>
        ) : (
          <VideoForm
            initial={initial}
            categories={categories}
            answer={undefined}
            send={send}
            isNew
            submit={state.video === null ? t`Upload` : t`Save changes`}
            payee={<PayeeLine payee={payee} live={null} />}
          />
        )}
      </div>
    </div>
  );
}

/** Where a file is chosen, or dropped. */
function FileDrop({ file, locked, onChoose }: { file: File | null; locked: boolean; onChoose: (file: File) => void }) {
  const { t, i18n } = useLingui();
  const id = useId();
  const hydrated = useHydrated();
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const drag = (event: DragEvent, is: boolean) => {
    event.preventDefault();
    setOver(is && !locked);
  };
  return (
    <div
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        const [dropped] = event.dataTransfer.files;
        if (dropped && !locked) onChoose(dropped);
      }}
      className={cx(
        'flex flex-wrap items-center gap-x-5 gap-y-4 rounded-base border border-dashed p-5',
        over ? 'border-accent-edge bg-hover' : 'border-edge',
      )}
    >
      <FileVideo aria-hidden="true" className="size-6 shrink-0 text-soft" />
      <p className="min-w-0 grow text-sm wrap-anywhere">
        {file ? (
          <>
            <bdi className="font-medium">{file.name}</bdi>{' '}
            <span className="text-soft tabular-nums">{size(file.size, i18n)}</span>
          </>
        ) : (
          <span className="text-soft">
            <Trans>Drop a file here, or choose one.</Trans>
          </span>
        )}
      </p>
      <label htmlFor={id} className="sr-only">
        <Trans>Video file</Trans>
      </label>
      <input
        ref={input}
        id={id}
        type="file"
        accept={TAKEN}
        disabled={locked}
        tabIndex={hydrated ? -1 : undefined}
        className={hydrated ? 'sr-only' : 'max-w-full text-sm'}
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          if (chosen) onChoose(chosen);
          event.target.value = '';
        }}
      />
      {hydrated && (
        <Button disabled={locked} onClick={() => input.current?.click()}>
          {file ? t`Choose another file` : t`Choose a file`}
        </Button>
      )}
    </div>
  );
}

/** How far it is, and what can be done meanwhile. */
function UploadState({ state, upload }: { state: UploadSnapshot; upload: Upload }) {
  const { t, i18n } = useLingui();
  const say = useSay();
  const { at, taken, problem } = state;
  if (at === 'idle') return null;
  if (at === 'done')
    return (
      <div role="status">
        <Notice
          title={t`All of it has arrived.`}
          action={
            <ButtonLink to="/dashboard/videos" size="small">
              <Trans>See your videos</Trans>
            </ButtonLink>
          }
        >
          <Trans>It is being made ready, which takes a while for long videos. You can leave this page.</Trans>
        </Notice>
      </div>
    );
  if (at === 'refused')
    return (
      <div role="alert">
        <Notice
          tone="warning"
          title={t`It cannot be sent.`}
          action={
            <Button size="small" onClick={() => upload.goOn()}>
              <Trans>Try again</Trans>
            </Button>
          }
        >
          {say(problem?.message ?? '')}
        </Notice>
      </div>
    );
  const [sent, all] = [size(taken, i18n), size(state.size, i18n)];
  return (
    <div className="flex flex-col items-start gap-4">
      <div className="w-full">
        <Progress label={t`How much of the video is sent`} part={state.size > 0 ? taken / state.size : 0}>
          <Trans>
            {sent} of {all} sent
          </Trans>
        </Progress>
      </div>
      <p role="status" className="text-sm text-soft">
        {at === 'sending' && <Trans>Keep this page open until all of it is sent.</Trans>}
        {at === 'broken' && <Trans>The connection is broken. It goes on by itself.</Trans>}
        {at === 'paused' && <Trans>Paused. What has arrived stays.</Trans>}
        {at === 'finishing' && <Trans>The last bytes have arrived, and are being checked.</Trans>}
      </p>
      {(at === 'sending' || at === 'broken') && (
        <Button size="small" onClick={() => upload.pause()}>
          <Trans>Pause</Trans>
        </Button>
      )}
      {at === 'paused' && (
        <Button size="small" onClick={() => upload.goOn()}>
          <Trans>Go on</Trans>
        </Button>
      )}
    </div>
  );
}
