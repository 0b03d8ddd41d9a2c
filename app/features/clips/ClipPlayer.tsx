import { Trans } from '@lingui/react/macro';
import { useRevalidator } from '@remix-run/react';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { Button } from '../../ui/Button';
import { createVideoControl, EMPTY_VIDEO } from '../playback/video-control';
import { AUTO, type SourceView, startSource, type VideoSource } from '../playback/video-source';
import { VideoPlayer } from '../playback/VideoPlayer';
import { keptVolume } from '../watch/useSound';

const NO_SOURCE: SourceView = { qualities: [], chosen: AUTO, problem: null, gone: false, growing: null };

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
  const [element, setElement] = useState<HTMLVideoElement | null>(null);
  const [source, setSource] = useState<VideoSource | null>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (!element) return;
    const detach = control.attach(element);
    control.setVolume(keptVolume());
    const made = startSource({ element, media, startSeconds: 0, chosen: AUTO, secure: null });
    setSource(made);
    control.play();
    return () => {
      made.stop();
      detach();
      setSource(null);
    };
  }, [control, element, media, tries]);
  const view = useSyncExternalStore(
    useCallback((listener: () => void) => source?.onChange(listener) ?? (() => undefined), [source]),
    () => source?.view ?? NO_SOURCE,
    () => NO_SOURCE,
  );
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
        onQuality={(name) => source?.choose(name)}
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
