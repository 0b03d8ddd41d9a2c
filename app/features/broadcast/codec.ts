/** How a browser encodes one kind of video, by its own word. */
export interface Encoding {
  /** It does so for a call at all. */
  supported: boolean;
  /** It keeps up. */
  smooth: boolean;
  /** A chip does it: no fan, no empty battery. */
  efficient: boolean;
}

/** The kinds of video that are asked about. */
export type VideoCodec = 'av1' | 'vp9' | 'h264' | 'vp8';

/** What a browser can do, as far as it matters to the choice. */
export interface Abilities {
  encodings: Record<VideoCodec, Encoding>;
  /** Publishes one picture in layers (SVC), which AV1 and VP9 need here. */
  layers: boolean;
  cores: number;
  /** Runs on a battery and in a hand. */
  handheld: boolean;
}

/** What is sent, and what is sent instead to who cannot see that. */
export interface CodecChoice {
  videoCodec: VideoCodec;
  backupCodec: 'vp8' | 'h264' | null;
}

/** From so many cores on, VP9 by software leaves enough for the rest. */
const CORES_FOR_VP9 = 8;

/**
 * The codec that gives the best picture for the bytes without more work than the machine does
 * easily: AV1 by a chip, VP9 by a chip or on many cores, else what each viewer can see. The first
 * two carry all layers in one stream and keep a backup for who cannot see them.
 */
export function chooseCodec({ encodings, layers, cores, handheld }: Abilities): CodecChoice {
  const { av1, vp9, h264, vp8 } = encodings;
  const easy = ({ supported, smooth, efficient }: Encoding) => supported && smooth && efficient;
  const backupCodec = vp8.supported ? 'vp8' : h264.supported ? 'h264' : null;
  if (layers && easy(av1)) return { videoCodec: 'av1', backupCodec };
  const strong = !handheld && cores >= CORES_FOR_VP9;
  if (layers && (easy(vp9) || (strong && vp9.supported && vp9.smooth))) return { videoCodec: 'vp9', backupCodec };
  if (easy(h264) && (handheld || !vp8.supported)) return { videoCodec: 'h264', backupCodec: null };
  return { videoCodec: vp8.supported || !h264.supported ? 'vp8' : 'h264', backupCodec: null };
}
