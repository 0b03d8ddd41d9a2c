import { type MediaProgress } from './media';

/**
 * Adds what the tracks count up to one progress that only ever grows, whatever tracks come, go or
 * begin again.
 */
export class MediaTally {
  private total: MediaProgress = { frames: 0, samples: 0 };
  private seen = new Map<string, MediaProgress>();

  /**
   * Takes what each track that is there counts now. Of several tracks the liveliest decides: two
   * sounds at a time are no more time than one.
   */
  take(tracks: Iterable<readonly [id: string, counts: MediaProgress]>): MediaProgress {
    const now = new Map(tracks);
    let frames = 0;
    let samples = 0;
    for (const [id, counts] of now) {
      const before = this.seen.get(id) ?? { frames: 0, samples: 0 };
      frames = Math.max(frames, grown(before.frames, counts.frames));
      samples = Math.max(samples, grown(before.samples, counts.samples));
    }
    this.seen = now;
    this.total = { frames: this.total.frames + frames, samples: this.total.samples + samples };
    return this.total;
  }
}

/**
 * A count that fell began again at nothing, and how much of it is new nobody knows: none of it is
 * taken.
 */
function grown(before: number, now: number): number {
  return Number.isFinite(now) && now > before ? now - before : 0;
}
