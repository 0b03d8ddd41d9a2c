import { open } from 'node:fs/promises';
import {
  EncodedPacketSink,
  type EncodedPacket,
  FilePathSource,
  Input,
  type InputAudioTrack,
  type InputTrack,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  QTFF,
  type Source,
  WEBM,
} from 'mediabunny';
import { type PackagingFailure } from '../deps';
import { type AudioTrackShape, type VideoTrackShape, withLengths } from './packager-mp4';

export type Container = 'mp4' | 'webm' | 'mkv';
/** No video is longer, in seconds. */
export const LONGEST = 10 * 3600;
const FORMATS = [MP4, QTFF, WEBM, MATROSKA];
/** The kinds of the first box that a file of the MP4 family has. */
const FIRST_BOXES = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'styp', 'moof', 'sidx']);
const EBML = 0x1a45dfa3;
const VIDEO_CODECS = new Set(['avc', 'hevc', 'av1', 'vp9']);
const AUDIO_CODECS = new Set(['aac', 'opus', 'flac']);

/** A video file that is open, told by its bytes. */
export interface OpenVideo extends Disposable {
  container: Container;
  video: InputVideoTrack;
  audio: InputAudioTrack | null;
}

/**
 * What a file is, by its first bytes: nothing that is a list of other files, or a script, comes any
 * further.
 */
export function containerOf(head: Buffer): Container | null {
  if (head.length < 12) return null;
  if (head.readUInt32BE(0) === EBML) {
    const text = head.toString('latin1', 0, 64);
    return text.includes('webm') ? 'webm' : text.includes('matroska') ? 'mkv' : null;
  }
  return FIRST_BOXES.has(head.toString('latin1', 4, 8)) ? 'mp4' : null;
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(4096);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Opens a video file; a refusal where it is none, or has no beginning. */
export async function openVideo(path: string): Promise<OpenVideo | PackagingFailure> {
  return openSource(await headOf(path), new FilePathSource(path));
}

/** The same of what comes from anywhere, by its first bytes. */
export async function openSource(head: Buffer, source: Source): Promise<OpenVideo | PackagingFailure> {
  const container = containerOf(head);
  if (!container) return 'notAVideo';
  const input = new Input({ formats: FORMATS, source });
  try {
    const video = await input.getPrimaryVideoTrack();
    if (video) {
      const audio = await video.getPrimaryPairableAudioTrack();
      return { container, video, audio, [Symbol.dispose]: () => input.dispose() };
    }
    const isMore = (await input.getTracks()).length > 0;
    input.dispose();
    return isMore ? 'notAVideo' : 'truncated';
  } catch (error) {
    input.dispose();
    if (isOfTheSystem(error)) throw error;
    // it begins as a video does, and what says the rest is not there
    return 'truncated';
  }
}

/** What disks and systems say; anything else that reading throws is the file's own doing. */
function isOfTheSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** The packets of a track, up to where the file is whole. */
export async function* wholePackets(track: InputTrack, startCodes = false): AsyncGenerator<EncodedPacket> {
  const packets = new EncodedPacketSink(track).packets(undefined, undefined, { verifyKeyPackets: true });
  try {
    for await (const packet of packets) yield startCodes ? packet.clone({ data: withLengths(packet.data) }) : packet;
  } catch (error) {
    if (isOfTheSystem(error)) throw error;
  }
}

/** How browsers decode a track; null where they cannot, or where it does not say. */
export async function videoShape(track: InputVideoTrack): Promise<VideoTrackShape | null> {
  const codec = await track.getCodec();
  if (!codec || !VIDEO_CODECS.has(codec)) return null;
  const config = await track.getDecoderConfig();
  if (!config) return null;
  const pixels = (config.codedWidth ?? 0) * (config.codedHeight ?? 0);
  const named = { ...config, codec: codec === 'vp9' ? withLevel(config.codec, pixels) : config.codec };
  return { codec, config: named, rotation: await track.getRotation() };
}

/** Levels of VP9, and how many pixels a picture of each may have. */
const VP9_LEVELS = [
  [36_864, '10'],
  [73_728, '11'],
  [122_880, '20'],
  [245_760, '21'],
  [552_960, '30'],
  [983_040, '31'],
  [2_228_224, '41'],
  [8_912_896, '51'],
] as const;

/** Browsers record VP9 in MP4 at level 0, which there is none of, and do not play that. */
export function withLevel(codec: string, pixels: number): string {
  const level = VP9_LEVELS.find(([most]) => pixels <= most)?.[1] ?? '61';
  return codec.replace(/^(vp09\.\d\d)\.00\./, `$1.${level}.`);
}

export async function audioShape(track: InputAudioTrack): Promise<AudioTrackShape | null> {
  const codec = await track.getCodec();
  if (!codec || !AUDIO_CODECS.has(codec)) return null;
  const config = await track.getDecoderConfig();
  if (!config || (codec === 'aac' && !config.description)) return null;
  return { codec, config };
}
