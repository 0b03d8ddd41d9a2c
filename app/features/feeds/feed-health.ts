import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { type I18n } from '../../../texts/i18n';
import { bitRate, type HealthRating } from '../../ui/Health';
import { type FeedFigures } from './feed-figures';

/** A viewer who comes sees nothing before the next key frame. */
const KEY_FRAMES = { fair: 2.6, bad: 6 };
const LOSS = { fair: 0.02, bad: 0.08 };
const FEW_FRAMES = 20;
const LOW_BITS = 800_000;

/** What is received, as a sentence: "1080p60, 5.8 Mbit/s, a key frame every 2 s". */
export function receivedWords(
  { height, framesPerSecond, bitsPerSecond, keyFrameSeconds }: FeedFigures,
  i18n: I18n,
): string {
  const size = framesPerSecond === null ? `${height}p` : `${height}p${Math.round(framesPerSecond)}`;
  const rate = bitRate(bitsPerSecond, i18n);
  if (keyFrameSeconds === null) return i18n._(msg`${size}, ${rate}`);
  const seconds = wholeOrTenth(keyFrameSeconds);
  return i18n._(msg`${size}, ${rate}, a key frame every ${seconds} s`);
}

/** How good a feed is that a program sends, and what to change in the program. */
export function rateFeed(figures: FeedFigures | null, i18n: I18n): HealthRating {
  const rating = (tone: HealthRating['tone'], word: MessageDescriptor, advice: MessageDescriptor): HealthRating => ({
    tone,
    word: i18n._(word),
    advice: i18n._(advice),
  });
  if (!figures) return rating('resting', msg`Looking`, msg`It takes a few seconds to measure what arrives.`);
  const { hasPicture, hasSound, lost, keyFrameSeconds, sinceKeyFrame, troubled, codec, profile } = figures;
  if (!hasPicture && !hasSound)
    return rating(
      'bad',
      msg`Nothing arrives`,
      msg`The program is connected, and sends neither picture nor sound. Nobody pays meanwhile.`,
    );
  if (!hasPicture) return rating('fair', msg`Sound alone`, msg`No picture arrives. Add a source to the scene.`);
  const received = receivedWords(figures, i18n);
  const apart = keyFrameSeconds ?? sinceKeyFrame;
  if (apart >= KEY_FRAMES.fair)
    return rating(
      apart >= KEY_FRAMES.bad ? 'bad' : 'fair',
      msg`Key frames are far apart`,
      msg`We receive ${received}. Whoever comes sees nothing until the next one: set the key frame interval to 1 s.`,
    );
  if ((lost ?? 0) >= LOSS.fair)
    return rating(
      (lost ?? 0) >= LOSS.bad ? 'bad' : 'fair',
      msg`Data is lost on the way`,
      msg`We receive ${received}. Lower the bitrate, use a cable, and stop other uploads.`,
    );
  if (troubled > 0 && codec === 'H264' && profile !== '42')
    return rating(
      'fair',
      msg`The picture stutters`,
      msg`We receive ${received}. Most often these are B-frames: set the profile to baseline, or bf=0.`,
    );
  if (troubled > 0)
    return rating(
      'fair',
      msg`The picture stutters`,
      msg`We receive ${received}. The computer may be busy, or the bitrate too high for the network.`,
    );
  if (figures.framesPerSecond !== null && figures.framesPerSecond < FEW_FRAMES)
    return rating('fair', msg`Few pictures`, msg`We receive ${received}. Movement is not smooth below 24 a second.`);
  if (figures.height >= 720 && figures.bitsPerSecond < LOW_BITS)
    return rating('good', msg`Good`, msg`We receive ${received}. If movement is blurred, raise the bitrate.`);
  return rating('good', msg`Good`, msg`We receive ${received}.`);
}

function wholeOrTenth(seconds: number): string {
  const tenths = Math.round(seconds * 10) / 10;
  return Math.abs(tenths - Math.round(tenths)) < 0.15 ? `${Math.round(tenths)}` : tenths.toFixed(1);
}
