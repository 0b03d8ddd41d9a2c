import { expect, test } from 'vitest';
import { readAnswer } from './send-file';

const said = (code: string, message: string) => JSON.stringify({ error: { json: { message, data: { code } } } });

test('what breaks off, is busy or locked, or disagrees about an offset, is tried again', () => {
  for (const status of [0, 408, 409, 423, 429, 500, 502, 503]) expect(readAnswer(status, '')).toBeNull();
  expect(readAnswer(409, 'conflict')).toBeNull();
  expect(readAnswer(400, said('tooManyTries', 'Wait.'))).toBeNull();
});

test('what the API refuses is told in its words, also where it is a conflict', () => {
  expect(readAnswer(409, said('videoQuotaReached', 'No room.'))).toMatchObject({
    code: 'videoQuotaReached',
    message: 'No room.',
  });
  expect(readAnswer(403, said('uploadRefused', 'Not begun by you.'))).toMatchObject({ code: 'uploadRefused' });
});

test('an upload that is gone is told as gone, and an answer that is none of ours in a sentence', () => {
  expect(readAnswer(404, '')?.code).toBe('notFound');
  expect(readAnswer(410, 'gone')?.code).toBe('notFound');
  for (const body of ['', '<html>', '{}', '{"error":1}', '{"error":{"json":{"message":1}}}'])
    expect(readAnswer(400, body)).toMatchObject({ code: null, message: 'The server did not take it.' });
});
