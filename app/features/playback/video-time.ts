/** Where a video is, for parts of its page that follow it and that it does not hold. */
export interface VideoTime {
  readonly ms: number;
  set(ms: number): void;
  onChange(listener: () => void): () => void;
}

export function createVideoTime(): VideoTime {
  const listeners = new Set<() => void>();
  let now = 0;
  return {
    get ms() {
      return now;
    },
    set(ms) {
      if (ms === now) return;
      now = ms;
      for (const listener of listeners) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
