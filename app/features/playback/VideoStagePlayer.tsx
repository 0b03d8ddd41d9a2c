import { Trans } from '@lingui/react/macro';
import { useSearchParams } from '@remix-run/react';
import { useEffect, useState } from 'react';
import { type StreamDetail } from '../../lib/api';
import { apiClient } from '../../lib/api-client';
import { timecode } from '../../lib/format';
import { useMe } from '../../lib/me';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { VideoFrom } from '../../ui/StreamCard';
import { type Entry } from '../watch/entry';
import { Chapters } from './Chapters';
import { type VideoDescription } from './description';
import { PlayedVideo } from './PlayedVideo';
import { beginningOf } from './start-at';
import { useKeptPosition } from './useKeptPosition';
import { usePlayed } from './usePlayed';
import { usePlaying } from './usePlaying';
import { type VideoTime } from './video-time';

interface VideoStagePlayerProps {
  stream: StreamDetail;
  description: VideoDescription;
  entry: Entry;
  /** Told where the video is. */
  time: VideoTime;
}

/** A video on its own page: the picture, what it costs, and every way on. */
export function VideoStagePlayer({ stream: shown, description, entry, time }: VideoStagePlayerProps) {
  const [search] = useSearchParams();
  const [beginning] = useState(() => beginningOf(search.get('t'), description));
  const [tellsLeft, setTellsLeft] = useState(beginning.left);
  const signedIn = useMe() !== null;
  const here = usePlaying({ videoId: shown.id, rate: shown.ratePerSecond, entry });
  const stream = { ...shown, ratePerSecond: here.snapshot?.rate ?? shown.ratePerSecond };
  const played = usePlayed(here, stream.ratePerSecond, beginning.ms / 1_000);
  const { video } = played;

  useKeptPosition(video, (ms) => {
    if (signedIn)
      void apiClient()
        .trpc.playback.keepPosition.mutate({ videoId: shown.id, positionMs: ms })
        .catch(() => undefined);
  });
  useEffect(() => time.set(video.seconds * 1_000), [time, video.seconds]);

  const seek = (seconds: number) => {
    setTellsLeft(false);
    played.seek(seconds);
  };
  const left = timecode(beginning.ms / 1_000);
  return (
    <div className="-mx-4 sm:mx-0">
      <PlayedVideo
        {...{ stream, description, entry, played }}
        videoId={shown.id}
        onSeek={seek}
        labels={
          shown.startedAt && (
            <Badge tone="onPicture">
              <span>
                <VideoFrom video={shown.video} at={shown.startedAt} />
              </span>
            </Badge>
          )
        }
        note={
          tellsLeft && (
            <p
              role="status"
              className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2.5 text-sm sm:px-0"
            >
              <span className="text-soft">
                <Trans>
                  You left at <bdi className="tabular-nums">{left}</bdi>: it goes on from there.
                </Trans>
              </span>
              <Button size="small" onClick={() => seek(0)}>
                <Trans>From the beginning</Trans>
              </Button>
            </p>
          )
        }
      />
      <Chapters chapters={description.chapters} seconds={video.seconds} onSeek={seek} />
    </div>
  );
}
