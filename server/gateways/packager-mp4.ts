import {
  type AudioCodec,
  BufferTarget,
  CmafOutputFormat,
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedVideoPacketSource,
  NullTarget,
  Output,
  type Rotation,
  type VideoCodec,
} from 'mediabunny';

/** What is known of a track before its first packet. */
export interface VideoTrackShape {
  codec: VideoCodec;
  config: VideoDecoderConfig;
  rotation: Rotation;
}
export interface AudioTrackShape {
  codec: AudioCodec;
  config: AudioDecoderConfig;
}

/** What is read before the segments of a run: and how its tracks are numbered and clocked in it. */
export interface InitFile {
  bytes: Uint8Array;
  /** In the order of the file: the video first, where there is one. */
  tracks: { id: number; timescale: number }[];
}

/** One sample of a segment, in ticks of its track. */
export interface Sample {
  data: Uint8Array;
  dts: number;
  pts: number;
  duration: number;
  key: boolean;
}

export interface TrackRun {
  id: number;
  samples: readonly Sample[];
}

/** ISO/IEC 14496-12, 8.8.3.1: depends on nothing; depends on others, and is no sync sample. */
const KEY_FLAGS = 0x02000000;
const DELTA_FLAGS = 0x01010000;

/** Writes the file that says how the tracks of a run are decoded. */
export async function writeInit(
  video: { shape: VideoTrackShape; first: EncodedPacket } | null,
  audio: { shape: AudioTrackShape; first: EncodedPacket } | null,
): Promise<InitFile> {
  const target = new BufferTarget();
  const output = new Output({ format: new CmafOutputFormat(), target: new NullTarget(), initTarget: target });
  const videoSource = video && new EncodedVideoPacketSource(video.shape.codec);
  const audioSource = audio && new EncodedAudioPacketSource(audio.shape.codec);
  if (videoSource) output.addVideoTrack(videoSource, { rotation: video.shape.rotation });
  if (audioSource) output.addAudioTrack(audioSource);
  await output.start();
  // at 0, so that no edit list is written: the segments have the times
  if (videoSource) await videoSource.add(video.first.clone({ timestamp: 0 }), { decoderConfig: video.shape.config });
  if (audioSource) await audioSource.add(audio.first.clone({ timestamp: 0 }), { decoderConfig: audio.shape.config });
  await output.finalize();
  if (!target.buffer) throw new Error('no header was written');
  const bytes = new Uint8Array(target.buffer);
  return { bytes, tracks: tracksOf(Buffer.from(target.buffer)) };
}

/** Writes a fragment (moof and mdat): what a player needs of these seconds after the init file. */
export function writeFragment(sequence: number, tracks: readonly TrackRun[]): Uint8Array {
  const shaped = tracks.map(({ id, samples }) => {
    const shifted = samples.some(({ dts, pts }) => dts !== pts);
    const mixed = samples.some(({ key }) => !key);
    const perSample = 8 + (mixed ? 4 : 0) + (shifted ? 4 : 0);
    const size = samples.reduce((sum, { data }) => sum + data.byteLength, 0);
    return { id, samples, shifted, mixed, trun: 20 + samples.length * perSample, size };
  });
  const trafSize = (trun: number) => 8 + 20 + 20 + trun;
  const moof = 8 + 16 + shaped.reduce((sum, { trun }) => sum + trafSize(trun), 0);
  const payload = shaped.reduce((sum, { size }) => sum + size, 0);
  const out = Buffer.allocUnsafe(moof + 8 + payload);
  let at = 0;
  const u32 = (value: number) => (at = out.writeUInt32BE(value, at));
  const box = (size: number, name: string) => {
    u32(size);
    at += out.write(name, at, 'latin1');
  };
  box(moof, 'moof');
  box(16, 'mfhd');
  u32(0);
  u32(sequence);
  let dataAt = moof + 8;
  for (const { id, samples, shifted, mixed, trun, size } of shaped) {
    box(trafSize(trun), 'traf');
    box(20, 'tfhd');
    u32(0x020020); // data is addressed from the moof; flags that samples have by default
    u32(id);
    u32(KEY_FLAGS);
    box(20, 'tfdt');
    u32(0x01000000);
    at = out.writeBigUInt64BE(BigInt(samples[0]?.dts ?? 0), at);
    box(trun, 'trun');
    u32(0x01000301 | (mixed ? 0x400 : 0) | (shifted ? 0x800 : 0));
    u32(samples.length);
    u32(dataAt);
    for (const { data, dts, pts, duration, key } of samples) {
      u32(duration);
      u32(data.byteLength);
      if (mixed) u32(key ? KEY_FLAGS : DELTA_FLAGS);
      if (shifted) at = out.writeInt32BE(pts - dts, at);
    }
    dataAt += size;
  }
  box(8 + payload, 'mdat');
  for (const { samples } of shaped) {
    for (const { data } of samples) {
      out.set(data, at);
      at += data.byteLength;
    }
  }
  return out;
}

/** The boxes in a stretch of a file: their names and where their content is. */
function* boxesIn(bytes: Buffer, from = 0, to = bytes.length): Generator<{ name: string; start: number; end: number }> {
  for (let at = from; at + 8 <= to;) {
    const size = bytes.readUInt32BE(at);
    if (size < 8 || at + size > to) return;
    yield { name: bytes.toString('latin1', at + 4, at + 8), start: at + 8, end: at + size };
    at += size;
  }
}

function tracksOf(init: Buffer): InitFile['tracks'] {
  const inside = (within: { start: number; end: number }, name: string) =>
    [...boxesIn(init, within.start, within.end)].filter((box) => box.name === name);
  const [moov] = inside({ start: 0, end: init.length }, 'moov');
  return inside(moov ?? { start: 0, end: 0 }, 'trak').map((trak) => {
    const [tkhd] = inside(trak, 'tkhd');
    const [mdia] = inside(trak, 'mdia');
    const [mdhd] = mdia ? inside(mdia, 'mdhd') : [];
    if (!tkhd || !mdhd) throw new Error('a header without tracks was written');
    // in version 1 both times before it have 8 bytes instead of 4
    const after = (box: { start: number }) => box.start + (init[box.start] === 1 ? 20 : 12);
    return { id: init.readUInt32BE(after(tkhd)), timescale: init.readUInt32BE(after(mdhd)) };
  });
}

/** H.264 and H.265 as some write them, with start codes, as MP4 has them: with lengths. */
export function withLengths(data: Uint8Array): Uint8Array {
  const starts: { from: number; code: number }[] = [];
  for (let at = 0; at + 3 <= data.length; at++) {
    if (data[at] !== 0 || data[at + 1] !== 0 || data[at + 2] !== 1) continue;
    starts.push({ from: at + 3, code: at > 0 && data[at - 1] === 0 ? at - 1 : at });
    at += 2;
  }
  const units = starts.map(({ from }, index) => data.subarray(from, starts[index + 1]?.code ?? data.length));
  const out = Buffer.allocUnsafe(units.reduce((sum, unit) => sum + 4 + unit.length, 0));
  let at = 0;
  for (const unit of units) {
    at = out.writeUInt32BE(unit.length, at);
    out.set(unit, at);
    at += unit.length;
  }
  return out;
}
