import { type StreamDetail } from '../../lib/api';
import { duration, plural, timeUntil } from '../../lib/format';
import { useMe } from '../../lib/me';
import { useNow } from '../../lib/time';
import { Picture } from '../../ui/Picture';
import { PictureLabels } from '../../ui/StreamCard';
import { When } from '../../ui/When';
import { RemindButton } from '../reminders/RemindButton';

/** Where the video will be: the stream's picture, and in words what state it is in. */
export function Poster({ stream }: { stream: StreamDetail }) {
  const signedIn = useMe() !== null;
  return (
    <div className="-mx-4 sm:mx-0">
      <Picture
        src={stream.thumbnailUrl}
        instead={stream.coverUrl}
        seed={stream.id}
        eager
        className="w-full max-xl:h-(--picture-height,auto) max-sm:rounded-none"
      >
        {stream.status === 'live' && <PictureLabels stream={stream} />}
      </Picture>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-b px-4 py-3 text-sm sm:px-0">
        <State stream={stream} />
        {stream.status === 'scheduled' && stream.scheduledAt && (
          <div className="ms-auto flex items-center gap-4">
            {stream.visibility === 'public' && (
              <a
                href={`/watch/${stream.id}/calendar.ics`}
                className="text-soft underline decoration-edge underline-offset-4 hover:text-ink"
              >
                Add to calendar
              </a>
            )}
            {!stream.isMine && <RemindButton stream={stream} signedIn={signedIn} />}
          </div>
        )}
      </div>
    </div>
  );
}

function State({ stream }: { stream: StreamDetail }) {
  switch (stream.status) {
    case 'live':
      return (
        <>
          <strong className="font-medium">Live now.</strong>
          <noscript>
            <span className="text-soft">Watching needs scripts. Nothing is charged.</span>
          </noscript>
        </>
      );
    case 'scheduled':
      return stream.scheduledAt ? (
        <Countdown at={stream.scheduledAt} />
      ) : (
        <strong className="font-medium">The time is not set yet.</strong>
      );
    case 'ended':
      return stream.cancelled ? <Cancelled stream={stream} /> : <Ended stream={stream} />;
  }
}

function Countdown({ at }: { at: Date }) {
  const now = useNow(1);
  const seconds = Math.floor((at.getTime() - now.getTime()) / 1000);
  return (
    <>
      <strong className="font-medium">
        Begins <When at={at} />
      </strong>
      <span role="timer" aria-live="off" className="text-soft tabular-nums" suppressHydrationWarning>
        {seconds > 0 ? `in ${timeUntil(seconds)}` : late(-seconds)}
      </span>
    </>
  );
}

/** A creator who is late is waited for; what was planned is said, and nothing is charged. */
function late(seconds: number): string {
  if (seconds < 120) return 'any moment now';
  return `${duration(seconds - (seconds % 60))} late. Stay here: it begins by itself, and waiting costs nothing.`;
}

function Cancelled({ stream: { scheduledAt } }: { stream: StreamDetail }) {
  return (
    <>
      <strong className="font-medium">Cancelled.</strong>
      <span className="text-soft">
        {scheduledAt && (
          <>
            It was planned for <When at={scheduledAt} />.{' '}
          </>
        )}
        It will not take place, and nothing is charged.
      </span>
    </>
  );
}

function Ended({ stream: { startedAt, endedAt, totalViewers } }: { stream: StreamDetail }) {
  const seconds = startedAt && endedAt ? Math.round((endedAt.getTime() - startedAt.getTime()) / 1000) : 0;
  return (
    <>
      <strong className="font-medium">
        Ended
        {endedAt && (
          <>
            {' '}
            <When at={endedAt} relative />
          </>
        )}
        .
      </strong>
      <span className="text-soft tabular-nums">
        {seconds > 0 && `${duration(seconds)} long, `}
        {plural(totalViewers, 'viewer')}. Nothing is charged for it any more.
      </span>
    </>
  );
}
