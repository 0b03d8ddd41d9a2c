/** What the browser tells of a picture that arrives; counters only grow. */
export interface PictureSample {
  bytes: number;
  frames: number;
  keyFrames: number;
  dropped: number;
  freezes: number;
  lost: number;
  packets: number;
  width: number;
  height: number;
  /** "H264", "VP8". */
  codec: string;
  /** The H.264 profile, two hex digits; "" where there is none. */
  profile: string;
}

/** What arrives of a feed, at one moment. */
export interface FeedSample {
  /** Milliseconds of one clock. */
  at: number;
  picture: PictureSample | null;
  /** Bytes of sound; null where none is sent. */
  sound: number | null;
}

/** What a feed is, in figures; null where it is not known yet. */
export interface FeedFigures {
  bitsPerSecond: number;
  framesPerSecond: number | null;
  width: number;
  height: number;
  /** Seconds from one key frame to the next. */
  keyFrameSeconds: number | null;
  /** None came for so many seconds, and at least for as long as it was looked at. */
  sinceKeyFrame: number;
  /** The share of packets that got lost on the way to here. */
  lost: number | null;
  /** Frames that arrived and could not be shown, and stops of the picture. */
  troubled: number;
  codec: string;
  profile: string;
  hasPicture: boolean;
  hasSound: boolean;
}

/** So far back rates are reckoned. */
const RATE_MS = 5_000;

/** The figures of a feed from its samples, the oldest first, about one a second. */
export function feedFigures(samples: readonly FeedSample[]): FeedFigures | null {
  const [oldest, last] = [samples[0], samples.at(-1)];
  if (!oldest || !last || samples.length < 2) return null;
  const first = samples.find(({ at }) => last.at - at <= RATE_MS && at < last.at) ?? oldest;
  const seconds = (last.at - first.at) / 1_000;
  const grown = (of: (sample: FeedSample) => number) => Math.max(0, of(last) - of(first));
  const ofPicture = (field: 'bytes' | 'frames' | 'dropped' | 'freezes' | 'lost' | 'packets') =>
    grown(({ picture }) => picture?.[field] ?? 0);
  const packets = ofPicture('packets') + ofPicture('lost');
  const { picture } = last;
  return {
    bitsPerSecond: Math.round(((ofPicture('bytes') + grown(({ sound }) => sound ?? 0)) * 8) / seconds),
    framesPerSecond: picture && first.picture ? ofPicture('frames') / seconds : null,
    width: picture?.width ?? 0,
    height: picture?.height ?? 0,
    ...keyFramesIn(samples, oldest.at, last.at),
    lost: packets > 0 ? ofPicture('lost') / packets : null,
    troubled: ofPicture('dropped') + ofPicture('freezes'),
    codec: picture?.codec ?? '',
    profile: picture?.profile ?? '',
    hasPicture: picture !== null && ofPicture('frames') > 0,
    hasSound: grown(({ sound }) => sound ?? 0) > 0,
  };
}

/** How far key frames are apart: between the first that was seen to come and the last. */
function keyFramesIn(
  samples: readonly FeedSample[],
  from: number,
  to: number,
): Pick<FeedFigures, 'keyFrameSeconds' | 'sinceKeyFrame'> {
  const came = samples.flatMap(({ at, picture }, index) => {
    const before = samples[index - 1]?.picture;
    return picture && before && picture.keyFrames > before.keyFrames ? [{ at, count: picture.keyFrames }] : [];
  });
  const [first, last] = [came[0], came.at(-1)];
  const counted = first && last ? last.count - first.count : 0;
  return {
    keyFrameSeconds: first && last && counted > 0 ? (last.at - first.at) / counted / 1_000 : null,
    sinceKeyFrame: (to - (last?.at ?? from)) / 1_000,
  };
}
