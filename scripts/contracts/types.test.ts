import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readBundle } from './artifact.mjs';
import { TYPES_FILE, typesOf } from './types.mjs';

test('the types in the repository are those of the bundle beside them', async () => {
  expect(await typesOf(readBundle('purse').bundle)).toBe(readFileSync(TYPES_FILE, 'utf8'));
});

const U8 = { id: 0, type: { def: { primitive: 'u8' } } };
const abiOf = (...types: object[]) => ({
  types: [U8, ...types],
  spec: {
    constructors: [],
    events: [],
    messages: [
      { label: 'ask_it', docs: [' What', ' for. '], args: [{ label: 'a_b', type: { type: 1 } }], returnType: null },
    ],
  },
});

test('names are written as TypeScript writes them, bytes as hex, what is too large for a number as bigint', async () => {
  const u128 = { id: 2, type: { def: { primitive: 'u128' } } };
  const bytes = { id: 3, type: { def: { array: { len: 64, type: 0 } } } };
  const fields = [
    { name: 'max_rate', type: 2 },
    { name: 'session_key', type: 3 },
    { name: 'lanes', type: 0 },
  ];
  const text = await typesOf(
    abiOf({ id: 1, type: { path: ['purse', 'Limits'], def: { composite: { fields } } } }, u128, bytes),
  );
  expect(text).toContain('export interface Limits {\n  maxRate: bigint;\n  sessionKey: Hex;\n  lanes: number;\n}');
  expect(text).toContain('  /** What for. */\n  ask_it: { args: { aB: Limits }; answer: null };');
});

test('what the rules do not know is refused, not guessed', async () => {
  const variants = [{ name: 'Some', fields: [{ type: 0 }] }];
  const odd = { id: 1, type: { path: ['Odd'], def: { variant: { variants } } } };
  await expect(typesOf(abiOf(odd))).rejects.toThrow('Odd has variants with fields');
  await expect(typesOf(abiOf())).rejects.toThrow('names type 1');
});
