import { type Deps } from '../deps';
import { type ViewingId } from '../ids';

/** Why a wait for the next change ended. */
type Woken = 'changed' | 'time' | 'aborted';

/**
 * Follows a viewing at this process: its viewer counts as present until `stop`. `next` waits for
 * the next change, or for `milliseconds`, or until `signal` is aborted.
 */
export function followChanges(
  { meters, timers }: Pick<Deps, 'meters' | 'timers'>,
  id: ViewingId,
  signal: AbortSignal | undefined,
) {
  let changed = false;
  let wake = () => {};
  const unfollow = meters.follow(id, () => {
    changed = true;
    wake();
  });
  const onAbort = () => wake();
  signal?.addEventListener('abort', onAbort);
  return {
    async next(milliseconds: number): Promise<Woken> {
      if (!changed && !signal?.aborted) {
        await new Promise<void>((resolve) => {
          const cancel = timers.setTimeout(resolve, milliseconds);
          wake = () => {
            cancel();
            resolve();
          };
        });
      }
      const woken = changed ? 'changed' : 'time';
      changed = false;
      return signal?.aborted ? 'aborted' : woken;
    },
    stop() {
      unfollow();
      signal?.removeEventListener('abort', onAbort);
    },
  };
}
