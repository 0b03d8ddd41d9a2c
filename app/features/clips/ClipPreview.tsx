import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { covers, type Range, secondsOf } from '../playback/ranges';
import { createVideoControl } from '../playback/video-control';
import { AUTO, startSource } from '../playback/video-source';
import { keptVolume } from '../watch/useSound';
import { type Span } from './clip-span';

interface ClipPreviewProps {
  /** Where the files of the video are. */
  media: string;
  had: readonly Range[];
  span: Span;
  onTime: (seconds: number) => void;
}

/** Whoever moves the end of a clip sees so much before it. */
const BEFORE_END = 2;

/** Plays what is chosen, again and again. It fetches only what is had already. */
export function ClipPreview({ media, had, span, onTime }: ClipPreviewProps) {
  const { t } = useLingui();
  const [control] = useState(createVideoControl);
  const [element, setElement] = useState<HTMLVideoElement | null>(null);
  const latest = useRef({ had, span, onTime });
  useEffect(() => {
    latest.current = { had, span, onTime };
  });
  useEffect(() => {
    if (!element) return;
    const detach = control.attach(element);
    const stopFollowing = control.onChange(() => {
      const { seconds, ended, begun } = control.view;
      const [from, to] = latest.current.span;
      latest.current.onTime(seconds);
      if (!begun || (seconds < to && !ended)) return;
      control.seek(from);
      if (ended) control.play();
    });
    const source = startSource({
      element,
      media,
      startSeconds: latest.current.span[0],
      chosen: AUTO,
      // what would have to be paid for is waited for, and never asked for
      secure: (fromMs, toMs) =>
        covers(latest.current.had, secondsOf(fromMs, toMs - fromMs)) ? Promise.resolve() : new Promise(() => undefined),
    });
    control.setVolume(keptVolume());
    control.play();
    return () => {
      source.stop();
      stopFollowing();
      detach();
    };
  }, [control, element, media]);
  const [from, to] = span;
  useEffect(() => {
    if (control.view.begun) control.seek(from);
  }, [control, from]);
  useEffect(() => {
    if (control.view.begun) control.seek(Math.max(latest.current.span[0], to - BEFORE_END));
  }, [control, to]);
  return (
    <video
      ref={setElement}
      playsInline
      aria-label={t`What the clip shows`}
      onClick={() => (control.view.plays ? control.pause() : control.play())}
      className="bg-black mt-4 aspect-video w-full rounded-base object-contain"
    />
  );
}
