// Folders and processes for the tests of the launcher.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A folder of its own for one test. The test removes it. */
export const scratchFolder = () => mkdtempSync(join(tmpdir(), 'vilokanam-test-'));

/**
 * Waits for something to become true, and says what did not.
 * @param {string} what
 * @param {() => boolean | Promise<boolean>} check
 * @param {number} [deadlineMs]
 */
export async function eventually(what, check, deadlineMs = 15_000) {
  const deadline = performance.now() + deadlineMs;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`not within ${deadlineMs / 1000} s: ${what}`);
    await pause(50);
  }
}
