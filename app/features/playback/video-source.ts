import type HlsClass from 'hls.js';
import { type HlsConfig } from 'hls.js';
import { type Secure, securingLoader } from './securing-loader';

/** A size of the picture to choose from. */
export interface VideoQuality {
  name: string;
  /** The short side of its picture, by which sizes are called. */
  height: number;
}

/** How a video is fetched, as the controls show it. */
export interface SourceView {
  qualities: readonly VideoQuality[];
  /** What is chosen: a quality’s name, by itself, or the sound alone. */
  chosen: string;
  /** What makes that it does not go on. */
  problem: 'network' | 'media' | 'unsupported' | null;
  /** By the addresses that are known nothing is there any more. */
  gone: boolean;
  /**
   * While more of it comes: how far it goes by now, and how near to that one can play without a
   * pause; in seconds.
   */
  growing: { edge: number; near: number } | null;
}

/** By the network; and the rendition that has no picture. */
export const AUTO = 'auto';
export const SOUND_ONLY = 'audio';

export interface VideoSource {
  readonly view: SourceView;
  onChange(listener: () => void): () => void;
  choose(name: string): void;
  stop(): void;
}

export interface SourceOptions {
  element: HTMLVideoElement;
  /** Where its files are. */
  media: string;
  /** Null: as near to live as it goes. */
  startSeconds: number | null;
  chosen: string;
  /** Null: nothing is to be paid. */
  secure: Secure | null;
}

/** What is bought ahead is little: whoever leaves has paid for a few seconds too many. */
const PAID_AHEAD = { maxBufferLength: 6, maxMaxBufferLength: 6 };
const FREE_AHEAD = { maxBufferLength: 30, maxMaxBufferLength: 60 };
/**
 * What is recorded comes in pieces of three seconds. Playing nearer to live than this would stop
 * between them.
 */
const BEHIND_SECONDS = 5;
/** So often in a row what failed is tried again by itself. */
const MOST_RETRIES = 4;
/** Hls.js starts there by itself. */
const LIVE = -1;
const NOT_THERE = 404;
const RETRY_MS = 2_000;

/** Fetches a video into an element, for as long as it is shown. */
export function startSource(options: SourceOptions): VideoSource {
  const listeners = new Set<() => void>();
  let view: SourceView = { qualities: [], chosen: options.chosen, problem: null, gone: false, growing: null };
  let running: { choose(name: string): void; stop(): void } | null = null;
  let stopped = false;
  const show = (changes: Partial<SourceView>) => {
    view = { ...view, ...changes };
    for (const listener of listeners) listener();
  };
  void import('hls.js/light').then(
    ({ default: Hls }) => {
      if (stopped) return;
      running = Hls.isSupported() ? byHls(Hls, options, show) : byBrowser(options, show);
    },
    () => show({ problem: 'network' }),
  );
  return {
    get view() {
      return view;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    choose(name) {
      show({ chosen: name });
      running?.choose(name);
    },
    stop() {
      stopped = true;
      running?.stop();
    },
  };
}

function byHls(
  Hls: typeof HlsClass,
  { element, media, startSeconds, chosen, secure }: SourceOptions,
  show: (changes: Partial<SourceView>) => void,
) {
  let hls: HlsClass | null = null;
  let retries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const config = (startPosition: number): Partial<HlsConfig> => ({
    startPosition,
    liveSyncDuration: BEHIND_SECONDS,
    backBufferLength: 30,
    testBandwidth: false,
    capLevelToPlayerSize: true,
    ...(secure ? PAID_AHEAD : FREE_AHEAD),
    ...(secure && { fLoader: securingLoader(Hls.DefaultConfig.loader, secure) }),
  });
  const load = (name: string, at: number) => {
    hls?.destroy();
    const made = new Hls(config(at));
    hls = made;
    made.on(Hls.Events.MANIFEST_PARSED, () => {
      // the sound alone is a playlist of its own, which names no sizes
      if (name === SOUND_ONLY) return;
      const qualities = made.levels.map((level) => ({
        name: nameOf(level.uri),
        height: Math.min(level.width, level.height),
      }));
      show({ qualities: [...qualities].sort((a, b) => b.height - a.height) });
      set(made, name);
    });
    made.on(Hls.Events.FRAG_BUFFERED, () => {
      retries = 0;
      show({ problem: null });
    });
    made.on(Hls.Events.LEVEL_UPDATED, (_, { details: { live, edge } }) => {
      if (made === hls) show({ growing: live ? { edge, near: made.liveSyncPosition ?? edge } : null });
    });
    made.on(Hls.Events.ERROR, (_, { fatal, type, response }) => {
      if (made !== hls) return;
      if (response?.code === NOT_THERE) {
        made.stopLoad();
        return show({ gone: true });
      }
      if (!fatal) return;
      const problem = type === Hls.ErrorTypes.MEDIA_ERROR ? 'media' : 'network';
      retries += 1;
      if (retries > MOST_RETRIES) return show({ problem });
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (made !== hls) return;
        if (problem === 'media') made.recoverMediaError();
        else made.startLoad();
      }, RETRY_MS);
    });
    made.loadSource(`${media}${name === SOUND_ONLY ? SOUND_ONLY : 'master'}.m3u8`);
    made.attachMedia(element);
  };
  const set = (made: HlsClass, name: string) => {
    made.nextLevel = name === AUTO ? -1 : made.levels.findIndex((level) => nameOf(level.uri) === name);
  };
  let now = chosen;
  load(chosen, startSeconds ?? LIVE);
  return {
    choose(name: string) {
      const other = (name === SOUND_ONLY) !== (now === SOUND_ONLY);
      now = name;
      if (!other) {
        if (hls) set(hls, name);
        return;
      }
      const { currentTime, paused } = element;
      load(name, currentTime);
      if (!paused)
        element.addEventListener('loadedmetadata', () => void element.play().catch(() => undefined), { once: true });
    },
    stop() {
      clearTimeout(timer);
      hls?.destroy();
      hls = null;
    },
  };
}

/** A browser that plays such files by itself asks nobody before it fetches one. */
function byBrowser(
  { element, media, startSeconds, secure }: SourceOptions,
  show: (changes: Partial<SourceView>) => void,
) {
  if (secure || element.canPlayType('application/vnd.apple.mpegurl') === '') {
    show({ problem: 'unsupported' });
    return { choose: () => undefined, stop: () => undefined };
  }
  const begin = () => {
    if (startSeconds !== null) element.currentTime = startSeconds;
  };
  element.addEventListener('loadedmetadata', begin, { once: true });
  element.src = `${media}master.m3u8`;
  return {
    choose(name: string) {
      const at = element.currentTime;
      element.addEventListener('loadedmetadata', () => (element.currentTime = at), { once: true });
      element.src = `${media}${name === AUTO ? 'master' : name}.m3u8`;
    },
    stop() {
      element.removeAttribute('src');
      element.load();
    },
  };
}

/** A rendition is called as its playlist is. */
const nameOf = (uri: string) => /([^/]+)\.m3u8/.exec(uri)?.[1] ?? uri;
