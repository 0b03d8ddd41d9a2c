// A browser for the end-to-end tests and the screenshots: the user's own, for none is downloaded
// here.
import { existsSync } from 'node:fs';
import { findProgram, onPath } from './binaries.mjs';

const CHROME_ON_MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * A program that draws pages alone, where there is one: a whole browser draws its own bars beside
 * each of them, which takes a third of the time.
 * @returns {string} its path, or that of the whole browser
 */
export function findHeadlessShell() {
  return onPath(['chromium-headless-shell', 'chrome-headless-shell']) ?? findChromium();
}

/** @returns {string} the program's path */
export function findChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];
  const found = findProgram({ variable: 'CHROMIUM_BIN', names }) ?? CHROME_ON_MAC.find((path) => existsSync(path));
  if (found) return found;
  throw new Error(
    'no Chromium was found for the browser tests. Ways out: install one (Debian: apt-get install chromium), name one by CHROMIUM_BIN, ' +
      'or leave them out: npm test -- --only lint,typecheck,unit,build',
  );
}
