import { expect, test } from 'vitest';
import { problemOf, titleFrom, typeOf } from './video-file';

const file = (name: string, more: Partial<File> = {}) => ({ name, type: '', size: 10, lastModified: 0, ...more });

test('a file is known by its name, or by the type that the browser gives it', () => {
  expect(typeOf(file('a.b.MKV'))).toBe('video/x-matroska');
  expect(typeOf(file('a.mov', { type: 'video/mp4' }))).toBe('video/quicktime');
  expect(typeOf(file('nameless', { type: 'video/webm' }))).toBe('video/webm');
  expect(typeOf(file('a.avi', { type: 'video/x-msvideo' }))).toBeNull();
});

test('what is no video, empty or too large is not sent at all', () => {
  expect(problemOf(file('a.mp4'))).toBeNull();
  expect(problemOf(file('a.txt'))).toMatch(/no video/);
  expect(problemOf(file('a.mp4', { size: 0 }))).toMatch(/empty/);
  expect(problemOf(file('a.mp4', { size: 20 * 1024 ** 3 + 1 }))).toMatch(/20 GB/);
  expect(problemOf(file('a.mp4', { size: 20 * 1024 ** 3 }))).toBeNull();
});

test('the name of a file makes a title that fits', () => {
  expect(titleFrom('summer_of  2026.final.mp4')).toBe('summer of 2026.final');
  expect(titleFrom(`${'x'.repeat(300)}.mkv`)).toHaveLength(140);
});
