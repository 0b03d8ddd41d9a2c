import { later, SECOND } from '../clock';
import { type Deps, type RestreamRun, type VideoSegment } from '../deps';
import { type StreamId } from '../ids';
import { videoKey } from '../storage-key';
import { sleep } from '../../sdk/timers';

type SourceDeps = Pick<Deps, 'db' | 'clock' | 'timers' | 'storage' | 'videos'>;

/** A segment is there after a second or two. */
const LOOK_EVERY = SECOND / 2;
/** Where nothing came for so long, what was sent is ended well, and begun anew with the next. */
const RUN_ENDS_AFTER = 15 * SECOND;
/** Whoever is so many segments behind goes on with the newest. */
const MOST_BEHIND = 20;

/**
 * What comes in of a recording, from its newest segment on, as runs of one shape each: where other
 * tracks or another folder begin, another run does.
 */
export class GrowingSource {
  readonly #deps: SourceDeps;
  readonly #id: StreamId;
  readonly #signal: AbortSignal;
  #folder: string | null = null;
  /** How many segments of the folder were given out, or left out. */
  #at = 0;

  constructor(deps: SourceDeps, id: StreamId, signal: AbortSignal) {
    this.#deps = deps;
    this.#id = id;
    this.#signal = signal;
  }

  /** Waits for the next segment, and gives the run that it begins. Rejects when it is aborted. */
  async next(): Promise<RestreamRun> {
    for (;;) {
      const now = await this.#look();
      const first = now?.segments[this.#at];
      if (now && first) return { codecs: now.codecs, bytes: this.#bytes(now.folder, first) };
      await sleep(this.#deps.timers, LOOK_EVERY, this.#signal);
    }
  }

  async *#bytes(folder: string, first: VideoSegment): AsyncGenerator<Uint8Array> {
    yield* this.#read(folder, first.init);
    yield* this.#read(folder, first.file);
    this.#at += 1;
    let until = later(this.#deps.clock.now(), RUN_ENDS_AFTER);
    while (this.#deps.clock.now() < until) {
      const now = await this.#look();
      const segment = now?.folder === folder ? now.segments[this.#at] : undefined;
      if (now && now.folder !== folder) return;
      if (segment) {
        if (segment.init !== first.init || segment.discontinuity) return;
        if (now && now.segments.length - this.#at > MOST_BEHIND) return void (this.#at = now.segments.length - 1);
        yield* this.#read(folder, segment.file);
        this.#at += 1;
        until = later(this.#deps.clock.now(), RUN_ENDS_AFTER);
      } else await sleep(this.#deps.timers, LOOK_EVERY, this.#signal);
    }
  }

  /** How it stands; null while it cannot be played. Another folder is begun with its newest. */
  async #look() {
    this.#signal.throwIfAborted();
    const video = await this.#deps.videos.read(this.#deps, this.#id).catch(() => null);
    const [rendition] = video?.index.renditions ?? [];
    if (!video?.growing || !rendition) return null;
    const { segments, codecs } = rendition;
    if (video.folder !== this.#folder) {
      this.#folder = video.folder;
      this.#at = Math.max(segments.length - 1, 0);
    }
    return { folder: video.folder, segments, codecs };
  }

  async *#read(folder: string, file: string): AsyncGenerator<Uint8Array> {
    const found = await this.#deps.storage.read(videoKey(folder, file));
    if (!found) throw new Error('a segment that was named is not there');
    const reader = found.content.getReader();
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        yield value;
      }
    } finally {
      // whoever stops in the middle keeps no file open
      await reader.cancel();
    }
  }
}
