import { expect, test } from 'vitest';
import { NOTE_BYTES, type PartNote, readNote, writeNote } from './part-note';

const note: PartNote = {
  name: 'a',
  account: 'b',
  stream: 'c',
  order: 1,
  contentType: 'video/webm',
  startsAtMs: 0,
  video: null,
  part: { id: 'd', token: 'e' },
  goesOn: true,
  whole: false,
};
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test('a note is read as it was written, and each takes the same room', () => {
  expect(readNote(text(writeNote(note)))).toEqual(note);
  expect(writeNote(note)).toHaveLength(NOTE_BYTES);
  expect(writeNote({ ...note, contentType: 'video/mp4;codecs=avc1.640028,opus' })).toHaveLength(NOTE_BYTES);
});

test('what was cut off, or is something else, is no note', () => {
  for (const broken of ['', '{', text(writeNote(note)).slice(0, 20), '{}', 'null', '[]', '{"name":1}'])
    expect(readNote(broken)).toBeNull();
});
