import { beforeEach, expect, test, vi } from 'vitest';
import { begunUpload, rememberUpload } from './upload-memory';

const file = { name: 'a.mp4', size: 5, lastModified: 7, type: 'video/mp4' };
const begun = { video: 'v', part: { id: 'p', token: 't' } };
let kept: Map<string, string>;

beforeEach(() => {
  kept = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

test('an upload goes on when the same person chooses the same file again, and no other', () => {
  rememberUpload('me', file, begun);
  expect(begunUpload('me', file)).toEqual(begun);
  expect(begunUpload('somebody else', file)).toBeNull();
  expect(begunUpload('me', { ...file, size: 6 })).toBeNull();
  expect(begunUpload('me', { ...file, lastModified: 8 })).toBeNull();
  rememberUpload('me', file, null);
  expect(begunUpload('me', file)).toBeNull();
});

test('what is no memory of ours is not believed, and a browser that keeps nothing begins anew', () => {
  rememberUpload('me', file, begun);
  const [place = ''] = kept.keys();
  for (const broken of ['', '{', 'null', '[]', '{"video":1}', '{"video":"v","part":{"id":1,"token":"t"}}']) {
    kept.set(place, broken);
    expect(begunUpload('me', file)).toBeNull();
  }
  const closed = () => {
    throw new Error('closed');
  };
  vi.stubGlobal('localStorage', { getItem: closed, setItem: closed, removeItem: closed });
  rememberUpload('me', file, begun);
  expect(begunUpload('me', file)).toBeNull();
});
