import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { keptVolume } from '../watch/useSound';
import { type VideoControl } from './video-control';
import { AUTO, type SourceOptions, type SourceView, startSource, type VideoSource } from './video-source';

const NO_SOURCE: SourceView = { qualities: [], chosen: AUTO, problem: null, gone: false, growing: null };

/** What is played: another one is a new source, which goes on where the one before it was. */
interface Opened extends Pick<SourceOptions, 'media' | 'secure'> {
  /** Changes where the same is to be tried anew. */
  tries?: number;
}

/**
 * The files of a video in an element of this page, from `startSeconds` on, for as long as something
 * is opened. `opened` is the same object for as long as the same is played.
 */
export function useSource(control: VideoControl, opened: Opened | null, startSeconds: number | null) {
  const [element, setElement] = useState<HTMLVideoElement | null>(null);
  useEffect(() => (element ? control.attach(element) : undefined), [control, element]);
  useEffect(() => {
    if (element) control.setVolume(keptVolume());
  }, [control, element]);

  const [source, setSource] = useState<VideoSource | null>(null);
  const chosen = useRef(AUTO);
  const goesOn = useRef({ at: startSeconds, plays: true });
  useEffect(() => {
    if (!element || !opened) return;
    const { at, plays } = goesOn.current;
    const { media, secure } = opened;
    const made = startSource({ element, media, startSeconds: at, chosen: chosen.current, secure });
    setSource(made);
    if (plays) control.play();
    return () => {
      if (control.view.begun) goesOn.current = { at: element.currentTime, plays: control.view.plays };
      made.stop();
      setSource(null);
    };
  }, [element, opened, control]);
  const view = useSyncExternalStore(
    useCallback((listener: () => void) => source?.onChange(listener) ?? (() => undefined), [source]),
    () => source?.view ?? NO_SOURCE,
    () => NO_SOURCE,
  );
  const choose = (name: string) => {
    chosen.current = name;
    source?.choose(name);
  };
  return { view, setElement, choose };
}
