import { expect, test } from 'vitest';
import { type ServerRecordingState } from '../../../server/broadcast/types';
import { recordsOnServer } from './server-recording';

const at = (at: ServerRecordingState['at']): ServerRecordingState => ({ at, bytes: 0n, refusal: null });
const here = { fromProgram: false, trouble: null } as const;

test('a page records what it sends itself, as long as the server does not', () => {
  expect(recordsOnServer({ serverRecords: true, serverRecording: null }, here)).toBe(false);
  for (const over of ['done', 'refused'] as const)
    expect(recordsOnServer({ serverRecords: true, serverRecording: at(over) }, here)).toBe(false);
  for (const now of ['waiting', 'busy', 'recording', 'finishing'] as const)
    expect(recordsOnServer({ serverRecords: true, serverRecording: at(now) }, here)).toBe(true);
});

test('what comes from a program, or a browser that cannot record, is for the server where it records', () => {
  for (const serverRecords of [true, false]) {
    const state = { serverRecords, serverRecording: null };
    expect(recordsOnServer(state, { fromProgram: true, trouble: null })).toBe(serverRecords);
    expect(recordsOnServer(state, { fromProgram: false, trouble: 'noRecorder' })).toBe(serverRecords);
    expect(recordsOnServer(state, { fromProgram: false, trouble: 'storageFull' })).toBe(false);
  }
});
