import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Form, Link, useNavigation } from '@remix-run/react';
import { useMemo } from 'react';
import { type Answers } from '../../lib/api';
import { type FormAnswer } from '../../lib/form';
import { count, countdown } from '../../lib/format';
import { useMoney } from '../../lib/money';
import { size } from '../../lib/size';
import { Button, ButtonLink } from '../../ui/Button';
import { ConfirmForm } from '../../ui/ConfirmForm';
import { FormNote } from '../../ui/FormNote';
import { Notice } from '../../ui/Notice';
import { Picture } from '../../ui/Picture';
import { PageTitle, Section } from '../../ui/Section';
import { PictureForm } from '../pictures/PictureForm';
import { type VideosForm } from './actions.server';
import { AudienceForm } from './AudienceForm';
import { CaptionsSection } from './CaptionsSection';
import { fieldsOfVideo, type VideoForEdit } from './video-fields';
import { failureWords, KIND, statusWords } from './video-words';
import { VideoForm } from './VideoForm';

interface VideoEditorProps {
  video: VideoForEdit;
  categories: Answers['streams']['categories'];
  answer: (FormAnswer & { form: VideosForm }) | undefined;
}

/** Changing a video: for whom it is, what it is, what is written under it; and deleting it. */
export function VideoEditor({ video, categories, answer }: VideoEditorProps) {
  const { t, i18n } = useLingui();
  const money = useMoney();
  const initial = useMemo(() => fieldsOfVideo(video, money), [video, money]);
  const of = (...forms: VideosForm[]) => (answer && forms.includes(answer.form) ? answer : undefined);
  const other = of('retry', 'removeCaptions');
  const { id, status, durationMs, bytes, sourceId, sourceTitle } = video;
  const weighs = size(bytes, i18n);
  return (
    <div className="frame">
      <div className="mx-auto flex max-w-2xl flex-col gap-12">
        <div>
          <Link to="/dashboard/videos" className="text-sm text-soft hover:text-ink hover:underline">
            <Trans>Videos</Trans>
          </Link>
          <PageTitle
            title={t`Edit video`}
            action={
              status === 'ready' && (
                <ButtonLink to={`/watch/${id}`}>
                  <Trans>See its page</Trans>
                </ButtonLink>
              )
            }
            className="mt-2"
          />
          <p className="mt-3 text-sm wrap-anywhere text-soft">
            {t(KIND[video.kind])}
            {sourceId && sourceTitle && (
              <>
                {' · '}
                <Link to={`/watch/${sourceId}`} className="underline underline-offset-4 hover:text-ink">
                  <bdi>{sourceTitle}</bdi>
                </Link>
              </>
            )}
            {' · '}
            {statusWords(video, i18n)}
            {durationMs > 0 && ` · ${countdown(durationMs / 1_000, i18n)}`}
            {' · '}
            {weighs}
          </p>
        </div>
        {(status === 'failed' || video.takenDown || video.unreadParts > 0 || other) && (
          <div className="flex flex-col gap-5">
            {status === 'failed' && <FailedNotice video={video} />}
            {video.takenDown && (
              <Notice tone="warning" title={t`The site took this video down.`}>
                <Trans>Nobody finds it or can watch it until that is taken back.</Trans>
              </Notice>
            )}
            {status === 'ready' && video.unreadParts > 0 && (
              <Notice tone="warning" title={t`A piece of this video is missing.`}>
                <Plural
                  value={video.unreadParts}
                  one="One of the files that came in could not be read. All that could be is here, and goes on after the gap."
                  other="# of the files that came in could not be read. All that could be is here, and goes on after the gaps."
                />
              </Notice>
            )}
            <FormNote error={other?.refusal?.message} done={other?.done} answer={other} />
          </div>
        )}
        <AudienceForm key={`${video.visibility ?? ''} ${video.ratePerSecond}`} video={video} answer={of('audience')} />
        <div className="border-t pt-10">
          <VideoForm
            key={`${video.visibility ?? ''} ${video.ratePerSecond}`}
            initial={initial}
            categories={categories}
            answer={of('video')}
            isNew={false}
            submit={t`Save changes`}
          />
        </div>
        <section aria-labelledby="picture-title" className="border-t pt-10">
          <h2 id="picture-title" className="mb-5 text-xl display">
            <Trans>Picture</Trans>
          </h2>
          <PictureForm
            label={t`Picture of the video`}
            hint={t`On its card and on its page. 16 to 9; up to 10 MB.`}
            action={`/pictures/cover/${id}`}
            src={video.coverUrl}
            preview={(src) => <Picture src={src} seed={id} className="max-w-sm" />}
          />
        </section>
        <div className="border-t pt-10">
          <CaptionsSection video={video} answer={of('addCaptions')} />
        </div>
        <Originals video={video} />
        <div className="flex flex-wrap items-center justify-between gap-4 border-t pt-8">
          <p className="max-w-[50ch] text-sm text-soft">
            <Trans>
              A deleted video leaves every list at once, and its files are removed: {weighs}. What was paid for it stays
              yours.
            </Trans>
          </p>
          <DeleteVideo title={video.title} />
          <div className="basis-full empty:hidden">
            <FormNote error={of('remove')?.refusal?.message} answer={of('remove')} />
          </div>
        </div>
      </div>
    </div>
  );
}

function FailedNotice({ video }: { video: VideoForEdit }) {
  const { t, i18n } = useLingui();
  const busy = useNavigation().formData?.get('form') === 'retry';
  return (
    <Notice
      tone="warning"
      title={t`This video could not be made.`}
      action={
        <Form method="post">
          <input type="hidden" name="form" value="retry" />
          <Button type="submit" size="small" busy={busy}>
            <Trans>Try again</Trans>
          </Button>
        </Form>
      }
    >
      {failureWords(video, i18n)}
    </Notice>
  );
}

function DeleteVideo({ title }: { title: string }) {
  const { t } = useLingui();
  const busy = useNavigation().formData?.get('form') === 'remove';
  return (
    <ConfirmForm
      label={t`Delete video`}
      busy={busy}
      title={t`Delete this video?`}
      description={t`“${title}” and its files are removed and cannot be brought back. Whoever has paid for seconds of it cannot watch them again.`}
      confirm={t`Delete the video`}
      keep={t`Keep it`}
      fields={{ form: 'remove' }}
    />
  );
}

/** What came in, as it came in. */
function Originals({ video: { id, originals } }: { video: VideoForEdit }) {
  const { t, i18n } = useLingui();
  if (originals === 0) return null;
  return (
    <Section title={t`Original`} hint={t`What was recorded or uploaded, as it came here.`} className="border-t pt-10">
      <ul className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
        {Array.from({ length: originals }, (_, at) => {
          const part = count(at + 1, i18n);
          return (
            <li key={at}>
              <a
                href={`/videos/${id}/original?part=${at + 1}`}
                download
                className="underline underline-offset-4 hover:text-ink"
              >
                {originals === 1 ? t`Download the original` : t`Download part ${part}`}
              </a>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
