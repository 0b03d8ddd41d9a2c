import { Link, useNavigation } from '@remix-run/react';
import { type Answers } from '../../lib/api';
import { type FormAnswer } from '../../lib/answer';
import { useZone } from '../../lib/time';
import { ButtonLink } from '../../ui/Button';
import { ConfirmForm } from '../../ui/ConfirmForm';
import { EmptyState } from '../../ui/EmptyState';
import { PageTitle } from '../../ui/Section';
import { GuestList } from './GuestList';
import { emptyStream, typedFrom, type TypedStream } from './read-stream-form';
import { StreamForm } from './StreamForm';

interface StreamEditorProps {
  /** Null: a new one. */
  stream: Answers['streams']['forEdit'] | null;
  categories: Answers['streams']['categories'];
  /** Null where a stream has no list of guests. */
  guests: Answers['streams']['invites'] | null;
  answer: FormAnswer<TypedStream> | undefined;
}

/** Making a stream, changing it, or taking it back. */
export function StreamEditor({ stream, categories, guests, answer }: StreamEditorProps) {
  const zone = useZone();
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
            initial={stream ? typedFrom(stream, zone) : { ...emptyStream, zone }}
            categories={categories}
            answer={answer}
            live={stream?.status === 'live'}
            submit={stream ? 'Save changes' : 'Save stream'}
          />
        )}
        {guests && <GuestList guests={guests} />}
        {stream?.status === 'scheduled' && <CancelStream title={stream.title} />}
      </div>
    </div>
  );
}

function CancelStream({ title }: { title: string }) {
  const sending = useNavigation().formData?.get('form') === 'cancel';
  return (
    <div className="flex flex-wrap items-center justify-between gap-4 border-t pt-8">
      <p className="max-w-[50ch] text-sm text-soft">
        Taking a stream back removes it for good. Nobody has paid for it yet.
      </p>
      <ConfirmForm
        label="Cancel stream"
        busy={sending}
        title="Cancel this stream?"
        description={`“${title}” will be removed from every page, and cannot be brought back. Nobody has paid for it yet.`}
        confirm="Cancel the stream"
        keep="Keep it"
        fields={{ form: 'cancel' }}
      />
    </div>
  );
}
