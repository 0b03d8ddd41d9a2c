/** So many of the slowest files are named. */
const MOST = 20;

/**
 * What a run waited for, and what only passed at another try.
 * @param {readonly import('vitest/node').TestModule[]} modules
 * @returns {string[]}
 */
export function slowAndRetried(modules) {
  const files = modules
    .map((module) => ({ name: module.relativeModuleId, ms: module.diagnostic().duration }))
    .sort((one, other) => other.ms - one.ms)
    .slice(0, MOST)
    .map(({ name, ms }) => `${(ms / 1_000).toFixed(1).padStart(7)} s  ${name}`);
  const retried = modules.flatMap((module) =>
    [...module.children.allTests()].flatMap((test) => {
      const tries = test.diagnostic()?.retryCount ?? 0;
      return tries > 0 ? [`${tries} more: ${module.relativeModuleId} > ${test.fullName}`] : [];
    }),
  );
  const needed = retried.length > 0 ? ['Tests that needed another try:', ...retried] : ['No test needed another try.'];
  return ['The slowest files:', ...files, '', ...needed];
}

/** A reporter of vitest beside its own. */
export default class SlowAndRetried {
  /** @param {readonly import('vitest/node').TestModule[]} modules */
  onTestRunEnd(modules) {
    console.log(`\n${slowAndRetried(modules).join('\n')}`);
  }
}
