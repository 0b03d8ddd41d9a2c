import { type Meters } from './meters';
import { type ViewingId } from '../ids';

/** The viewings whose state somebody follows at this process, and by how many sockets. */
const followed = new WeakMap<Meters, Map<ViewingId, number>>();

/** As long as somebody follows a viewing at this process, its viewer is there. Returns how to stop. */
export function follow(meters: Meters, id: ViewingId): () => void {
  const here = followed.get(meters) ?? new Map<ViewingId, number>();
  followed.set(meters, here.set(id, (here.get(id) ?? 0) + 1));
  return () => {
    const left = (here.get(id) ?? 1) - 1;
    if (left > 0) here.set(id, left);
    else here.delete(id);
  };
}

/** Whose viewers are there. */
export function followedHere(meters: Meters): ViewingId[] {
  return [...(followed.get(meters)?.keys() ?? [])];
}

/** Waits for the next change of a viewing, or for `milliseconds`, or until `signal` says that nobody listens any more. */
export function changesOf(meters: Meters, id: ViewingId, signal: AbortSignal | undefined) {
  let changed = false;
  let wake = () => {};
  const stopListening = meters.onChange(id, () => {
    changed = true;
    wake();
  });
  const onAbort = () => wake();
  signal?.addEventListener('abort', onAbort);
  return {
    async next(milliseconds: number): Promise<'changed' | 'time' | 'nobody'> {
      if (!changed && !signal?.aborted) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          timer = setTimeout(resolve, milliseconds);
        });
        clearTimeout(timer);
      }
      const came = changed ? 'changed' : 'time';
      changed = false;
      return signal?.aborted ? 'nobody' : came;
    },
    stop() {
      stopListening();
      signal?.removeEventListener('abort', onAbort);
    },
  };
}
