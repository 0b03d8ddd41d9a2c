import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigation } from '@remix-run/react';
import { type Answers } from '../../lib/api';
import { type FormAnswer } from '../../lib/form';
import { useMoney } from '../../lib/money';
import { useZone } from '../../lib/time';
import { ButtonLink } from '../../ui/Button';
import { ConfirmForm } from '../../ui/ConfirmForm';
import { EmptyState } from '../../ui/EmptyState';
import { FormNote } from '../../ui/FormNote';
import { Picture } from '../../ui/Picture';
import { PageTitle } from '../../ui/Section';
import { PictureForm } from '../pictures/PictureForm';
import { GuestList } from './GuestList';
import { fieldsOf, fieldsOfNew } from './stream-fields';
import { StreamForm } from './StreamForm';

/** The answer to one of the forms on this page. */
type StreamAnswer = (FormAnswer & { form: 'stream' | 'guests' }) | (Pick<FormAnswer, 'refusal'> & { form: 'cancel' });

interface StreamEditorProps {
  /** Null: a new one. */
  stream: Answers['streams']['forEdit'] | null;
  categories: Answers['streams']['categories'];
  /** Null where a stream has no list of guests. */
  guests: Answers['streams']['invites'] | null;
  answer: StreamAnswer | undefined;
}

/** Making a stream, changing it, or taking it back. */
export function StreamEditor({ stream, categories, guests, answer }: StreamEditorProps) {
  const { t } = useLingui();
  const zone = useZone();
  const money = useMoney();
  const ended = stream?.status === 'ended';
  return (
    <div className="frame">
      <div className="mx-auto max-w-2xl">
        <Link to="/dashboard" className="text-sm text-soft hover:text-ink hover:underline">
          <Trans>Dashboard</Trans>
        </Link>
        <PageTitle
          title={stream ? t`Edit stream` : t`New stream`}
          hint={!stream && t`Say what it will be and when. You can change all of it until you go live.`}
          action={
            stream && (
              <div className="flex flex-wrap gap-3">
                <ButtonLink to={`/watch/${stream.id}`}>
                  <Trans>See its page</Trans>
                </ButtonLink>
                {!ended && (
                  <ButtonLink to={`/dashboard/streams/${stream.id}/live`}>
                    {stream.status === 'live' ? t`Open studio` : t`Go live`}
                  </ButtonLink>
                )}
              </div>
            )
          }
          className="mt-2 mb-8"
        />
        {ended ? (
          <EmptyState
            title={t`This stream has ended.`}
            action={
              <ButtonLink to="/dashboard?show=ended">
                <Trans>Back to your streams</Trans>
              </ButtonLink>
            }
          >
            <Trans>What was shown and paid stays as it was, so there is nothing to change any more.</Trans>
          </EmptyState>
        ) : (
          <StreamForm
            // Its fields hold a day and a time: another zone is another form.
            key={`${stream?.id ?? 'new'} ${zone}`}
            initial={stream ? fieldsOf(stream, zone, money) : fieldsOfNew(zone)}
            categories={categories}
            answer={answer?.form === 'stream' ? answer : undefined}
            live={stream?.status === 'live'}
            planning={stream ? (stream.ofSeries ? 'series' : 'alone') : 'new'}
            submit={stream ? t`Save changes` : t`Save stream`}
          />
        )}
        {stream && (
          <section id="picture" aria-labelledby="picture-title" className="border-t py-8">
            <h2 id="picture-title" className="mb-5 text-xl display">
              <Trans>Picture</Trans>
            </h2>
            <PictureForm
              label={t`Picture of the stream`}
              hint={t`On its card and on its page, until there is something to see. 16 to 9; up to 10 MB.`}
              action={`/pictures/cover/${stream.id}`}
              src={stream.coverUrl}
              preview={(src) => <Picture src={src} seed={stream.id} className="max-w-sm" />}
            />
          </section>
        )}
        {guests && <GuestList guests={guests} answer={answer?.form === 'guests' ? answer : undefined} />}
        {stream?.status === 'scheduled' && (
          <CancelStream
            title={stream.title}
            repeats={stream.ofSeries}
            answer={answer?.form === 'cancel' ? answer : undefined}
          />
        )}
      </div>
    </div>
  );
}

function CancelStream({
  title,
  repeats,
  answer,
}: {
  title: string;
  repeats: boolean;
  answer: Extract<StreamAnswer, { form: 'cancel' }> | undefined;
}) {
  const { t } = useLingui();
  const sending = useNavigation().formData?.get('form') === 'cancel';
  return (
    <div className="flex flex-wrap items-center justify-between gap-4 border-t pt-8">
      <p className="max-w-[50ch] text-sm text-soft">
        <Trans>
          A cancelled stream leaves every list. Who has its link is told that it will not take place. Nobody has paid
          for it yet.
        </Trans>
      </p>
      <ConfirmForm
        label={t`Cancel stream`}
        busy={sending}
        title={t`Cancel this stream?`}
        description={t`“${title}” leaves every list, and cannot be brought back. Nobody has paid for it yet.`}
        confirm={t`Cancel the stream`}
        keep={t`Keep it`}
        fields={{ form: 'cancel' }}
      />
      {repeats && (
        <ConfirmForm
          label={t`Cancel this and all that follow`}
          busy={sending}
          title={t`Cancel this stream and all that follow?`}
          description={t`“${title}” and the streams of its series after it leave every list, and no more are planned.`}
          confirm={t`Cancel all of them`}
          keep={t`Keep them`}
          fields={{ form: 'cancel', scope: 'following' }}
        />
      )}
      <div className="basis-full empty:hidden">
        <FormNote error={answer?.refusal?.message} answer={answer} />
      </div>
    </div>
  );
}
