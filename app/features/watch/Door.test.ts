import { expect, test } from 'vitest';
import { doorOf } from './Door';

test('a password is asked for first, age where nobody said it, and of one’s own streams neither', () => {
  const open = { locked: false, mature: false, adult: false, isMine: false };
  const nobody = { adult: false };
  expect(doorOf(open, nobody)).toBeNull();
  expect(doorOf({ ...open, locked: true, mature: true }, nobody)).toBe('password');
  expect(doorOf({ ...open, mature: true }, nobody)).toBe('adult');
  expect(doorOf({ ...open, mature: true }, { adult: true })).toBeNull();
  expect(doorOf({ ...open, mature: true, adult: true }, nobody)).toBeNull();
  expect(doorOf({ ...open, mature: true, isMine: true }, nobody)).toBeNull();
});
