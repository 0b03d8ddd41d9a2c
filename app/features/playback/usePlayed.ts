import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { type PlaySnapshot } from '../../../sdk/playing';
import { type Amount } from '../../../sdk/money';
import { type View } from '../watch/view';
import { covers, type Range } from './ranges';
import { type PlayingHere } from './usePlaying';
import { useSource } from './useSource';
import { createVideoControl, EMPTY_VIDEO, type VideoControl, type VideoView } from './video-control';
import { videoScene, type VideoScene } from './video-scene';
import { type Secure } from './securing-loader';
import { type SourceView } from './video-source';

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
  // the source is a new one after each opening
  const media = snapshot?.media ?? null;
  const free = snapshot?.free ?? true;
  const opened = useMemo(() => {
    if (!playing || media === null) return null;
    const secure: Secure | null = free ? null : (from, to, signal) => playing.secure(from, to, signal);
    return { media, secure };
  }, [playing, media, free]);
  const { view, setElement, choose } = useSource(control, opened, startSeconds);

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
    choose,
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
