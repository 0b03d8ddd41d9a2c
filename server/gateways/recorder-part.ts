import {
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  MkvOutputFormat,
  Output,
  StreamTarget,
} from 'mediabunny';
import {
  type Frame,
  type FrameSetup,
  OPUS_SILENCE,
  OPUS_SILENCE_MS,
  opusMs,
  type PictureCodec,
} from './recorder-frames';

/** What files of the recorder are. */
export const RECORDED_TYPE = 'video/x-matroska';
/** Sound that is so much behind the picture does not come any more: it is silent there. */
const SOUND_LATE = 1;
/** Sound that goes on within so much of where it ended goes on there. */
const SOUND_NEAR = OPUS_SILENCE_MS / 1_000;
/** Opus as RTP carries it (RFC 7845, 5.1): two channels at 48 kHz, nothing left out at first. */
const OPUS_HEAD = Uint8Array.of(...Buffer.from('OpusHead'), 1, 2, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0);
const OPUS = { codec: 'opus', numberOfChannels: 2, sampleRate: 48_000, description: OPUS_HEAD };
/** What players may do with the picture begins here at the latest. */
const CLUSTER_SECONDS = 1;
/** For the last picture of a file, which none follows. */
const LAST_PICTURE = 1 / 30;

/**
 * One file of a recording: a picture and a sound, always, as files of a page have them too, so that
 * they play one after the other. Where there is no sound it is silent.
 */
export class RecordedPart {
  private readonly output: Output;
  private readonly picture: EncodedVideoPacketSource;
  private readonly sound = new EncodedAudioPacketSource('opus');
  private pending: { frame: Frame; at: number } | null = null;
  private soundEnd = 0;
  private soundBegan = false;
  private readonly started: Promise<void>;
  private work: Promise<void>;

  constructor(
    codec: PictureCodec,
    readonly setup: FrameSetup,
    write: (bytes: Uint8Array) => void,
  ) {
    this.picture = new EncodedVideoPacketSource(codec);
    const format = new MkvOutputFormat({ appendOnly: true, minimumClusterDuration: CLUSTER_SECONDS });
    const target = new StreamTarget(new WritableStream({ write: ({ data }) => write(data) }));
    this.output = new Output({ format, target });
    this.output.addVideoTrack(this.picture);
    this.output.addAudioTrack(this.sound);
    this.started = this.output.start();
    this.work = this.started;
  }

  /** A frame, so many seconds after the file's first one. */
  addFrame(frame: Frame, at: number): void {
    this.writePending(at);
    this.pending = { frame, at };
    this.fillSilence(at - SOUND_LATE);
  }

  /** A packet of Opus; what is before the file's beginning, or is there already, is left out. */
  addSound(packet: Uint8Array, at: number): void {
    if (at < this.soundEnd - SOUND_NEAR) return;
    this.fillSilence(at - SOUND_NEAR);
    this.writeSound(packet, opusMs(packet) / 1_000);
  }

  /** Whether frames with this setup belong into this file. */
  takes(setup: FrameSetup): boolean {
    const [a, b] = [this.setup.description, setup.description];
    return (
      this.setup.width === setup.width &&
      this.setup.height === setup.height &&
      (a?.length ?? 0) === (b?.length ?? 0) &&
      (a?.every((byte, at) => byte === b?.[at]) ?? true)
    );
  }

  /** All of it is written. */
  async end(): Promise<void> {
    if (this.pending) this.fillSilence(this.pending.at);
    this.writePending(null);
    await this.work;
    await this.output.finalize();
  }

  private writePending(next: number | null): void {
    const { pending } = this;
    if (!pending) return;
    this.pending = null;
    const { frame, at } = pending;
    const duration = next === null ? LAST_PICTURE : Math.max(0, next - at);
    const packet = new EncodedPacket(frame.data, frame.key ? 'key' : 'delta', at, duration);
    const { codec, width, height, description } = this.setup;
    const decoderConfig = { codec, codedWidth: width, codedHeight: height, ...(description && { description }) };
    this.enqueue(() => this.picture.add(packet, { decoderConfig }));
  }

  private fillSilence(until: number): void {
    while (this.soundEnd + OPUS_SILENCE_MS / 1_000 <= until) this.writeSound(OPUS_SILENCE, OPUS_SILENCE_MS / 1_000);
  }

  /** One goes on where the one before ended: the sender's clock counts whole packets. */
  private writeSound(data: Uint8Array, duration: number): void {
    const packet = new EncodedPacket(data, 'key', this.soundEnd, duration);
    this.soundEnd += duration;
    const first = !this.soundBegan;
    this.soundBegan = true;
    const meta = first ? { decoderConfig: OPUS } : undefined;
    this.enqueue(() => this.sound.add(packet, meta));
  }

  private enqueue(run: () => Promise<void>): void {
    this.work = this.work.then(run);
    this.work.catch(() => undefined); // whoever ends the file is told
  }
}
