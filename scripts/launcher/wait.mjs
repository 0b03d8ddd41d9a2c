// Waiting for a program by its health check.
import { setTimeout as pause } from 'node:timers/promises';
import { indent } from './children.mjs';

const POLL_MS = 100;

/**
 * Waits until a child answers its health check. When it ends before, or does not answer in time,
 * the error holds its last words; it is stopped then.
 * @param {import('./children.mjs').Child} child
 * @param {() => Promise<boolean>} healthy
 * @param {number} deadlineMs
 */
export async function untilHealthy(child, healthy, deadlineMs) {
  const deadline = performance.now() + deadlineMs;
  while (!(await healthy())) {
    const timedOut = performance.now() > deadline;
    if (child.running() && !timedOut) {
      await pause(POLL_MS);
      continue;
    }
    const why = timedOut
      ? `did not answer within ${deadlineMs / 1000} s`
      : `ended while starting (${await child.exited})`;
    const tail = child.tail();
    await child.stop();
    throw new Error(`${child.name} ${why}${tail && `. Its last lines:\n${indent(tail)}`}`);
  }
}

/**
 * Whether an address answers with success within two seconds. Never throws.
 * @param {string} url
 * @param {RequestInit} [init]
 * @param {(response: Response) => boolean | Promise<boolean>} [good]
 */
export async function answers(url, init, good = (response) => response.ok) {
  try {
    return await good(await fetch(url, { ...init, signal: AbortSignal.timeout(2_000) }));
  } catch {
    return false;
  }
}
