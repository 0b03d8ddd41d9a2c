import { describe, expect, test } from 'vitest';
import { amount } from '../../../sdk/money';
import { type PlaySnapshot } from '../../../sdk/playing';
import { createI18n, ENGLISH } from '../../../texts/i18n';
import { videoScene, type VideoQuestion } from './video-scene';
import { videoCaption, videoWords } from './video-words';

const SNAPSHOT: PlaySnapshot = {
  connection: 'open',
  refused: null,
  over: null,
  phase: null,
  media: '/media/x/',
  free: false,
  freeSeconds: 0,
  owned: [],
  needs: null,
  waiting: null,
  pays: false,
  rate: amount(1n),
  seconds: 0n,
  amount: amount(0n),
  spent: amount(0n),
  limit: null,
  covered: null,
  wallet: null,
  money: null,
};
const starved = { starved: true, begun: false, seconds: 0 };
const shown = { starved: false, begun: true, seconds: 5 };
const ask = (
  snapshot: Partial<PlaySnapshot>,
  video: VideoQuestion['video'] = starved,
  problem: VideoQuestion['problem'] = null,
) => videoScene({ snapshot: { ...SNAPSHOT, ...snapshot }, video, problem });

test('before the recording of what is live is paid for, it is said that this is apart from the live picture', () => {
  const offer = videoScene({
    snapshot: { ...SNAPSHOT, waiting: 'agreement' },
    video: starved,
    problem: null,
    growing: true,
  });
  expect(offer).toEqual({ kind: 'offer', afterFree: false, growing: true });
  expect(videoWords(offer, '1 DOT a minute', createI18n('en', ENGLISH))?.text).toContain('apart from that');
});

describe('where a video stands still', () => {
  test('for somebody’s word, it offers to go on; after a free part it says that this is over', () => {
    expect(ask({ waiting: 'agreement' })).toEqual({ kind: 'offer', afterFree: false, growing: false });
    expect(ask({ waiting: 'agreement', freeSeconds: 30 }, { ...starved, seconds: 29.5 })).toEqual({
      kind: 'offer',
      afterFree: true,
      growing: false,
    });
  });

  test('for a purse, a limit or money, it says which', () => {
    expect(ask({ needs: 'purse' })).toMatchObject({ kind: 'need', need: 'purse' });
    expect(ask({ waiting: 'limit', pays: true })).toEqual({ kind: 'spendingLimit' });
    expect(ask({ waiting: 'funds', pays: true })).toEqual({ kind: 'outOfFunds' });
    expect(ask({ needs: 'funds', pays: true })).toEqual({ kind: 'outOfFunds' });
  });

  test('for the clock or the network, nothing lies over it', () => {
    expect(ask({ waiting: 'clock', pays: true })).toMatchObject({ kind: 'playing' });
    expect(ask({ pays: true })).toMatchObject({ kind: 'playing' });
  });
});

test('whatever is in the way of what comes next waits until what is there was shown', () => {
  for (const waiting of ['agreement', 'limit', 'funds'] as const)
    expect(ask({ waiting }, shown)).toMatchObject({ kind: 'playing' });
  expect(ask({ needs: 'signIn', freeSeconds: 30 }, shown)).toEqual({ kind: 'playing', how: 'free' });
});

test('it says who pays for what plays', () => {
  expect(ask({ free: true }, shown)).toEqual({ kind: 'playing', how: 'free' });
  expect(ask({ pays: true }, shown)).toEqual({ kind: 'playing', how: 'paying' });
  expect(ask({}, shown)).toEqual({ kind: 'playing', how: 'owned' });
});

test('a free video asks for nothing, even where nobody could pay', () => {
  expect(ask({ free: true, needs: 'signIn', waiting: 'agreement' })).toMatchObject({ kind: 'playing' });
});

test('what ended, was refused or broke says so, whatever else is so', () => {
  expect(ask({ over: 'replaced' }, shown)).toEqual({ kind: 'replaced' });
  expect(ask({ over: 'banned', waiting: 'agreement' })).toEqual({ kind: 'banned' });
  expect(ask({ refused: { code: 'notFound', message: '' }, connection: 'closed' })).toEqual({ kind: 'taken' });
  expect(ask({ refused: { code: 'watchingElsewhere', message: '' } })).toEqual({ kind: 'elsewhere' });
  expect(ask({ refused: { code: 'otherPrice', message: 'Another price.' } })).toEqual({
    kind: 'refused',
    message: 'Another price.',
  });
  expect(ask({ connection: 'closed' })).toEqual({ kind: 'lost' });
  expect(ask({}, shown, 'unsupported')).toEqual({ kind: 'broken', problem: 'unsupported' });
  expect(ask({ connection: 'reconnecting' })).toEqual({ kind: 'mending' });
  expect(ask({ connection: 'reconnecting' }, shown)).toMatchObject({ kind: 'playing' });
});

test('before it is open it says that it is being opened', () => {
  expect(videoScene({ snapshot: null, video: starved, problem: null })).toEqual({ kind: 'joining' });
  expect(ask({ media: null, connection: 'opening' })).toEqual({ kind: 'joining' });
});

test('every scene but playing has words, and all of them are told to who does not see', () => {
  const i18n = createI18n('en', ENGLISH);
  const scenes = [
    ask({ waiting: 'agreement' }),
    ask({ needs: 'wallet' }),
    ask({ waiting: 'limit' }),
    ask({ waiting: 'funds' }),
    ask({ over: 'replaced' }),
    ask({ over: 'streamEnded' }),
    ask({ connection: 'closed' }),
    ask({}, shown, 'network'),
    ask({}, shown, 'media'),
    ask({}, shown, 'unsupported'),
    ask({ media: null }),
  ];
  for (const scene of scenes) {
    expect(videoWords(scene, '0.06 UNIT a minute', i18n)?.title).toBeTruthy();
    expect(videoCaption(scene, '0.06 UNIT a minute', i18n)).toBeTruthy();
  }
  expect(videoWords(ask({}, shown), '', i18n)).toBeNull();
});
