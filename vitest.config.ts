import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import SlowFirst from './scripts/testing/slow-first.mjs';
import { texts } from './scripts/texts/plugin.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** What property tests begin from; not there: something else each time. */
    seed?: number;
  }
}

const alias = { '~': fileURLToPath(new URL('./app', import.meta.url)) };

const unit = {
  include: ['{app,schemas,sdk,server,texts,prisma,scripts,contracts}/**/*.test.{ts,tsx}'],
  globalSetup: ['server/testing/global-setup.ts'],
  setupFiles: ['server/testing/setup.ts'],
  testTimeout: 30_000,
  hookTimeout: 60_000,
  // files of one worker share what they load: nothing in it outlives a file but what is only read
  isolate: false,
  // one more than cores: the files of the chain wait for its blocks
  maxWorkers: 3,
};

/**
 * What @livekit/rtc-node throws out of nowhere when a busy process leaves many rooms at once: it is
 * no failure of what is tested.
 */
const DROPPED_TWICE = 'trying to drop an invalid handle';

export default defineConfig({
  test: {
    sequence: { sequencer: SlowFirst },
    onUnhandledError: ({ message }) => message !== DROPPED_TWICE,
    projects: [
      // the same runs everywhere
      { resolve: { alias }, plugins: [texts()], test: { ...unit, name: 'unit', provide: { seed: 7 } } },
      // the same tests, other runs each time: for finding what nobody thought of
      { resolve: { alias }, plugins: [texts()], test: { ...unit, name: 'hunt' } },
      {
        resolve: { alias },
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          globalSetup: ['e2e/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // two at a time: they share one product, and each file has accounts of its own
          maxWorkers: 2,
          // real time, real media, a busy machine: what fails is tried again, and the report says
          // so
          retry: 2,
        },
      },
    ],
  },
});
