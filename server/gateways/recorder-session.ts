import { systemTimers } from '../../sdk/timers';
import { type ArrivingTrack, type LineEvents, type LineOptions, openLine, type TrackTaker } from './recorder-line';
import { type Frame, FrameAssembly, PacketOrder } from './recorder-frames';
import { RecordedPart } from './recorder-part';

/** Key frames are asked for so often: recordings are cut and begun there. */
const KEY_FRAME_MS = 2_000;
/** A picture that did not go on for so long is over: its file ends, the next begins another. */
const PICTURE_QUIET_MS = 3_000;
/** A track that carried nothing for so long gives its place to another of its kind. */
const TRACK_QUIET_MS = 1_500;
/** The senders' clocks are waited for so long: by them sound and picture fit. */
const CLOCK_WAIT_MS = 4_000;
/** Some tell wrong clocks: what is further from what arrives is not believed. */
const CLOCK_WRONG_S = 0.3;
/** A time that jumps further is no loss: the sender began anew. */
const JUMP_S = 5;
const RETRY_MS = 1_000;
const WATCH_MS = 500;

/** What the recorder tells. */
export interface SessionNews {
  /** A file begins, of what was sent so many milliseconds ago. */
  begin(agoMs: number): void;
  write(bytes: Uint8Array): void;
  end(): void;
  unreadable(): void;
  /** Another recorder is in this place. */
  replaced(): void;
}

/** A track's own clock: RTP counts with 32 bits, from anywhere. */
class TrackClock {
  private last: number | null = null;
  private wraps = 0;
  /** Arrival and time of the packet that came soonest. */
  private soonest: { arrived: number; at: number } | null = null;
  /** The sender's own word: what moment a time is. */
  private said: { seconds: number; at: number } | null = null;

  constructor(private readonly rate: number) {}

  /** Seconds by this track's clock. */
  at(timestamp: number): number {
    if (this.last !== null) {
      const step = timestamp - this.last;
      if (step < -0x8000_0000) this.wraps++;
      else if (step > 0x8000_0000) this.wraps--;
    }
    this.last = timestamp;
    return (timestamp + this.wraps * 2 ** 32) / this.rate;
  }

  arrive(at: number, arrived: number): void {
    const { soonest } = this;
    if (!soonest || arrived - at < soonest.arrived - soonest.at) this.soonest = { arrived, at };
  }

  report(seconds: number, timestamp: number): void {
    if (this.last === null) return;
    // near the last packet, whichever round of the count that is
    const step = (timestamp - this.last) | 0;
    this.said = { seconds, at: (this.last + this.wraps * 2 ** 32 + step) / this.rate };
  }

  get knows(): boolean {
    return this.said !== null;
  }

  /** What is added to this clock for the moment by arrival, and by the sender. */
  arrivalOffset(): number {
    return this.soonest ? this.soonest.arrived - this.soonest.at : 0;
  }
  saidOffset(): number | null {
    return this.said && this.said.seconds - this.said.at;
  }
}

interface Taken {
  track: ArrivingTrack;
  clock: TrackClock;
  heardMs: number;
}

/** How far sound and picture are apart by their clocks: with it the sound's is the picture's. */
export function soundOffset(picture: TrackClock, sound: TrackClock): number {
  const byArrival = sound.arrivalOffset() - picture.arrivalOffset();
  const [p, s] = [picture.saidOffset(), sound.saidOffset()];
  if (p === null || s === null) return byArrival;
  return Math.abs(s - p - byArrival) > CLOCK_WRONG_S ? byArrival : s - p;
}

/**
 * Is in a room for as long as it is recorded, comes again when the line breaks, and makes files of
 * what its creator sends: another one after each break. Nothing is decoded.
 */
export function runSession(options: Omit<LineOptions, 'token'>, token: () => Promise<string>, news: SessionNews) {
  let stopped = false;
  let leave: (() => Promise<void>) | null = null;
  let picture: Taken | null = null;
  let sound: Taken | null = null;
  let part: { file: RecordedPart; zero: number; last: number; sound: number | null } | null = null;
  /** Frames and sounds that wait until the clocks are known. */
  let held: { sinceMs: number; frames: Frame[]; sounds: { data: Uint8Array; at: number }[] } | null = null;
  let ending = Promise.resolve();
  const nowMs = () => performance.now();

  const endPart = () => {
    held = null;
    const ended = part;
    part = null;
    if (!ended) return;
    ending = ending
      .then(() => ended.file.end())
      .catch(() => undefined)
      .then(() => news.end());
  };
  const beginPart = () => {
    const [from] = held?.frames ?? [];
    if (!held || !from?.setup || !picture?.track.codec) return;
    const { frames, sounds, sinceMs } = held;
    held = null;
    const zero = picture.clock.at(from.timestamp);
    const file = startFile(picture.track.codec, from.setup, nowMs() - sinceMs);
    part = { file, zero, last: zero, sound: sound && soundOffset(picture.clock, sound.clock) };
    // sound first: where a picture is and no sound came in time, it is silent
    for (const { data, at } of sounds) addSound(data, at);
    for (const frame of frames) takeFrame(frame);
  };
  /** Files follow each other: what is written of one comes after the end of the one before. */
  const startFile = (codec: NonNullable<ArrivingTrack['codec']>, setup: NonNullable<Frame['setup']>, agoMs: number) => {
    const before = ending;
    const since = nowMs() - agoMs;
    ending = ending.then(() => news.begin(nowMs() - since));
    return new RecordedPart(codec, setup, (bytes) => {
      void before.then(() => news.write(bytes));
    });
  };
  const takeFrame = (frame: Frame): void => {
    if (part && frame.setup && !part.file.takes(frame.setup)) endPart();
    if (part) return addFrame(frame);
    if (!held && frame.key && frame.setup) held = { sinceMs: nowMs(), frames: [], sounds: [] };
    held?.frames.push(frame);
    lookAtClocks();
  };
  const addFrame = (frame: Frame): void => {
    if (!part || !picture) return;
    const at = picture.clock.at(frame.timestamp);
    if (Math.abs(at - part.last) > JUMP_S) {
      endPart();
      return takeFrame(frame);
    }
    part.last = at;
    part.file.addFrame(frame, Math.max(0, at - part.zero));
  };
  const addSound = (data: Uint8Array, at: number) => {
    if (!part || !picture || !sound) return;
    part.sound ??= soundOffset(picture.clock, sound.clock);
    const from = at + part.sound - part.zero;
    // sound is never far from the picture that it belongs to
    if (from < 0 || Math.abs(from + part.zero - part.last) > JUMP_S) return;
    part.file.addSound(data, from);
  };
  const lookAtClocks = () => {
    if (!held || !picture) return;
    const known = picture.clock.knows && (sound?.clock.knows ?? false);
    if (known || nowMs() - held.sinceMs > CLOCK_WAIT_MS) beginPart();
  };

  const events: LineEvents = {
    track(track) {
      const taken: Taken = { track, clock: new TrackClock(track.clockRate), heardMs: nowMs() };
      return track.kind === 'picture' ? takePicture(taken) : takeSound(taken);
    },
    unreadable: () => news.unreadable(),
    closed(why) {
      forget();
      leave = null;
      if (why === 'replaced') {
        stopped = true;
        void ending.then(() => news.replaced());
      } else if (!stopped) systemTimers.setTimeout(() => void enter(), RETRY_MS);
    },
  };
  const mayTake = (current: Taken | null, next: Taken) =>
    current === null || current === next || nowMs() - current.heardMs > TRACK_QUIET_MS;

  function takePicture(taken: Taken): TrackTaker {
    const { track, clock } = taken;
    if (!track.codec) {
      news.unreadable();
      return { packet: () => undefined, report: () => undefined };
    }
    const frames = new FrameAssembly(track.codec, takeFrame);
    const order = new PacketOrder(
      (packet) => frames.push(packet),
      () => {
        frames.lose();
        track.askForKeyFrame();
      },
    );
    track.askForKeyFrame();
    return {
      packet(packet) {
        if (!mayTake(picture, taken)) return;
        if (picture !== taken) {
          endPart();
          picture = taken;
        }
        taken.heardMs = nowMs();
        if (packet.payload.length > 0) clock.arrive(clock.at(packet.timestamp), nowMs() / 1_000);
        order.push(packet, nowMs());
      },
      report: (seconds, timestamp) => {
        clock.report(seconds, timestamp);
        lookAtClocks();
      },
    };
  }

  function takeSound(taken: Taken): TrackTaker {
    const { clock } = taken;
    const order = new PacketOrder(
      ({ timestamp, payload }) => {
        if (payload.length === 0) return;
        const at = clock.at(timestamp);
        if (part) addSound(payload, at);
        else held?.sounds.push({ data: payload, at });
      },
      () => undefined,
    );
    return {
      packet(packet) {
        if (!mayTake(sound, taken)) return;
        if (sound !== taken) {
          sound = taken;
          if (part) part.sound = null;
          if (held) held.sounds = [];
        }
        taken.heardMs = nowMs();
        if (packet.payload.length > 0) clock.arrive(clock.at(packet.timestamp), nowMs() / 1_000);
        order.push(packet, nowMs());
      },
      report: (seconds, timestamp) => {
        clock.report(seconds, timestamp);
        lookAtClocks();
      },
    };
  }

  const forget = () => {
    endPart();
    picture = null;
    sound = null;
  };
  async function enter() {
    if (stopped) return;
    try {
      const opened = openLine({ ...options, token: await token() }, events);
      leave = opened;
    } catch {
      systemTimers.setTimeout(() => void enter(), RETRY_MS);
    }
  }
  const stopAsking = systemTimers.setInterval(() => picture?.track.askForKeyFrame(), KEY_FRAME_MS);
  const stopWatching = systemTimers.setInterval(() => {
    lookAtClocks();
    if (picture && nowMs() - picture.heardMs > PICTURE_QUIET_MS) endPart();
  }, WATCH_MS);
  void enter();

  return {
    /** Leaves the room; resolves once the last file has ended. */
    async stop() {
      stopped = true;
      stopAsking();
      stopWatching();
      if (held) beginPart();
      forget();
      await leave?.();
      await ending;
    },
  };
}
