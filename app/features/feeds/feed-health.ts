import { bitRate, type HealthRating } from '../../ui/Health';
import { type FeedFigures } from './feed-figures';

/** A viewer who comes sees nothing before the next key frame. */
const KEY_FRAMES = { fair: 2.6, bad: 6 };
const LOSS = { fair: 0.02, bad: 0.08 };
const FEW_FRAMES = 20;
const LOW_BITS = 800_000;

/** What is received, as a sentence: "1080p60, 5.8 Mbit/s, a key frame every 2 s". */
export function receivedWords({ height, framesPerSecond, bitsPerSecond, keyFrameSeconds }: FeedFigures): string {
  const size = framesPerSecond === null ? `${height}p` : `${height}p${Math.round(framesPerSecond)}`;
  const keys = keyFrameSeconds === null ? [] : [`a key frame every ${wholeOrTenth(keyFrameSeconds)} s`];
  return [size, bitRate(bitsPerSecond), ...keys].join(', ');
}

/** How good a feed is that a program sends, and what to change in the program. */
export function rateFeed(figures: FeedFigures | null): HealthRating {
  if (!figures) return { tone: 'resting', word: 'Looking', advice: 'It takes a few seconds to measure what arrives.' };
  const { hasPicture, hasSound, lost, keyFrameSeconds, sinceKeyFrame, troubled, codec, profile } = figures;
  if (!hasPicture && !hasSound)
    return {
      tone: 'bad',
      word: 'Nothing arrives',
      advice: 'The program is connected, and sends neither picture nor sound. Nobody pays meanwhile.',
    };
  if (!hasPicture)
    return { tone: 'fair', word: 'Sound alone', advice: 'No picture arrives. Add a source to the scene.' };
  const received = `We receive ${receivedWords(figures)}.`;
  const apart = keyFrameSeconds ?? sinceKeyFrame;
  if (apart >= KEY_FRAMES.fair)
    return {
      tone: apart >= KEY_FRAMES.bad ? 'bad' : 'fair',
      word: 'Key frames are far apart',
      advice: `${received} Whoever comes sees nothing until the next one: set the key frame interval to 1 s.`,
    };
  if ((lost ?? 0) >= LOSS.fair)
    return {
      tone: (lost ?? 0) >= LOSS.bad ? 'bad' : 'fair',
      word: 'Data is lost on the way',
      advice: `${received} Lower the bitrate, use a cable, and stop other uploads.`,
    };
  if (troubled > 0 && codec === 'H264' && profile !== '42')
    return {
      tone: 'fair',
      word: 'The picture stutters',
      advice: `${received} Most often these are B-frames: set the profile to baseline, or bf=0.`,
    };
  if (troubled > 0)
    return {
      tone: 'fair',
      word: 'The picture stutters',
      advice: `${received} The computer may be busy, or the bitrate too high for the network.`,
    };
  if (figures.framesPerSecond !== null && figures.framesPerSecond < FEW_FRAMES)
    return { tone: 'fair', word: 'Few pictures', advice: `${received} Movement is not smooth below 24 a second.` };
  if (figures.height >= 720 && figures.bitsPerSecond < LOW_BITS)
    return { tone: 'good', word: 'Good', advice: `${received} If movement is blurred, raise the bitrate.` };
  return { tone: 'good', word: 'Good', advice: received };
}

function wholeOrTenth(seconds: number): string {
  const tenths = Math.round(seconds * 10) / 10;
  return Math.abs(tenths - Math.round(tenths)) < 0.15 ? `${Math.round(tenths)}` : tenths.toFixed(1);
}
