import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { type StreamDetail } from '../../lib/api';
import { duration, timeUntil } from '../../lib/format';
import { useMe } from '../../lib/me';
import { useNow } from '../../lib/time';
import { ButtonLink } from '../../ui/Button';
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
        {stream.recordings[0] && (
          <ButtonLink to={`/watch/${stream.recordings[0].id}`} variant="primary" size="small" className="ms-auto">
            <Trans>Watch the recording</Trans>
          </ButtonLink>
        )}
        {stream.status === 'scheduled' && stream.scheduledAt && (
          <div className="ms-auto flex items-center gap-4">
            {stream.visibility === 'public' && (
              <a
                href={`/watch/${stream.id}/calendar.ics`}
                className="text-soft underline decoration-edge underline-offset-4 hover:text-ink"
              >
                <Trans>Add to calendar</Trans>
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
          <strong className="font-medium">
            <Trans>Live now.</Trans>
          </strong>
          <noscript>
            <span className="text-soft">
              <Trans>Watching needs scripts. Nothing is charged.</Trans>
            </span>
          </noscript>
        </>
      );
    case 'scheduled':
      return stream.scheduledAt ? (
        <Countdown at={stream.scheduledAt} />
      ) : (
        <strong className="font-medium">
          <Trans>The time is not set yet.</Trans>
        </strong>
      );
    case 'recorded':
      return (
        <strong className="font-medium">
          {stream.video?.ready ? <Trans>A video.</Trans> : <Trans>This video is not ready to be played yet.</Trans>}
        </strong>
      );
    case 'ended':
      return stream.cancelled ? <Cancelled stream={stream} /> : <Ended stream={stream} />;
  }
}

function Countdown({ at }: { at: Date }) {
  const { t, i18n } = useLingui();
  const now = useNow(1);
  const seconds = Math.floor((at.getTime() - now.getTime()) / 1000);
  const left = timeUntil(seconds, i18n);
  return (
    <>
      <strong className="font-medium">
        <Trans>
          Begins <When at={at} />
        </Trans>
      </strong>
      <span role="timer" aria-live="off" className="text-soft tabular-nums" suppressHydrationWarning>
        {seconds > 0 ? t`in ${left}` : <Late seconds={-seconds} />}
      </span>
    </>
  );
}

/** A creator who is late is waited for; what was planned is said, and nothing is charged. */
function Late({ seconds }: { seconds: number }) {
  const { i18n } = useLingui();
  if (seconds < 120) return <Trans>any moment now</Trans>;
  const time = duration(seconds - (seconds % 60), i18n);
  return <Trans>{time} late. Stay here: it begins by itself, and waiting costs nothing.</Trans>;
}

function Cancelled({ stream: { scheduledAt } }: { stream: StreamDetail }) {
  return (
    <>
      <strong className="font-medium">
        <Trans>Cancelled.</Trans>
      </strong>
      <span className="text-soft">
        {scheduledAt ? (
          <Trans>
            It was planned for <When at={scheduledAt} />. It will not take place, and nothing is charged.
          </Trans>
        ) : (
          <Trans>It will not take place, and nothing is charged.</Trans>
        )}
      </span>
    </>
  );
}

function Ended({ stream: { startedAt, endedAt, totalViewers } }: { stream: StreamDetail }) {
  const { i18n } = useLingui();
  const seconds = startedAt && endedAt ? Math.round((endedAt.getTime() - startedAt.getTime()) / 1000) : 0;
  const length = duration(seconds, i18n);
  return (
    <>
      <strong className="font-medium">
        {endedAt ? (
          <Trans>
            Ended <When at={endedAt} relative />.
          </Trans>
        ) : (
          <Trans>Ended.</Trans>
        )}
      </strong>
      <span className="text-soft tabular-nums">
        {seconds > 0 ? (
          <Plural value={totalViewers} one={`${length} long, # viewer.`} other={`${length} long, # viewers.`} />
        ) : (
          <Plural value={totalViewers} one="# viewer." other="# viewers." />
        )}{' '}
        <Trans>Nothing is charged for it any more.</Trans>
      </span>
    </>
  );
}
