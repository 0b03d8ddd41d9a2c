import { expect, test } from 'vitest';
import { forbiddenModules } from './browser-bundle-guard.mjs';

const chunk = (...ids: string[]) => ({
  'chunk.js': { type: 'chunk', modules: Object.fromEntries(ids.map((id) => [id, { renderedLength: 10 }])) },
});

test.each([
  '/p/node_modules/@polkadot/api/index.js',
  '/p/node_modules/@prisma/client/runtime/client.js',
  '/p/node_modules/pg/lib/index.js',
  '/p/node_modules/livekit-server-sdk/dist/index.js',
  '/p/node_modules/lucia/dist/index.js',
  '/p/server/errors.ts',
  '/p/server/generated/prisma/enums.ts',
])('%s may not reach the browser', (id) => {
  expect(forbiddenModules(chunk('/p/app/root.tsx', id))).toHaveLength(1);
});

test('what pages are made of may', () => {
  const ids = [
    '/p/app/ui/Button.tsx',
    '/p/sdk/client.ts',
    '/p/node_modules/react/index.js',
    '/p/node_modules/livekit-client/dist/index.mjs',
  ];
  expect(forbiddenModules(chunk(...ids))).toEqual([]);
});

test('a module that tree shaking emptied is not there', () => {
  expect(
    forbiddenModules({ 'chunk.js': { type: 'chunk', modules: { '/p/server/errors.ts': { renderedLength: 0 } } } }),
  ).toEqual([]);
});
