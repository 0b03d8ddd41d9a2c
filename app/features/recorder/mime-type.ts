/**
 * What a browser may record in, best first: H.264 plays everywhere and costs little to encode; VP9
 * and AV1 are as good and play nearly everywhere. VP8 comes last, for most of what plays HLS does
 * not take it.
 */
const WAYS = [
  'video/mp4;codecs=avc1.640028,mp4a.40.2',
  'video/mp4;codecs=avc1.640028,opus',
  'video/mp4;codecs=avc1.42E01F,mp4a.40.2',
  'video/mp4;codecs=avc1.42E01F,opus',
  'video/webm;codecs=h264,opus',
  'video/webm;codecs=vp9,opus',
  'video/mp4;codecs=vp9,opus',
  'video/mp4;codecs=av01.0.08M.08,opus',
  'video/webm;codecs=av1,opus',
  'video/mp4',
  'video/webm;codecs=vp8,opus',
  'video/webm',
];

/** What this browser records in; null where it records nothing that we can play. */
export function chooseMimeType(isSupported: (type: string) => boolean): string | null {
  return WAYS.find(isSupported) ?? null;
}

/** So many bits a second for a picture so high: it is kept no worse than it is sent. */
export function bitsFor(height: number): number {
  if (height >= 2160) return 16_000_000;
  if (height >= 1440) return 10_000_000;
  if (height >= 1080) return 6_000_000;
  if (height >= 720) return 4_000_000;
  if (height >= 480) return 2_000_000;
  return 1_000_000;
}
