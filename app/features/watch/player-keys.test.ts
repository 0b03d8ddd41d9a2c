import { expect, test } from 'vitest';
import { playerKey } from './player-keys';

const press = (key: string, on = 'DIV', held = {}) =>
  playerKey({ key, ctrlKey: false, metaKey: false, altKey: false, ...held }, on);

test('keys do what players do with them', () => {
  expect(['k', ' ', 'm', 'f', 't', 'K', 'ArrowUp', 'ArrowDown', 'x'].map((key) => press(key))).toEqual([
    'play',
    'play',
    'mute',
    'fullscreen',
    'theatre',
    'play',
    'louder',
    'quieter',
    null,
  ]);
});

test('left and J go back where that can be', () => {
  expect(['ArrowLeft', 'j', 'ArrowRight'].map((key) => press(key))).toEqual(['left', 'back', 'louder']);
});

test('on a keyboard with other letters the places of the keys count; letters of ours keep their own meaning', () => {
  expect(press('ن', 'DIV', { code: 'KeyK' })).toBe('play');
  expect(press('ة', 'DIV', { code: 'KeyM' })).toBe('mute');
  expect(press('ش', 'DIV', { code: 'KeyA' })).toBeNull();
  expect(press('k', 'DIV', { code: 'KeyE' })).toBe('play');
});

test('on the page around it the arrows that scroll go on scrolling, the others are the player’s', () => {
  const onPage = (key: string, on = 'BODY') =>
    playerKey({ key, ctrlKey: false, metaKey: false, altKey: false }, on, 'page');
  expect(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'k', ' ', '?'].map((key) => onPage(key))).toEqual([
    null,
    null,
    'left',
    'louder',
    'play',
    'play',
    'help',
  ]);
  expect([onPage(' ', 'A'), onPage(' ', 'BUTTON'), onPage('m', 'A')]).toEqual([null, null, 'mute']);
});

test('a control keeps the keys that are its own', () => {
  expect(press(' ', 'BUTTON')).toBeNull();
  expect(press('ArrowUp', 'INPUT')).toBeNull();
  expect(press('ArrowDown', 'SELECT')).toBeNull();
  expect(press('m', 'BUTTON')).toBe('mute');
});

test('the browser’s own keys stay the browser’s', () => {
  expect(press('f', 'DIV', { ctrlKey: true })).toBeNull();
  expect(press('m', 'DIV', { metaKey: true })).toBeNull();
});
