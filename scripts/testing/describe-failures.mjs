import { relative } from 'node:path';
import { ROOT } from '../launcher/paths.mjs';

/** So much of an error is shown: what was expected and what came, but no stack. */
const MOST_LINES = 12;

/**
 * One part of vitest's JSON report.
 * @typedef {{
 *   name: string,
 *   status: string,
 *   message: string,
 *   assertionResults: { status: string, fullName: string, failureMessages: string[] }[],
 * }} FileResult
 */

/**
 * Each test that failed with its file and error, and each file that failed without any of its
 * tests.
 * @param {FileResult[]} files
 * @returns {string[]}
 */
export function describeFailures(files) {
  return files.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(ROOT, name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [describe(file, message)] : [];
    return failed.map(({ fullName, failureMessages }) => describe(`${file} > ${fullName}`, failureMessages.join('\n')));
  });
}

/**
 * @param {string} what
 * @param {string} error
 */
function describe(what, error) {
  const lines = error.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  return [what, ...lines.slice(0, MOST_LINES).map((line) => `    ${line}`)].join('\n');
}
