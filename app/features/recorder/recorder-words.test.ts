import { expect, test } from 'vitest';
import { createI18n, ENGLISH } from '../../../texts/i18n';
import { NOTHING_RECORDED, type RecorderState } from './recorder-state';
import { recordingWords } from './recorder-words';

const i18n = createI18n('en', ENGLISH);
const said = (state: Partial<RecorderState>, received = false) =>
  recordingWords({ ...NOTHING_RECORDED, ...state }, received, i18n);
const part = { name: 'p', order: 1, stream: 's', video: 'v', at: 'recording', recorded: 9, taken: 0 } as const;

test('each state is said by a word, never by a colour alone', () => {
  expect(said({})).toMatchObject({ tone: 'resting', word: 'Not recorded' });
  expect(said({ wanted: true })).toMatchObject({ tone: 'fair', word: 'Waiting to record' });
  expect(said({ wanted: true, parts: [part] })).toMatchObject({ tone: 'good', word: 'Recording' });
  expect(said({ parts: [part] })).toMatchObject({ word: 'Finishing the recording' });
  expect(said({ parts: [{ ...part, at: 'waiting' }] })).toMatchObject({ word: 'Sending what was recorded' });
  expect(said({ finished: 1 })).toMatchObject({ word: 'Recorded' });
});

test('trouble is said with what it means for the stream, which goes on', () => {
  for (const trouble of ['noStorage', 'storageFull', 'noRecorder', 'recorderBroke'] as const)
    expect(said({ trouble }).advice).toMatch(/Your stream goes on/);
});

test('a broken connection is said while something is recorded or waits, and what a program sends is told apart', () => {
  expect(said({ wanted: true, parts: [part], sending: 'broken' })).toMatchObject({ tone: 'fair', word: 'Recording' });
  expect(said({ sending: 'broken' })).toMatchObject({ tone: 'resting' });
  expect(said({ wanted: true, parts: [part] }, true).advice).toMatch(/as it arrives here/);
});
