import { type TestModule } from 'vitest/node';
import { expect, test } from 'vitest';
import { slowAndRetried } from './slow-and-retried.mjs';

function moduleOf(name: string, duration: number, tries: number[]): TestModule {
  const tests = tries.map((retryCount, at) => ({ fullName: `case ${at}`, diagnostic: () => ({ retryCount }) }));
  return {
    relativeModuleId: name,
    diagnostic: () => ({ duration }),
    children: { allTests: () => tests.values() },
  } as unknown as TestModule;
}

test('the slowest files come first, twenty of them, and every test that was tried again is named', () => {
  const quick = Array.from({ length: 24 }, (_, at) => moduleOf(`quick-${at}.ts`, at, [0]));
  const lines = slowAndRetried([...quick, moduleOf('slow.ts', 61_250, [0, 2])]);
  expect(lines.slice(0, 3)).toEqual(['The slowest files:', '   61.3 s  slow.ts', '    0.0 s  quick-23.ts']);
  expect(lines.filter((line) => line.endsWith('.ts'))).toHaveLength(20);
  expect(lines.slice(-2)).toEqual(['Tests that needed another try:', '2 more: slow.ts > case 1']);
});

test('a run without another try says so', () => {
  expect(slowAndRetried([moduleOf('one.ts', 10, [0])]).at(-1)).toBe('No test needed another try.');
});
