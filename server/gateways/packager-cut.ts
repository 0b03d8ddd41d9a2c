import { type EncodedPacket } from 'mediabunny';

/** Segments are about so long, where key frames allow. */
const TARGET = 2;
/** No segment is shorter, but for the last. */
const LEAST = 1;
/** Where nothing is for so long, in no track, the clock of the file jumped: no time passes. */
const MOST_GAP = 10;
/** A clock that goes back by more was set back. */
const MOST_BACK = 2;
/** Of a packet that does not say how long it lasts. */
const A_FRAME = 1 / 30;

/** A packet on the timeline of the whole video, in seconds. */
export interface Timed {
  data: Uint8Array;
  at: number;
  duration: number;
  key: boolean;
}

/** What stands between two cuts; all of it begins at or after `start`, and before `end`. */
export interface Cut {
  start: number;
  end: number;
  video: Timed[];
  audio: Timed[];
  /** When the sound after it begins; null when nothing comes. */
  audioGoesOn: number | null;
}

/** Key frames are too far apart to cut between them. */
export class UncutError extends Error {}

export interface CutLimits {
  /** No segment is longer than so many seconds, or has more bytes. */
  seconds: number;
  bytes: number;
}

/** A group of pictures: a key frame, and what is decoded by it. */
interface Group {
  packets: Timed[];
  /** When its key frame is shown; pictures that lean on it alone may come before that. */
  keyAt: number;
  start: number;
  last: number;
  bytes: number;
}

/**
 * Cuts a file's packets at key frames, on a timeline that begins at `from`. Clocks that jump or go
 * back are put right, so that the timeline never does.
 */
export async function* cutAtKeyFrames(
  tracks: { video: AsyncIterable<EncodedPacket>; audio: AsyncIterable<EncodedPacket> | null },
  from: number,
  limits: CutLimits,
): AsyncGenerator<Cut> {
  const video = new Clocked(tracks.video);
  const audio = new Clocked(tracks.audio);
  // pictures that lean on what is not there cannot be shown
  let first = await video.peek();
  while (first && first.type !== 'key') {
    video.take();
    first = await video.peek();
  }
  if (!first) return;
  const firstKey = first.timestamp;
  const zero = Math.min(firstKey, (await audio.peek())?.timestamp ?? Infinity);
  video.shift = audio.shift = from - zero;

  let start = from;
  const held: { current: Group | null; group: Group | null } = { current: null, group: null };
  let sound: Timed[] = [];
  /** How far the timeline has come. */
  let clock = from;

  const cutBefore = (end: number, packets: Timed[]): Cut => {
    const until = sound.findIndex(({ at }) => at >= end);
    const cut = until < 0 ? sound : sound.slice(0, until);
    sound = until < 0 ? [] : sound.slice(until);
    // sound that comes after it is perhaps read no further than one ahead
    const ahead = audio.next < end + LEAST ? audio.next : null;
    const done = { start, end, video: packets, audio: cut, audioGoesOn: sound[0]?.at ?? ahead };
    start = end;
    return done;
  };
  const mayCutBefore = (group: Group, current: Group) => group.start > current.last && group.start - start >= LEAST;
  /** Whether a cut at `end` is nearer to the length that is aimed at than one before a group. */
  const isNearer = (group: Group, end: number) =>
    Math.abs(end - start - TARGET) < Math.abs(group.start - start - TARGET);
  /** A group is whole: what was gathered is cut off before it, or goes on with it. */
  const gather = (whole: Group, end: number): Cut | null => {
    const { current } = held;
    if (!current) {
      held.current = whole;
      return null;
    }
    if (mayCutBefore(whole, current) && !isNearer(whole, end)) {
      const cut = cutBefore(whole.start, current.packets);
      held.current = whole;
      return cut;
    }
    current.packets.push(...whole.packets);
    current.last = Math.max(current.last, whole.last);
    current.bytes += whole.bytes;
    return null;
  };

  for (;;) {
    // what is read ahead is not waited for: there is one turn a packet, not three
    const picture = video.ahead === undefined ? await video.peek() : video.ahead;
    const sounds = audio.ahead === undefined ? await audio.peek() : audio.ahead;
    if (!picture && !sounds) break;
    const next = Math.min(video.next, audio.next);
    if (next > clock + MOST_GAP) {
      video.shift -= next - clock;
      audio.shift -= next - clock;
    }
    if (picture && video.next <= audio.next) {
      const timed = video.timed(picture);
      clock = Math.max(clock, timed.at + timed.duration);
      const { group, current } = held;
      if (timed.key) {
        const cut = group && gather(group, timed.at);
        if (cut) yield cut;
        held.group = {
          packets: [timed],
          keyAt: timed.at,
          start: timed.at,
          last: timed.at,
          bytes: timed.data.byteLength,
        };
      } else if (group && (current || timed.at >= group.start)) {
        // before the very first key frame in time, there is nothing that they could lean on
        group.packets.push(timed);
        group.start = Math.min(group.start, timed.at);
        group.last = Math.max(group.last, timed.at);
        group.bytes += timed.data.byteLength;
        if (current && timed.at > group.keyAt && !isNearer(group, timed.at) && mayCutBefore(group, current)) {
          // wherever the next group begins, here is nearer: who waits for this waits not for that
          held.current = null;
          yield cutBefore(group.start, current.packets);
        }
      }
      video.take();
    } else if (sounds) {
      const timed = audio.timed(sounds);
      clock = Math.max(clock, timed.at + timed.duration);
      sound.push(timed);
      audio.take();
    }
    const bytes = (held.current?.bytes ?? 0) + (held.group?.bytes ?? 0);
    if (bytes > limits.bytes || clock - start > limits.seconds) throw new UncutError();
  }
  const cut = held.group && gather(held.group, clock);
  if (cut) yield cut;
  if (held.current) yield cutBefore(clock, held.current.packets);
}

/** A track that is read one packet ahead, on a clock that is put right. */
class Clocked {
  /** From the file's times to the timeline's. */
  shift = 0;
  private readonly packets: AsyncIterator<EncodedPacket, unknown> | null;
  /** Undefined before it was read, null after the last one. */
  ahead: EncodedPacket | null | undefined;
  private latest = -Infinity;
  private end = -Infinity;

  constructor(packets: AsyncIterable<EncodedPacket> | null) {
    // no generator around another: each would cost every packet a few turns
    this.packets = packets?.[Symbol.asyncIterator]() ?? null;
  }

  async peek(): Promise<EncodedPacket | null> {
    if (this.ahead === undefined) {
      const next = await this.packets?.next();
      this.ahead = next && !next.done ? next.value : null;
    }
    return this.ahead;
  }

  take(): void {
    this.ahead = undefined;
  }

  /** When the packet that is read ahead begins; never, when there is none. */
  get next(): number {
    if (!this.ahead) return Infinity;
    const at = this.ahead.timestamp + this.shift;
    if (at < this.latest - MOST_BACK) this.shift += this.end - at;
    return this.ahead.timestamp + this.shift;
  }

  timed({ data, timestamp, duration, type }: EncodedPacket): Timed {
    const at = timestamp + this.shift;
    const lasts = duration > 0 && duration < MOST_GAP ? duration : A_FRAME;
    this.latest = Math.max(this.latest, at);
    this.end = Math.max(this.end, at + lasts);
    return { data, at, duration: lasts, key: type === 'key' };
  }
}
