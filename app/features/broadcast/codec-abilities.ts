import { type Abilities, type Encoding, type VideoCodec } from './codec';

const CODECS = ['av1', 'vp9', 'h264', 'vp8'] as const satisfies VideoCodec[];
const PICTURE = { width: 1280, height: 720, bitrate: 1_700_000, framerate: 30 };
const NONE: Encoding = { supported: false, smooth: false, efficient: false };

/** Asks the browser what it encodes, and how easily. */
export async function readAbilities(layers: (codec: 'av1' | 'vp9') => boolean): Promise<Abilities> {
  const can = new Set(RTCRtpSender.getCapabilities('video')?.codecs.map(({ mimeType }) => mimeType.toLowerCase()));
  const encodings = await Promise.all(
    CODECS.map(async (codec) => [codec, can.has(`video/${codec}`) ? await encodingOf(codec) : NONE] as const),
  );
  return {
    encodings: Object.fromEntries(encodings) as Abilities['encodings'],
    layers: layers('av1') || layers('vp9'),
    cores: navigator.hardwareConcurrency,
    handheld: matchMedia('(pointer: coarse) and (hover: none)').matches,
  };
}

/**
 * Where a browser does not say how well it encodes, what it offers counts as done by software, and
 * as keeping up.
 */
async function encodingOf(codec: VideoCodec): Promise<Encoding> {
  const unknown: Encoding = { supported: true, smooth: codec === 'vp8' || codec === 'h264', efficient: false };
  if (!('mediaCapabilities' in navigator)) return unknown;
  try {
    const { supported, smooth, powerEfficient } = await navigator.mediaCapabilities.encodingInfo({
      type: 'webrtc',
      video: { contentType: `video/${codec}`, ...PICTURE },
    });
    return { supported: supported || unknown.supported, smooth, efficient: powerEfficient };
  } catch {
    return unknown;
  }
}
