import { expect, test } from 'vitest';
import { problemOf, toldIn } from './upload';

test('a file that is too large, or no picture, is not sent at all; one whose type is unknown is', () => {
  expect(problemOf({ size: 10 * 1024 * 1024 + 1, type: 'image/png' })).toMatch(/10 MB/);
  expect(problemOf({ size: 10, type: 'application/pdf' })).toMatch(/not a picture/);
  expect(problemOf({ size: 10, type: '' })).toBeNull();
  expect(problemOf({ size: 10 * 1024 * 1024, type: 'image/jpeg' })).toBeNull();
});

test('what the server says is told; what is no answer of ours is told as not sent', () => {
  expect(toldIn({ error: { json: { message: 'Wait a little.' } } })).toBe('Wait a little.');
  for (const body of [null, 'proxy error', {}, { error: 'x' }, { error: { json: { message: 1 } } }])
    expect(toldIn(body)).toMatch(/could not be sent/);
});
