import { expect, test } from 'vitest';
import { nextSpeed, SPEEDS, videoKey } from './video-keys';

const press = (key: string, changes = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...changes });

test.each([
  [' ', { do: 'play' }],
  ['K', { do: 'play' }],
  ['j', { do: 'skip', seconds: -10 }],
  ['L', { do: 'skip', seconds: 10 }],
  ['ArrowLeft', { do: 'skip', seconds: -5 }],
  ['ArrowRight', { do: 'skip', seconds: 5 }],
  ['<', { do: 'slower' }],
  ['>', { do: 'faster' }],
  [',', { do: 'step', pictures: -1 }],
  ['7', { do: 'tenth', tenth: 7 }],
  ['0', { do: 'tenth', tenth: 0 }],
  ['?', { do: 'help' }],
])('%s does %o', (key, does) => {
  expect(videoKey(press(key), 'DIV')).toEqual(does);
});

test('the browser’s own keys, and what is typed, stay theirs', () => {
  expect(videoKey(press('k', { ctrlKey: true }), 'DIV')).toBeNull();
  expect(videoKey(press('5', { altKey: true }), 'DIV')).toBeNull();
  expect(videoKey(press('x'), 'DIV')).toBeNull();
  expect(videoKey(press('k'), 'TEXTAREA')).toBeNull();
  expect(videoKey(press('ArrowRight'), 'INPUT')).toBeNull();
  expect(videoKey(press(' '), 'BUTTON')).toBeNull();
  expect(videoKey(press('ArrowUp'), 'BODY', 'page')).toBeNull();
});

test('a letter is known by its place where the layout types another script', () => {
  expect(videoKey(press('о', { code: 'KeyJ' }), 'DIV')).toEqual({ do: 'skip', seconds: -10 });
});

test('speeds go up and down one by one, and stop at both ends', () => {
  expect(nextSpeed(1, 1)).toBe(1.25);
  expect(nextSpeed(1, -1)).toBe(0.75);
  expect(nextSpeed(2, 1)).toBe(2);
  expect(nextSpeed(SPEEDS[0], -1)).toBe(0.5);
});
