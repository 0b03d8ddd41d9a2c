import { Trans } from '@lingui/react/macro';
import { useRevalidator } from '@remix-run/react';
import { useMemo, useState, useSyncExternalStore } from 'react';
import { Button } from '../../ui/Button';
import { createVideoControl, EMPTY_VIDEO } from '../playback/video-control';
import { useSource } from '../playback/useSource';
import { VideoPlayer } from '../playback/VideoPlayer';

interface ClipPlayerProps {
  /** Where its files are. */
  media: string;
  posterUrl: string | null;
  durationMs: number;
}

/** A clip, which costs nothing. */
export function ClipPlayer({ media, posterUrl, durationMs }: ClipPlayerProps) {
  const [control] = useState(createVideoControl);
  const video = useSyncExternalStore(
    control.onChange,
    () => control.view,
    () => EMPTY_VIDEO,
  );
  const [tries, setTries] = useState(0);
  const opened = useMemo(() => ({ media, secure: null, tries }), [media, tries]);
  const { view, setElement, choose } = useSource(control, opened, 0);
  // its address may be over: the page knows the next one
  const { revalidate } = useRevalidator();
  const again = () => {
    revalidate();
    setTries(tries + 1);
  };
  const togglePlay = () => {
    if (video.plays) return control.pause();
    if (video.ended) control.seek(0);
    control.play();
  };
  return (
    <div className="-mx-4 sm:mx-0">
      <VideoPlayer
        {...{ control, video, source: view, media, money: null, labels: null }}
        stream={{ coverUrl: posterUrl }}
        description={{ durationMs, renditions: [], strip: null, chapters: [], captions: [] }}
        owned={[]}
        freeSeconds={null}
        spending={false}
        card={(view.problem || view.gone) && <Broken again={again} />}
        onElement={setElement}
        onPlay={togglePlay}
        onSeek={(seconds) => control.seek(seconds)}
        onQuality={choose}
      />
    </div>
  );
}

function Broken({ again }: { again: () => void }) {
  return (
    <div className="grid place-content-center justify-items-center gap-4 bg-scrim p-6 text-center text-on-picture">
      <p>
        <Trans>The clip cannot be played just now.</Trans>
      </p>
      <Button onClick={again} className="border-on-picture/40 text-on-picture hover:bg-on-picture/15">
        <Trans>Try again</Trans>
      </Button>
    </div>
  );
}
