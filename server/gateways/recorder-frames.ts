/** What of an RTP packet is needed to put frames together. */
export interface MediaPacket {
  sequence: number;
  timestamp: number;
  marker: boolean;
  payload: Uint8Array;
}

/** The codecs of pictures that are recorded as they come. */
export type PictureCodec = 'avc' | 'vp8' | 'vp9';

/** A picture as its encoder made it. */
export interface Frame {
  /** Of RTP's clock, 32 bits. */
  timestamp: number;
  key: boolean;
  data: Uint8Array;
  /** What decoders are told before it; only with a key frame. */
  setup?: FrameSetup;
}

export interface FrameSetup {
  /** As RFC 6381 has it. */
  codec: string;
  width: number;
  height: number;
  /** AVCDecoderConfigurationRecord. */
  description?: Uint8Array;
}

/** Packets that are missing are asked for again; so long the ones behind them wait. */
const WAIT_MS = 500;

/**
 * Brings packets into the order in which they were sent. One that does not come is passed over
 * after a while: `lost` is called, then the rest goes on.
 */
export class PacketOrder {
  private next: number | null = null;
  private readonly waiting = new Map<number, MediaPacket>();
  private waitingSince: number | null = null;

  constructor(
    private readonly out: (packet: MediaPacket) => void,
    private readonly lost: () => void,
  ) {}

  push(packet: MediaPacket, nowMs: number): void {
    this.next ??= packet.sequence;
    const ahead = (packet.sequence - this.next) & 0xffff;
    if (ahead >= 0x8000) return; // it was passed over, or came twice
    this.waiting.set(packet.sequence, packet);
    this.drain();
    if (this.waiting.size === 0) {
      this.waitingSince = null;
      return;
    }
    this.waitingSince ??= nowMs;
    if (nowMs - this.waitingSince < WAIT_MS) return;
    this.passOver();
    this.waitingSince = this.waiting.size > 0 ? nowMs : null;
  }

  private drain(): void {
    for (;;) {
      const packet = this.next === null ? undefined : this.waiting.get(this.next);
      if (!packet) return;
      this.waiting.delete(packet.sequence);
      this.next = (packet.sequence + 1) & 0xffff;
      this.out(packet);
    }
  }

  private passOver(): void {
    const from = this.next ?? 0;
    const ahead = [...this.waiting.keys()].map((sequence) => (sequence - from) & 0xffff);
    this.next = (from + Math.min(...ahead)) & 0xffff;
    this.lost();
    this.drain();
  }
}

/**
 * Puts the packets of a picture together. After a loss nothing comes until the next key frame: a
 * picture that stands still is better than a broken one.
 */
export class FrameAssembly {
  private readonly reader: FrameReader;
  private timestamp: number | null = null;
  private broken = true;

  constructor(
    codec: PictureCodec,
    private readonly out: (frame: Frame) => void,
  ) {
    this.reader = READERS[codec]();
  }

  /** A packet is missing: what has come of this picture is nothing. */
  lose(): void {
    this.broken = true;
    this.timestamp = null;
    this.reader.take();
  }

  push({ timestamp, marker, payload }: MediaPacket): void {
    if (payload.length === 0) return; // LiveKit tries the line out with these
    if (this.timestamp !== null && timestamp !== this.timestamp) this.finish();
    this.timestamp = timestamp;
    this.reader.push(payload);
    if (marker) this.finish();
  }

  private finish(): void {
    const { timestamp } = this;
    this.timestamp = null;
    const frame = this.reader.take();
    if (!frame || timestamp === null) return;
    if (frame.setup && isBlank(frame.setup)) this.broken = true;
    else if (this.broken && !(frame.key && frame.setup)) return;
    else this.give(frame, timestamp);
  }

  private give(frame: Omit<Frame, 'timestamp'>, timestamp: number): void {
    this.broken = false;
    this.out({ ...frame, timestamp });
  }
}

/** What LiveKit sends at the end of a track, so that players show nothing of it any more. */
const isBlank = ({ width, height }: FrameSetup) => width <= BLANK && height <= BLANK;
const BLANK = 16;

/** Reads the payloads of one picture, in their order. */
interface FrameReader {
  push(payload: Uint8Array): void;
  /** What was read, and begins anew; null when that is no picture. */
  take(): Omit<Frame, 'timestamp'> | null;
}

const READERS: Record<PictureCodec, () => FrameReader> = { avc: readAvc, vp8: readVp8, vp9: readVp9 };

/** RFC 6184: single units, STAP-A and FU-A. */
function readAvc(): FrameReader {
  let units: Uint8Array[] = [];
  let fragments: Uint8Array[] = [];
  let sps: Uint8Array | null = null;
  let pps: Uint8Array | null = null;
  return {
    push(payload) {
      const [first = 0, second = 0] = payload;
      const type = first & 0x1f;
      if (type === 24) {
        let at = 1;
        while (at + 2 < payload.length) {
          const length = ((payload[at] ?? 0) << 8) | (payload[at + 1] ?? 0);
          units.push(payload.subarray(at + 2, at + 2 + length));
          at += 2 + length;
        }
      } else if (type === 28) {
        if (second & 0x80) fragments = [Uint8Array.of((first & 0xe0) | (second & 0x1f))];
        else if (fragments.length === 0) return;
        fragments.push(payload.subarray(2));
        if (!(second & 0x40)) return;
        units.push(join(fragments));
        fragments = [];
      } else if (type > 0 && type < 24) units.push(payload);
    },
    take() {
      const kinds = units.map((unit) => (unit[0] ?? 0) & 0x1f);
      const of = (kind: number) => units[kinds.indexOf(kind)] ?? null;
      [sps, pps] = [of(7) ?? sps, of(8) ?? pps];
      // what the setup says is not said again in each picture, nor is where a picture begins
      const data = units.filter((_unit, at) => ![7, 8, 9].includes(kinds[at] ?? 0));
      const key = kinds.includes(5);
      const isPicture = key || kinds.includes(1);
      units = [];
      fragments = [];
      if (!isPicture) return null;
      const setup = key && sps && pps ? avcSetup(sps, pps) : null;
      return { key, data: withLengths(data), ...(setup ? { setup } : {}) };
    },
  };
}

function withLengths(units: Uint8Array[]): Uint8Array {
  return join(units.flatMap((unit) => [bigEndian32(unit.length), unit]));
}

const bigEndian32 = (value: number) =>
  Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
const bigEndian16 = (value: number) => Uint8Array.of(value >>> 8, value & 0xff);
const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function avcSetup(sps: Uint8Array, pps: Uint8Array): FrameSetup | null {
  const size = avcSize(sps);
  if (!size) return null;
  const profile = sps.subarray(1, 4);
  const description = join([
    Uint8Array.of(1, ...profile, 0xff, 0xe1),
    bigEndian16(sps.length),
    sps,
    Uint8Array.of(1),
    bigEndian16(pps.length),
    pps,
    // high profiles say their sampling; programs that send live use 4:2:0 of 8 bits
    ...([100, 110, 122, 144].includes(profile[0] ?? 0) ? [Uint8Array.of(0xfd, 0xf8, 0xf8, 0)] : []),
  ]);
  return { codec: `avc1.${hex(profile)}`, ...size, description };
}

/** Width and height by a sequence parameter set (ITU-T H.264, 7.3.2.1.1); null when it is none. */
export function avcSize(sps: Uint8Array): { width: number; height: number } | null {
  const bits = readBits(withoutEmulation(sps.subarray(1)));
  const profile = bits.take(8);
  bits.take(16);
  bits.golomb(); // its id
  let chroma = 1;
  if ([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135].includes(profile)) {
    chroma = bits.golomb();
    if (chroma === 3) bits.take(1);
    bits.golomb();
    bits.golomb();
    bits.take(1);
    if (bits.take(1)) {
      for (let list = 0; list < (chroma === 3 ? 12 : 8); list++) {
        if (!bits.take(1)) continue;
        let [last, next] = [8, 8];
        for (let at = 0; at < (list < 6 ? 16 : 64); at++) {
          if (next !== 0) next = (last + bits.signedGolomb() + 256) % 256;
          if (next !== 0) last = next;
        }
      }
    }
  }
  bits.golomb();
  const order = bits.golomb();
  if (order === 0) bits.golomb();
  if (order === 1) {
    bits.take(1);
    bits.golomb();
    bits.golomb();
    const cycle = bits.golomb();
    for (let at = 0; at < Math.min(cycle, 255); at++) bits.golomb();
  }
  bits.golomb();
  bits.take(1);
  const columns = bits.golomb() + 1;
  const rows = bits.golomb() + 1;
  const wholeFrames = bits.take(1);
  if (!wholeFrames) bits.take(1);
  bits.take(1);
  const crop = bits.take(1) ? [bits.golomb(), bits.golomb(), bits.golomb(), bits.golomb()] : [];
  const [left = 0, right = 0, top = 0, bottom = 0] = crop;
  const across = chroma === 1 || chroma === 2 ? 2 : 1;
  const down = (chroma === 1 ? 2 : 1) * (2 - wholeFrames);
  const width = columns * 16 - (left + right) * across;
  const height = rows * 16 * (2 - wholeFrames) - (top + bottom) * down;
  return bits.isOver() || width <= 0 || height <= 0 || width > 16_384 || height > 16_384 ? null : { width, height };
}

/** Takes out the bytes that keep start codes from appearing inside a unit. */
function withoutEmulation(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, at) => !(byte === 3 && at > 1 && bytes[at - 1] === 0 && bytes[at - 2] === 0));
}

function readBits(bytes: Uint8Array) {
  let at = 0;
  const take = (count: number): number => {
    let value = 0;
    for (let bit = 0; bit < count; bit++, at++) value = value * 2 + (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
    return value;
  };
  const golomb = (): number => {
    let zeros = 0;
    while (zeros < 32 && at < bytes.length * 8 && take(1) === 0) zeros++;
    return 2 ** zeros - 1 + take(zeros);
  };
  const signedGolomb = (): number => {
    const value = golomb();
    return value % 2 ? (value + 1) / 2 : -value / 2;
  };
  return { take, golomb, signedGolomb, isOver: () => at > bytes.length * 8 };
}

/** RFC 7741. */
function readVp8(): FrameReader {
  let chunks: Uint8Array[] = [];
  return {
    push(payload) {
      const start = vp8Start(payload);
      if (start < payload.length) chunks.push(payload.subarray(start));
    },
    take() {
      const data = join(chunks);
      chunks = [];
      const key = ((data[0] ?? 1) & 1) === 0;
      if (data.length < 3) return null;
      if (!key) return { key, data };
      if (data.length < 10 || data[3] !== 0x9d || data[4] !== 0x01 || data[5] !== 0x2a) return null;
      const pair = (at: number) => ((data[at] ?? 0) | ((data[at + 1] ?? 0) << 8)) & 0x3fff;
      return { key, data, setup: { codec: 'vp8', width: pair(6), height: pair(8) } };
    },
  };
}

function vp8Start(payload: Uint8Array): number {
  const [first = 0, extended = 0] = payload;
  if (!(first & 0x80)) return 1;
  let at = 2;
  if (extended & 0x80) at += (payload[at] ?? 0) & 0x80 ? 2 : 1;
  if (extended & 0x40) at += 1;
  if (extended & 0x30) at += 1;
  return at;
}

/** RFC 9628. */
function readVp9(): FrameReader {
  let chunks: Uint8Array[] = [];
  let predicted = false;
  return {
    push(payload) {
      if (chunks.length === 0) predicted = ((payload[0] ?? 0) & 0x40) !== 0;
      const start = vp9Start(payload);
      if (start < payload.length) chunks.push(payload.subarray(start));
    },
    take() {
      const data = join(chunks);
      chunks = [];
      if (data.length === 0) return null;
      const setup = predicted ? null : vp9Setup(data);
      return setup ? { key: true, data, setup } : { key: false, data };
    },
  };
}

function vp9Start(payload: Uint8Array): number {
  const first = payload[0] ?? 0;
  const [hasId, isPredicted, hasLayers, isFlexible, hasStructure] = [0x80, 0x40, 0x20, 0x10, 0x02].map(
    (bit) => (first & bit) !== 0,
  );
  let at = 1;
  if (hasId) at += (payload[at] ?? 0) & 0x80 ? 2 : 1;
  if (hasLayers) at += isFlexible ? 1 : 2;
  if (isFlexible && isPredicted) {
    for (let count = 0; count < 3; count++) if (!((payload[at++] ?? 0) & 1)) break;
  }
  if (!hasStructure) return at;
  const structure = payload[at++] ?? 0;
  if (structure & 0x10) at += ((structure >> 5) + 1) * 4;
  if (structure & 0x08) {
    const groups = payload[at++] ?? 0;
    for (let group = 0; group < groups; group++) at += 1 + (((payload[at] ?? 0) >> 2) & 3);
  }
  return at;
}

/** What a key frame's own header says (VP9 bitstream, 6.2); null when it is none. */
function vp9Setup(data: Uint8Array): FrameSetup | null {
  const bits = readBits(data.subarray(0, 16));
  if (bits.take(2) !== 2) return null;
  const profile = bits.take(1) + 2 * bits.take(1);
  if (profile !== 0 || bits.take(1) || bits.take(1)) return null;
  bits.take(2);
  if (bits.take(24) !== 0x498342) return null;
  if (bits.take(3) !== 7) bits.take(1);
  return { codec: 'vp09.00.40.08', width: bits.take(16) + 1, height: bits.take(16) + 1 };
}

/** How long a packet of Opus lasts, by its first byte (RFC 6716, 3.1). */
export function opusMs(packet: Uint8Array): number {
  const [first = 0, second = 0] = packet;
  const config = first >> 3;
  const one =
    config < 12
      ? ([10, 20, 40, 60][config & 3] ?? 20)
      : config < 16
        ? ([10, 20][config & 1] ?? 20)
        : ([2.5, 5, 10, 20][config & 3] ?? 20);
  const count = [1, 2, 2, second & 0x3f][first & 3] ?? 1;
  return one * count;
}

/** 20 milliseconds in which nothing is heard. */
export const OPUS_SILENCE = Uint8Array.of(0xf8, 0xff, 0xfe);
export const OPUS_SILENCE_MS = 20;

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
