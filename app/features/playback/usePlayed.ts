import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { type PlaySnapshot } from '../../../sdk/playing';
import { type Amount } from '../../../sdk/money';
import { keptVolume } from '../watch/useSound';
import { type View } from '../watch/view';
import { covers, type Range } from './ranges';
import { type PlayingHere } from './usePlaying';
import { createVideoControl, EMPTY_VIDEO, type VideoControl, type VideoView } from './video-control';
import { videoScene, type VideoScene } from './video-scene';
import { AUTO, type SourceView, startSource, type VideoSource } from './video-source';

const NO_SOURCE: SourceView = { qualities: [], chosen: AUTO, problem: null, gone: false, growing: null };
const NONE: readonly Range[] = [];
/** So often in a row a video is opened anew whose files are gone. */
const MOST_MOVES = 4;

/** A video as it plays in an element of this page. */
export interface Played {
  here: PlayingHere;
  control: VideoControl;
  video: VideoView;
  source: SourceView;
  setElement: (element: HTMLVideoElement | null) => void;
  choose: (name: string) => void;
  /** Where its files are; null before it is open. */
  media: string | null;
  /** Nothing is to be paid. */
  free: boolean;
  owned: readonly Range[];
  scene: VideoScene;
  /** Seconds are being paid as they play. */
  counting: boolean;
  /** Money goes out as it plays. */
  spending: boolean;
  cost: View['cost'];
  seek: (seconds: number) => void;
}

/** Plays what was opened, from `startSeconds` on; null begins as near to live as it goes. */
export function usePlayed(here: PlayingHere, rate: Amount, startSeconds: number | null): Played {
  const { playing, snapshot } = here;
  const [control] = useState(createVideoControl);
  const video = useSyncExternalStore(
    control.onChange,
    () => control.view,
    () => EMPTY_VIDEO,
  );
  const [element, setElement] = useState<HTMLVideoElement | null>(null);
  useEffect(() => (element ? control.attach(element) : undefined), [control, element]);
  useEffect(() => {
    if (element) control.setVolume(keptVolume());
  }, [control, element]);

  // the source is a new one after each opening: it goes on where it was
  const media = snapshot?.media ?? null;
  const free = snapshot?.free ?? true;
  const [source, setSource] = useState<VideoSource | null>(null);
  const chosen = useRef(AUTO);
  const goesOn = useRef({ at: startSeconds, plays: true });
  useEffect(() => {
    if (!element || !playing || media === null) return;
    const { at, plays } = goesOn.current;
    const made = startSource({
      element,
      media,
      startSeconds: at,
      chosen: chosen.current,
      secure: free ? null : (from, to, signal) => playing.secure(from, to, signal),
    });
    setSource(made);
    if (plays) control.play();
    return () => {
      if (control.view.begun) goesOn.current = { at: element.currentTime, plays: control.view.plays };
      made.stop();
      setSource(null);
    };
  }, [element, playing, media, free, control]);
  const view = useSyncExternalStore(
    useCallback((listener: () => void) => source?.onChange(listener) ?? (() => undefined), [source]),
    () => source?.view ?? NO_SOURCE,
    () => NO_SOURCE,
  );

  const moving = video.plays && !video.starved;
  const moves = useMoves(view.gone, moving, () => playing?.reopen());
  const problem = view.gone && moves > MOST_MOVES ? 'network' : view.problem;
  const scene = videoScene({ snapshot, video, problem, growing: view.growing !== null });
  const owned = snapshot?.owned ?? NONE;
  const ownedAtFirst = useOwnedAtFirst(owned, media);
  const second = Math.floor(video.seconds);
  const fresh = !free && second >= (snapshot?.freeSeconds ?? 0) && !covers(ownedAtFirst, [second, second + 1]);
  return {
    here,
    control,
    video,
    source: view,
    setElement,
    choose: (name) => {
      chosen.current = name;
      source?.choose(name);
    },
    media,
    free,
    owned,
    scene,
    counting: moving && fresh && snapshot?.pays === true,
    spending: !free && snapshot?.pays === true && video.plays,
    cost: costOf(snapshot, rate),
    seek: useCallback((seconds: number) => control.seek(seconds), [control]),
  };
}

/** A video has one price as long as it is open: what was spent tells for how many seconds. */
function costOf(snapshot: PlaySnapshot | null, rate: Amount): View['cost'] {
  if (!snapshot || snapshot.spent === 0n || rate === 0n) return null;
  return { seconds: snapshot.spent / rate, amount: snapshot.spent };
}

/** Opens a video anew whose files are gone; returns how often that was in a row. */
function useMoves(gone: boolean, moving: boolean, reopen: () => void): number {
  const [{ moves, was }, setMoves] = useState({ moves: 0, was: false });
  if (gone !== was) setMoves({ moves: gone ? moves + 1 : moves, was: gone });
  else if (moving && !gone && moves > 0) setMoves({ moves: 0, was: false });
  const act = useRef(reopen);
  useEffect(() => {
    act.current = reopen;
  });
  useEffect(() => {
    if (gone && moves <= MOST_MOVES) act.current();
  }, [gone, moves]);
  return moves;
}

/** What was owned already when this opening began: playing it again pays nothing. */
function useOwnedAtFirst(owned: readonly Range[], media: string | null): readonly Range[] {
  const [first, setFirst] = useState<{ media: string | null; owned: readonly Range[] }>({ media: null, owned: NONE });
  if (media !== null && first.media === null) {
    setFirst({ media, owned });
    return owned;
  }
  return first.owned;
}
