// A browser for the end-to-end tests and the screenshots: the user's own, for none is downloaded
// here.
import { existsSync } from 'node:fs';
import { findProgram } from './binaries.mjs';

const CHROMES = ['google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];
const CHROME_ON_MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** @returns {string} the program's path */
export function findChromium() {
  // the shell draws pages alone: a whole browser draws its own bars beside each of them
  const names = ['chromium-headless-shell', 'chrome-headless-shell', 'chromium', 'chromium-browser', ...CHROMES];
  const found = findProgram({ variable: 'CHROMIUM_BIN', names }) ?? CHROME_ON_MAC.find((path) => existsSync(path));
  if (found) return found;
  throw new Error(
    'no Chromium was found for the browser tests. Ways out: install one (Debian: apt-get install chromium-headless-shell), name one by CHROMIUM_BIN, ' +
      'or leave them out: npm test -- --only lint,typecheck,unit,build',
  );
}
