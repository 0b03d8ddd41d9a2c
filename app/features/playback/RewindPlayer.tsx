import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { amount } from '../../../sdk/money';
import { type StreamDetail } from '../../lib/api';
import { apiClient } from '../../lib/api-client';
import { duration } from '../../lib/format';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { type Entry } from '../watch/entry';
import { type PastPlace } from '../watch/past';
import { Poster } from '../watch/Poster';
import { type VideoDescription } from './description';
import { GoLive } from './GoLive';
import { PlayedVideo } from './PlayedVideo';
import { rewoundTo, soughtIn } from './rewinding';
import { usePlayed } from './usePlayed';
import { usePlaying } from './usePlaying';

interface RewindPlayerProps {
  stream: StreamDetail;
  place: PastPlace;
  entry: Entry;
  onLive: () => void;
}

/** The recording of a live stream in place of its picture, while it still comes in. */
export function RewindPlayer({ stream, place, entry, onLive }: RewindPlayerProps) {
  const [description, setDescription] = useState<VideoDescription | 'missing' | null>(null);
  const { videoId } = place.rewind;
  const brought = useRef(entry);
  useEffect(() => {
    let left = false;
    apiClient()
      .trpc.playback.describe.query({ videoId, ...brought.current })
      .then(
        (described) => !left && setDescription(described),
        () => !left && setDescription('missing'),
      );
    return () => {
      left = true;
    };
  }, [videoId]);
  if (description === null) return <Poster stream={stream} />;
  if (description === 'missing')
    return (
      <>
        <Poster stream={stream} />
        <Note act={<LiveAgain place={place} onLive={onLive} />}>
          <Trans>The recording of this stream cannot be played just now. Nothing is charged.</Trans>
        </Note>
      </>
    );
  return <Rewound {...{ stream, place, entry, onLive, description }} />;
}

function Rewound({
  stream: shown,
  place,
  entry,
  onLive,
  description,
}: RewindPlayerProps & { description: VideoDescription }) {
  const { t, i18n } = useLingui();
  const [agreed, setAgreed] = useState(place.agreed);
  const rate = agreed ? shown.ratePerSecond : null;
  const opened = usePlaying({ videoId: place.rewind.videoId, rate, entry, agreed });
  // its creator may have changed what the recording costs: that is asked anew
  const again = () => {
    setAgreed(false);
    opened.again();
  };
  const here = { ...opened, again };
  const free = opened.snapshot?.free === true && !shown.isMine;
  const ratePerSecond = free ? amount(0n) : (opened.snapshot?.rate ?? shown.ratePerSecond);
  const stream = { ...shown, ratePerSecond, previewSeconds: description.freeSeconds };
  const [startSeconds] = useState(() => rewoundTo(description.durationMs, place.backSeconds));
  const played = usePlayed(here, ratePerSecond, startSeconds);
  const { control, video, source } = played;
  const { growing } = source;
  const unreachable = place.backSeconds === null;
  const isLive = shown.status === 'live';

  // faster than it happens nothing can be played for long
  const caughtUp = growing !== null && video.seconds > growing.near && video.speed > 1;
  useEffect(() => {
    if (caughtUp) control.setSpeed(1);
  }, [caughtUp, control]);

  // the recording was stopped, and the stream goes on: so does whoever has seen all of it
  const seenAll = isLive && !unreachable && video.ended;
  useEffect(() => {
    if (seenAll) onLive();
  }, [seenAll, onLive]);

  const seek = (seconds: number) => {
    const sought = soughtIn(growing, seconds);
    if (sought !== 'live') return played.seek(sought);
    if (unreachable || !isLive) played.seek(growing?.near ?? seconds);
    else onLive();
  };
  const behindSeconds = growing && Math.max(0, Math.round(growing.edge - video.seconds));
  const behind = duration(behindSeconds ?? 0, i18n);
  return (
    <div className="-mx-4 sm:mx-0">
      <PlayedVideo
        {...{ stream, description, entry, played }}
        videoId={place.rewind.videoId}
        onSeek={seek}
        labels={<Badge tone="onPicture">{unreachable ? t`A few seconds behind live` : t`Rewound`}</Badge>}
        live={isLive && !unreachable && <GoLive onClick={onLive} />}
        note={
          <Note act={isLive && <LiveAgain place={place} onLive={onLive} />}>
            {!isLive ? (
              <Trans>The stream has ended. What was recorded of it goes on here.</Trans>
            ) : unreachable ? (
              <Trans>Your network holds the live picture back: this one comes a few seconds later.</Trans>
            ) : behindSeconds === null ? (
              <Trans>You left the live picture: nothing is paid for it meanwhile.</Trans>
            ) : (
              <Trans>You are {behind} behind. Nothing is paid for the live picture meanwhile.</Trans>
            )}
          </Note>
        }
      />
    </div>
  );
}

/** A line under the picture, with what can be done about it. */
function Note({ children, act }: { children: ReactNode; act: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2.5 text-sm sm:px-0">
      <p className="text-soft tabular-nums">{children}</p>
      {act}
    </div>
  );
}

/** Back to the live picture, or a try whether it gets through by now. */
function LiveAgain({ place, onLive }: Pick<RewindPlayerProps, 'place' | 'onLive'>) {
  return (
    <Button size="small" onClick={onLive}>
      {place.backSeconds === null ? <Trans>Try again</Trans> : <Trans>Back to live</Trans>}
    </Button>
  );
}
