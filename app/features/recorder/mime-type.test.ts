import { expect, test } from 'vitest';
import { bitsFor, chooseMimeType } from './mime-type';

const among =
  (...types: string[]) =>
  (type: string) =>
    types.includes(type);

test('H.264 in MP4 is taken where a browser has it, with AAC before Opus', () => {
  const both = among(
    'video/webm;codecs=vp9,opus',
    'video/mp4;codecs=avc1.640028,opus',
    'video/mp4;codecs=avc1.640028,mp4a.40.2',
  );
  expect(chooseMimeType(both)).toBe('video/mp4;codecs=avc1.640028,mp4a.40.2');
});

test('VP8 is taken only where there is nothing else', () => {
  expect(chooseMimeType(among('video/webm;codecs=vp8,opus', 'video/webm;codecs=vp9,opus'))).toBe(
    'video/webm;codecs=vp9,opus',
  );
  expect(chooseMimeType(among('video/webm;codecs=vp8,opus', 'video/webm'))).toBe('video/webm;codecs=vp8,opus');
});

test('a browser that records nothing of this is told apart', () => {
  expect(chooseMimeType(() => false)).toBeNull();
});

test('a higher picture is given more bits, and one of unknown height a little', () => {
  const bits = [0, 360, 480, 720, 1080, 1440, 2160].map(bitsFor);
  expect(bits).toEqual([...bits].sort((a, b) => a - b));
  expect(bitsFor(1080)).toBe(6_000_000);
});
