import { expect, test } from 'vitest';
import { amount } from '../../../sdk/money';
import { audienceOf } from './audience';

const video = { visibility: 'public', ratePerSecond: amount(5n), sourceId: null } as const;

test('the choice that a video is now is the one that is ticked', () => {
  expect(audienceOf(video)).toBe('own');
  expect(audienceOf({ ...video, ratePerSecond: amount(0n) })).toBe('free');
  expect(audienceOf({ ...video, visibility: 'followers' })).toBe('followers');
  expect(audienceOf({ ...video, visibility: 'private' })).toBe('nobody');
  expect(audienceOf({ ...video, visibility: null, sourceId: 'a' as never })).toBe('asStream');
});

test('where none of them says it, none is ticked', () => {
  expect(audienceOf({ ...video, visibility: 'unlisted' })).toBe('');
  expect(audienceOf({ ...video, visibility: 'password' })).toBe('');
});
