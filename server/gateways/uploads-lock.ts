import { type Locker } from '@tus/server';
import { type Timers } from '../../sdk/timers';

/** So long a request may take to let go of an upload that another one asks for. */
const RELEASE_MS = 20_000;
/** Clients of the protocol try again on it, as on 409. */
const LOCKED = { status_code: 423, body: 'Somebody else writes this upload\n' };

interface Holder {
  release(): void;
  /** One may wait: whoever comes then is sent away. */
  next: (() => void) | null;
}

/**
 * One request at a time has an upload, in this process. Whoever comes asks the one before to stop,
 * whose line may be dead, and waits without turning round and round.
 */
export function createUploadLocker(timers: Timers): Locker {
  const held = new Map<string, Holder>();
  return {
    newLock(id) {
      return {
        async lock(signal, requestRelease) {
          const release = () => void requestRelease();
          const holder = held.get(id);
          if (!holder) {
            held.set(id, { release, next: null });
            return;
          }
          if (holder.next) throw LOCKED;
          const given = new Promise<void>((resolve, reject) => {
            const giveUp = () => {
              holder.next = null;
              reject(LOCKED as unknown as Error);
            };
            const cancel = timers.setTimeout(giveUp, RELEASE_MS);
            signal.addEventListener('abort', giveUp, { once: true });
            holder.next = () => {
              cancel();
              signal.removeEventListener('abort', giveUp);
              resolve();
            };
          });
          holder.release();
          await given;
          // handed over by whoever had it: nobody came between
          const now = held.get(id);
          if (now) now.release = release;
        },
        unlock() {
          const holder = held.get(id);
          const next = holder?.next;
          if (holder && next) {
            holder.next = null;
            next();
          } else held.delete(id);
          return Promise.resolve();
        },
      };
    },
  };
}
