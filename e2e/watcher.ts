import { type Media } from '../sdk/media';
import { type Amount } from '../sdk/money';
import { createNodeMedia } from '../sdk/node-media';
import { type SignedVoucher } from '../sdk/voucher';
import { memoryVouchers, type VoucherStore } from '../sdk/voucher-store';
import { joinStream, type Watching, type WatchOptions } from '../sdk/watching';
import { eventually, type Actor } from './actor';

const LOOK_MS = 100;
/** Without a new picture for so long, what is on the screen stands still. */
const STILL_MS = 1_000;
/**
 * Whoever sees for so long that the picture was stopped asks for it again, as the page offers it.
 */
const RESUME_AFTER_MS = 5_000;

/** Somebody who watches and pays by the SDK in Node, and whoever notes what they see and sign. */
export interface Watcher {
  watching: Watching;
  media: Media;
  /**
   * The newest voucher of the pair that this device has signed: whatever else happens, that is
   * owed.
   */
  signed(): SignedVoucher | null;
  /** How long the picture moved so far, in milliseconds. */
  movedMs(): number;
  /** How often the picture was let in: each time one second is paid ahead. */
  grants(): number;
  /** The spans in which it stood still, as clock times (performance.now()). */
  stills(): { from: number; to: number }[];
  /** Resolves once so many more seconds were signed for and stored by the server's word. */
  paysFor(seconds: number, withinMs?: number): Promise<void>;
  /** Leaves, and stops looking. */
  leave(): Promise<void>;
}

/**
 * Vouchers as a device keeps them: the same memory for all viewings of an actor, as a browser has
 * it.
 */
const memories = new WeakMap<Actor, VoucherStore>();

/** Joins a stream of this price as this actor and pays from the first second on. */
export function watch(actor: Actor, streamId: string, rate: Amount, options: Partial<WatchOptions> = {}): Watcher {
  const media = createNodeMedia();
  const memory = memories.get(actor) ?? memoryVouchers();
  memories.set(actor, memory);
  let newest: SignedVoucher | null = null;
  const vouchers: VoucherStore = {
    newest: (pair) => memory.newest(pair),
    save(pair, voucher) {
      if (!newest || voucher.seconds > newest.seconds) newest = voucher;
      return memory.save(pair, voucher);
    },
  };
  const { client, keys } = actor;
  const watching = joinStream({ client, streamId, media, keys, vouchers, rate, payAtOnce: true, ...options });
  const pictures = measurePictures(media);
  let [grants, paying] = [0, false];
  watching.onChange(({ phase }) => {
    if (phase?.kind === 'paying' && !paying) grants += 1;
    paying = phase?.kind === 'paying';
  });
  const stopResuming = resumeAfterCut(watching);
  return {
    watching,
    media,
    movedMs: pictures.movedMs,
    stills: pictures.stills,
    grants: () => grants,
    signed: () => newest,
    async paysFor(seconds, withinMs = 30_000) {
      // of this viewing: the vouchers of a pair count on from the viewings before
      const from = watching.snapshot.seconds;
      await eventually(
        () => `${seconds} more seconds paid (${describe({ watching })})`,
        withinMs,
        () => watching.snapshot.seconds >= from + BigInt(seconds) && watching.snapshot.phase?.kind === 'paying',
      );
    },
    async leave() {
      pictures.stop();
      stopResuming();
      await watching.leave();
    },
  };
}

/** What somebody is shown, as text. */
export function describe({ watching: { snapshot } }: Pick<Watcher, 'watching'>): string {
  return JSON.stringify(snapshot, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

/**
 * Goes on watching where the picture was stopped because a second was paid in vain; returns how to
 * stop that.
 */
function resumeAfterCut(watching: Watching): () => void {
  let since: number | null = null;
  const looking = setInterval(() => {
    const { phase, pays } = watching.snapshot;
    if (!pays || phase?.kind !== 'cut' || phase.why !== 'late') return (since = null);
    since ??= performance.now();
    if (performance.now() - since < RESUME_AFTER_MS) return;
    since = null;
    void watching.resume();
  }, LOOK_MS);
  return () => clearInterval(looking);
}

/** Notes when pictures came. */
function measurePictures(media: Media) {
  const stills: { from: number; to: number }[] = [];
  let [frames, movedAt, moved, lookedAt] = [0, performance.now(), 0, performance.now()];
  let stoppedAt: number | null = null;
  const looking = setInterval(() => void look(), LOOK_MS);
  async function look() {
    const progress = await media.progress().catch(() => ({ frames }));
    const now = performance.now();
    if (progress.frames !== frames) {
      if (now - movedAt > STILL_MS && frames > 0) stills.push({ from: movedAt, to: now });
      [frames, movedAt] = [progress.frames, now];
    }
    if (now - movedAt <= STILL_MS && frames > 0) moved += now - lookedAt;
    lookedAt = now;
  }
  return {
    movedMs: () => moved,
    stills() {
      const to = stoppedAt ?? performance.now();
      return to - movedAt > STILL_MS ? [...stills, { from: movedAt, to }] : stills;
    },
    stop() {
      clearInterval(looking);
      stoppedAt ??= performance.now();
    },
  };
}
