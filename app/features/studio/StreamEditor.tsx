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
  const zone = useZone();
  const money = useMoney();
  const ended = stream?.status === 'ended';
  return (
    <div className="frame">
      <div className="mx-auto max-w-2xl">
        <Link to="/dashboard" className="text-sm text-soft hover:text-ink hover:underline">
          Dashboard
        </Link>
        <PageTitle
          title={stream ? 'Edit stream' : 'New stream'}
          hint={!stream && 'Say what it will be and when. You can change all of it until you go live.'}
          action={
            stream && (
              <div className="flex flex-wrap gap-3">
                <ButtonLink to={`/watch/${stream.id}`}>See its page</ButtonLink>
                {!ended && (
                  <ButtonLink to={`/dashboard/streams/${stream.id}/live`}>
                    {stream.status === 'live' ? 'Open studio' : 'Go live'}
                  </ButtonLink>
                )}
              </div>
            )
          }
          className="mt-2 mb-8"
        />
        {ended ? (
          <EmptyState
            title="This stream has ended."
            action={<ButtonLink to="/dashboard?show=ended">Back to your streams</ButtonLink>}
          >
            What was shown and paid stays as it was, so there is nothing to change any more.
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
            submit={stream ? 'Save changes' : 'Save stream'}
          />
        )}
        {stream && (
          <section id="picture" aria-labelledby="picture-title" className="border-t py-8">
            <h2 id="picture-title" className="mb-5 text-xl display">
              Picture
            </h2>
            <PictureForm
              label="Picture of the stream"
              hint="On its card and on its page, until there is something to see. 16 to 9; up to 10 MB."
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
  const sending = useNavigation().formData?.get('form') === 'cancel';
  return (
    <div className="flex flex-wrap items-center justify-between gap-4 border-t pt-8">
      <p className="max-w-[50ch] text-sm text-soft">
        A cancelled stream leaves every list. Who has its link is told that it will not take place. Nobody has paid for
        it yet.
      </p>
      <ConfirmForm
        label="Cancel stream"
        busy={sending}
        title="Cancel this stream?"
        description={`“${title}” leaves every list, and cannot be brought back. Nobody has paid for it yet.`}
        confirm="Cancel the stream"
        keep="Keep it"
        fields={{ form: 'cancel' }}
      />
      {repeats && (
        <ConfirmForm
          label="Cancel this and all that follow"
          busy={sending}
          title="Cancel this stream and all that follow?"
          description={`“${title}” and the streams of its series after it leave every list, and no more are planned.`}
          confirm="Cancel all of them"
          keep="Keep them"
          fields={{ form: 'cancel', scope: 'following' }}
        />
      )}
      <div className="basis-full empty:hidden">
        <FormNote error={answer?.refusal?.message} answer={answer} />
      </div>
    </div>
  );
}
