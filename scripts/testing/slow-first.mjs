import { BaseSequencer } from 'vitest/node';

/**
 * The files that take longest, most of them because they wait for blocks: begun first, so that at
 * the end no worker is left alone with one. `npm test` prints the slowest files.
 */
export const SLOWEST = [
  'server/gateways/ledger.chopsticks.test.ts',
  'server/gateways/ledger.node.test.ts',
  'scripts/lint-rules.test.ts',
  'server/gateways/rooms.test.ts',
  'server/gateways/recorder.test.ts',
  'scripts/contracts/deploy.test.ts',
  'scripts/start.test.ts',
  'scripts/engines/chain.test.ts',
  'scripts/contracts/no-weight.test.ts',
  'scripts/contracts/settling-crash.test.ts',
  'server/viewing/nobody-sees-without-paying.test.ts',
  'server/settling/settle.steady-attacker.test.ts',
  'e2e/live.e2e.ts',
  'e2e/pages.e2e.ts',
  'e2e/rewind.e2e.ts',
  'e2e/obs.e2e.ts',
  'e2e/kill.e2e.ts',
  'e2e/playback.e2e.ts',
  'e2e/development.e2e.ts',
  'e2e/language.e2e.ts',
  'e2e/stage.e2e.ts',
  'e2e/purse.e2e.ts',
];

/**
 * The same files with the slowest before all others, whose order stays.
 * @template {{ moduleId: string }} File
 * @param {readonly File[]} files
 * @returns {File[]}
 */
export function slowFirst(files) {
  const rankOf = (/** @type {File} */ { moduleId }) => {
    const at = SLOWEST.findIndex((slow) => moduleId.endsWith(slow));
    return at < 0 ? SLOWEST.length : at;
  };
  return [...files].sort((one, other) => rankOf(one) - rankOf(other));
}

/** vitest's own order, but for the slowest. */
export default class SlowFirst extends BaseSequencer {
  /**
   * @override
   * @param {import('vitest/node').TestSpecification[]} files
   */
  async sort(files) {
    return slowFirst(await super.sort(files));
  }
}
