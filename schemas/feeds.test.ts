import { expect, test } from 'vitest';
import { ALL_STREAMS, streamKeyForm } from './feeds';

const STREAM = '0198a6de-0000-7000-8000-000000000001';

test('a key is for every stream where none is chosen, else for the one that is', () => {
  const read = (streamId?: string) => streamKeyForm.safeParse({ label: 'OBS', streamId }).data?.streamId;
  expect([undefined, ALL_STREAMS, STREAM].map(read)).toEqual([null, null, STREAM]);
  expect(streamKeyForm.safeParse({ label: 'OBS', streamId: 'elsewhere' }).success).toBe(false);
});
