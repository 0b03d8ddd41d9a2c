import { expect, test } from 'vitest';
import { linkPicture } from './link-picture';

test('a link has another picture when what it shows is another, and the same one otherwise', () => {
  const picture = (...shows: (string | null)[]) => linkPicture('stream', 'a', shows);
  expect(picture('Evening ragas', 'live', null)).toBe(picture('Evening ragas', 'live', null));
  const all = [picture('Evening ragas', 'live'), picture('Evening ragas', 'ended'), picture('ラーガ 🎻', 'live')];
  expect(new Set(all).size).toBe(3);
  expect(all[0]).toMatch(/^\/link-pictures\/stream\/a\.png\?v=[0-9a-z]+$/);
});
