import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, expect, inject, vi } from 'vitest';
import { closeTestDatabase, expectEmptyDatabase } from './database';

const seed = inject('seed');
if (seed !== undefined) fc.configureGlobal({ seed });

/**
 * What was said on the console in the running test. A test that expects it spies on the console
 * itself.
 */
let unexpected: unknown[][] = [];

beforeEach(() => {
  unexpected = [];
  expectEmptyDatabase();
  for (const method of ['error', 'warn'] as const) {
    vi.spyOn(console, method).mockImplementation(
      (...words: unknown[]) => void unexpected.push([`console.${method}`, ...words]),
    );
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  expect(unexpected, 'The console was used for an error or a warning that the test did not expect.').toEqual([]);
});

afterAll(closeTestDatabase);
