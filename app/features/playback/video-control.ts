import { type Range, rangesOf } from './ranges';

/** How a video plays, as the page shows it. A new object whenever something changes. */
export interface VideoView {
  /** It is to go on: neither paused nor over. */
  plays: boolean;
  seconds: number;
  duration: number;
  buffered: readonly Range[];
  /** There is nothing to show at this place yet. */
  starved: boolean;
  /** A picture was there already. */
  begun: boolean;
  ended: boolean;
  speed: number;
  muted: boolean;
  volume: number;
  /** The browser wants a click before it plays with sound. */
  blocked: boolean;
}

const NOTHING: VideoView = {
  plays: false,
  seconds: 0,
  duration: 0,
  buffered: [],
  starved: true,
  begun: false,
  ended: false,
  speed: 1,
  muted: false,
  volume: 1,
  blocked: false,
};
/** Before there is an element. */
export const EMPTY_VIDEO: VideoView = Object.freeze(NOTHING);

const EVENTS = [
  ...['play', 'playing', 'pause', 'timeupdate', 'progress', 'waiting', 'stalled', 'canplay', 'loadeddata'],
  ...['seeking', 'seeked', 'ended', 'ratechange', 'volumechange', 'durationchange', 'emptied', 'loadedmetadata'],
];
/** From so much on an element can go on. */
const HAVE_FUTURE_DATA = 3;
const HAVE_CURRENT_DATA = 2;
/**
 * The beginning, in seconds. Asked for a moment before the first picture of what grows, hls.js
 * looks for the live one, and for ever.
 */
const FIRST_PICTURE = 0.1;

/** One video element: what it does, and what can be done with it. */
export interface VideoControl {
  readonly view: VideoView;
  onChange(listener: () => void): () => void;
  /** Follows an element; returns how to stop that. */
  attach(element: HTMLVideoElement): () => void;
  /** Muted where the browser would not let it begin otherwise. */
  play(): void;
  pause(): void;
  seek(seconds: number): void;
  setSpeed(speed: number): void;
  setVolume(volume: number): void;
  setMuted(muted: boolean): void;
}

/** Of what still grows a browser knows no end, but how far it can go. */
function lengthOf(duration: number, seekable: TimeRanges): number {
  if (Number.isFinite(duration)) return duration;
  return seekable.length > 0 ? seekable.end(seekable.length - 1) : 0;
}

export function createVideoControl(): VideoControl {
  const listeners = new Set<() => void>();
  let element: HTMLVideoElement | null = null;
  let view = EMPTY_VIDEO;
  let blocked = false;

  const look = () => {
    if (!element) return;
    const { paused, currentTime, duration, seekable, readyState, ended, playbackRate, muted, volume } = element;
    if (!muted) blocked = false;
    view = {
      plays: !paused && !ended,
      seconds: currentTime,
      duration: lengthOf(duration, seekable),
      buffered: rangesOf(element.buffered),
      starved: readyState < (paused ? HAVE_CURRENT_DATA : HAVE_FUTURE_DATA) && !ended,
      begun: view.begun || readyState >= HAVE_CURRENT_DATA,
      ended,
      speed: playbackRate,
      muted,
      volume,
      blocked,
    };
    for (const listener of listeners) listener();
  };
  return {
    get view() {
      return view;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    attach(given) {
      element = given;
      for (const name of EVENTS) given.addEventListener(name, look);
      look();
      return () => {
        for (const name of EVENTS) given.removeEventListener(name, look);
        element = null;
      };
    },
    play() {
      const video = element;
      if (!video) return;
      video.play().catch((problem: unknown) => {
        // a seek or a new source came between: that is no refusal
        if (!(problem instanceof DOMException) || problem.name !== 'NotAllowedError') return;
        if (video.muted) return look();
        video.muted = true;
        blocked = true;
        video.play().catch(() => undefined);
        look();
      });
    },
    pause() {
      element?.pause();
    },
    seek(seconds) {
      if (!element) return;
      const end = lengthOf(element.duration, element.seekable) || Infinity;
      element.currentTime = Math.max(FIRST_PICTURE, Math.min(seconds, end));
      look();
    },
    setSpeed(speed) {
      if (element) element.playbackRate = element.defaultPlaybackRate = speed;
    },
    setVolume(volume) {
      if (!element) return;
      element.volume = Math.max(0, Math.min(1, Math.round(volume * 20) / 20));
      element.muted = element.volume === 0;
    },
    setMuted(muted) {
      if (!element) return;
      element.muted = muted;
      if (!muted && element.volume === 0) element.volume = 0.5;
    },
  };
}
