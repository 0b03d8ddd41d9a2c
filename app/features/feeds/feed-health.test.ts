import { expect, test } from 'vitest';
import { createI18n, ENGLISH } from '../../../texts/i18n';
import { feedFigures, type FeedSample, type PictureSample } from './feed-figures';
import { rateFeed, receivedWords } from './feed-health';

const english = createI18n('en', ENGLISH);

/** 1080p60 at 5.8 Mbit/s with a key frame each `keyEvery` seconds, looked at once a second. */
function samples(seconds: number, keyEvery: number, changes: (at: number) => Partial<PictureSample> = () => ({})) {
  return Array.from({ length: seconds + 1 }, (_, at): FeedSample => ({
    at: at * 1_000,
    sound: at * 16_000,
    picture: {
      bytes: at * 709_000,
      frames: at * 60,
      keyFrames: 1 + Math.floor(at / keyEvery),
      dropped: 0,
      freezes: 0,
      lost: 0,
      packets: at * 700,
      width: 1920,
      height: 1080,
      codec: 'H264',
      profile: '42',
      ...changes(at),
    },
  }));
}

const rate = (of: readonly FeedSample[]) => rateFeed(feedFigures(of), english);

test('a good feed is told in one sentence', () => {
  const figures = feedFigures(samples(12, 2));
  expect(figures && receivedWords(figures, english)).toBe('1080p60, 5.8 Mbit/s, a key frame every 2 s');
  expect(rateFeed(figures, english)).toEqual({
    tone: 'good',
    word: 'Good',
    advice: 'We receive 1080p60, 5.8 Mbit/s, a key frame every 2 s.',
  });
});

test('nothing is judged before two looks, and nothing that arrives is said to be nothing', () => {
  expect(rate([])).toMatchObject({ tone: 'resting' });
  expect(rate(samples(0, 1))).toMatchObject({ tone: 'resting' });
  const empty = [0, 1, 2].map((at) => ({ at: at * 1_000, picture: null, sound: null }));
  expect(rate(empty)).toMatchObject({ tone: 'bad', word: 'Nothing arrives' });
  const still = samples(12, 1).map((one) => ({ ...one, picture: { ...one.picture!, frames: 60 }, sound: 5 }));
  expect(rate(still)).toMatchObject({ word: 'Nothing arrives' });
  expect(rate(empty.map((one, at) => ({ ...one, sound: at * 100 })))).toMatchObject({ word: 'Sound alone' });
});

test.each([
  ['key frames each ten seconds', samples(25, 10), 'bad', /key frame interval to 1 s/],
  ['key frames each four seconds', samples(25, 4), 'fair', /key frame interval to 1 s/],
  ['no key frame for as long as it was looked at', samples(8, 600), 'bad', /key frame interval to 1 s/],
  ['packets that get lost', samples(12, 1, (at) => ({ lost: at * 30 })), 'fair', /Lower the bitrate/],
  [
    'frames that cannot be shown, of a profile with B-frames',
    samples(12, 1, (at) => ({ dropped: at, profile: '64' })),
    'fair',
    /bf=0/,
  ],
  [
    'a picture that stops, of the baseline profile',
    samples(12, 1, (at) => ({ freezes: at })),
    'fair',
    /computer may be busy/,
  ],
  ['few pictures', samples(12, 1, (at) => ({ frames: at * 10 })), 'fair', /below 24/],
] as const)('%s are said with what to change', (_what, of, tone, advice) => {
  expect(rate(of)).toMatchObject({ tone, advice: expect.stringMatching(advice) as string });
});
