import { expect, test } from 'vitest';
import { forbiddenModules } from './browser-bundle-guard.mjs';

/** A folder whose own name is no reason to refuse what lies in it. */
const root = '/srv/server/vilokanam';

const found = (ids: string[], { renderedLength = 10, demoWallet = true } = {}) => {
  const modules = Object.fromEntries(ids.map((id) => [`${root}/${id}`, { renderedLength }]));
  return forbiddenModules({ 'chunk.js': { type: 'chunk', modules } }, { root, demoWallet });
};

test.each([
  'node_modules/@polkadot/api/index.js',
  'node_modules/@prisma/client/runtime/client.js',
  'node_modules/pg/lib/index.js',
  'node_modules/livekit-server-sdk/dist/index.js',
  'node_modules/lucia/dist/index.js',
  'server/errors.ts',
  'app/gallery/specimens.tsx',
  'server/generated/prisma/enums.ts',
])('%s may not reach the browser', (id) => {
  expect(found(['app/root.tsx', id])).toHaveLength(1);
});

test('what pages are made of may', () => {
  const ids = [
    'app/ui/Button.tsx',
    'sdk/client.ts',
    'node_modules/react/index.js',
    'node_modules/livekit-client/dist/index.mjs',
  ];
  expect(found(ids)).toEqual([]);
});

test('the demo wallet only where it was asked for', () => {
  const ids = ['app/lib/wallets/demo-wallet.ts'];
  expect(found(ids, { demoWallet: true })).toEqual([]);
  expect(found(ids, { demoWallet: false })).toHaveLength(1);
});

test('a module that tree shaking emptied is not there', () => {
  expect(found(['server/errors.ts'], { renderedLength: 0 })).toEqual([]);
});
