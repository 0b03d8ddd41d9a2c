import { type PartNote } from './part-note';
import { afterEvent, NOTHING_RECORDED, type RecorderEvent, type RecorderState } from './recorder-state';

/** All that one page knows of recordings, and the notes of the parts that it has. */
export interface RecorderStore {
  readonly snapshot: RecorderState;
  /** By the names of parts. */
  readonly notes: Map<string, PartNote>;
  tell(event: RecorderEvent): void;
  onChange(listener: () => void): () => void;
}

export function createRecorderStore(): RecorderStore {
  let snapshot = NOTHING_RECORDED;
  const listeners = new Set<() => void>();
  return {
    notes: new Map(),
    get snapshot() {
      return snapshot;
    },
    tell(event) {
      const next = afterEvent(snapshot, event);
      if (next === snapshot) return;
      snapshot = next;
      for (const listener of listeners) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
