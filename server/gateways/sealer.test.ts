import { expect, test } from 'vitest';
import { createSealer } from './sealer';

test('what is sealed is opened in its place alone, by the same secret, and never twice the same', () => {
  const sealer = createSealer('a secret of this installation');
  const sealed = sealer.seal('live_key', 'target 1');
  expect(sealed).not.toContain('live_key');
  expect(sealer.seal('live_key', 'target 1')).not.toBe(sealed);
  expect(sealer.open(sealed, 'target 1')).toBe('live_key');
  expect(sealer.open(sealed, 'target 2')).toBeNull();
  expect(createSealer('another secret').open(sealed, 'target 1')).toBeNull();
});

test('what was changed by a single character, or cut short, opens nothing', () => {
  const sealer = createSealer('a secret of this installation');
  const sealed = sealer.seal('live_key', 'here');
  for (let at = 0; at < sealed.length - 1; at++) {
    const other = sealed[at] === 'A' ? 'B' : 'A';
    expect(sealer.open(`${sealed.slice(0, at)}${other}${sealed.slice(at + 1)}`, 'here')).toBeNull();
  }
  for (const cut of ['', sealed.slice(0, 20), sealed.slice(0, -2)]) expect(sealer.open(cut, 'here')).toBeNull();
});

test('without a secret nothing is sealed', () => {
  const sealer = createSealer(null);
  expect(sealer.on).toBe(false);
  expect(() => sealer.seal('live_key', 'here')).toThrow('no secret');
});
