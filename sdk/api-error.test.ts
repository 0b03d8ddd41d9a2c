import { expect, test } from 'vitest';
import { isRetryable, parseApiError } from './api-error';

const thrown = (data: unknown) => Object.assign(new Error('That name is taken.'), { data });

test('a refusal is read whole: code, sentence, fields, and when to try again', () => {
  const data = { code: 'handleTaken', fields: { handle: 'Taken.' }, retryAfterSeconds: 7, httpStatus: 409 };
  expect(parseApiError(thrown(data))).toEqual({
    code: 'handleTaken',
    message: 'That name is taken.',
    fields: { handle: 'Taken.' },
    retryAfterSeconds: 7,
  });
});

test.each([
  ['a broken line', new TypeError('fetch failed')],
  ['a text', 'no'],
  ['nothing', undefined],
  ['an error page instead of an answer', thrown(null)],
  ['a code that is none', thrown({ code: 5, fields: {} })],
  ['fields that are none', thrown({ code: 'notFound', fields: null })],
])('%s counts as a server that was not reached', (_, problem) => {
  const error = parseApiError(problem);
  expect(error).toMatchObject({ code: null, fields: {}, retryAfterSeconds: null });
  expect(error.message).toMatch(/could not reach the server/);
});

test('what nobody decided may be tried again, a refusal not', () => {
  expect(isRetryable(parseApiError(new Error('closed')))).toBe(true);
  expect(isRetryable({ code: 'mediaAway' })).toBe(true);
  expect(isRetryable({ code: 'streamFull' })).toBe(false);
});
