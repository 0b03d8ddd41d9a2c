import { describe, expect, it } from 'vitest';
import { safeNext, signInPath, welcomePath } from './safe-next';

describe('safeNext', () => {
  it.each(['/', '/settings', '/watch/1?t=2#chat', '/@mira'])('keeps the path %s', (path) => {
    expect(safeNext(path)).toBe(path);
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    'settings',
    '',
    null,
    undefined,
  ])('sends %j to the fallback', (value) => {
    expect(safeNext(value, '/home')).toBe('/home');
  });

  it('does not come back to signing in or out', () => {
    expect(safeNext('/sign-out')).toBe('/');
    expect(safeNext('/sign-in?next=/x')).toBe('/');
  });
});

describe('signInPath', () => {
  it('carries the way back', () => {
    expect(signInPath('/watch/1?a=b')).toBe('/sign-in?next=%2Fwatch%2F1%3Fa%3Db');
    expect(signInPath('/')).toBe('/sign-in');
  });
});

describe('welcomePath', () => {
  it('carries the way on', () => {
    expect(welcomePath('/watch/1?a=b')).toBe('/settings?welcome&next=%2Fwatch%2F1%3Fa%3Db');
    expect(welcomePath('/settingsworthy')).toBe('/settings?welcome&next=%2Fsettingsworthy');
  });

  it.each(['/', '/settings', '/settings#wallets', '//evil.example', 'https://evil.example/'])(
    'knows no way on by %s',
    (next) => {
      expect(welcomePath(next)).toBe('/settings?welcome');
    },
  );
});
