// npm test, npm run validate: the set-up that a fresh clone needs, then every check. The last line
// is "N passed, N failed".
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { livekitServer } from './engines/livekit-server.mjs';
import { versitygw } from './engines/versitygw.mjs';
import { generate } from './generate.mjs';
import { killAll, run } from './launcher/children.mjs';
import { findChromium } from './launcher/chromium.mjs';
import { dependenciesCurrent, installDependencies, npm } from './launcher/dependencies.mjs';
import { ROOT } from './launcher/paths.mjs';
import { createSteps, seconds } from './launcher/steps.mjs';
import { describeFailures } from './testing/describe-failures.mjs';

/** Each check is an npm script; vitest's say how many tests they ran. */
const CHECKS = ['lint', 'typecheck', 'build', 'unit', 'e2e'];
/**
 * What runs side by side: these three take one core each and nothing else. End-to-end tests want
 * the machine for themselves: beside unit tests they needed other tries.
 */
const ROUNDS = [['lint', 'typecheck', 'build'], ['unit'], ['e2e'], ['contracts:test']];
/**
 * The contract's own tests want Rust and, the first time, ten minutes of compiling: only where
 * somebody asks for them.
 */
if (process.env.VILOKANAM_CONTRACT_TESTS === '1') CHECKS.push('contracts:test');
const VITEST = ['unit', 'e2e'];
const SLOW_AND_RETRIED = './scripts/testing/slow-and-retried.mjs';

const HELP = `Checks everything: ${CHECKS.join(', ')}. Stops at the first that fails.

  --only LIST     these checks alone, for instance --only lint,unit
  --keep-going    the others too when one has failed

With VILOKANAM_CONTRACT_TESTS=1 also contracts:test, the contract's own tests by cargo, which need Rust.
`;

/** @typedef {{ passed: number, failed: number }} Count */

const { only, 'keep-going': keepGoing = false, help } = readArgs();
if (help) {
  console.log(HELP);
  process.exit(0);
}
const wanted = CHECKS.filter((check) => !only || only.split(',').includes(check));
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => {
    killAll();
    process.exit(1);
  });
}

const began = performance.now();
/** @type {Count} */
const total = { passed: 0, failed: 0 };
/** @type {string[]} */
const report = [];
/** @type {string[]} */
const failures = [];
const reports = mkdtempSync(join(tmpdir(), 'vilokanam-validate-'));
try {
  const env = await setUp();
  for (const round of ROUNDS.map((names) => names.filter((name) => wanted.includes(name)))) {
    const good = await Promise.all(round.map((name) => check(name, env, round.length > 1)));
    if (good.includes(false) && !keepGoing) break;
  }
} catch (error) {
  console.error(`\n${/** @type {Error} */ (error).message}`);
  total.failed += 1;
} finally {
  rmSync(reports, { recursive: true, force: true });
}
if (failures.length > 0) console.log(`\nWhat failed:\n${failures.join('\n')}`);
console.log(`\n${report.join('\n')}\n${seconds(performance.now() - began)} in all\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);

function readArgs() {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, 'keep-going': { type: 'boolean' }, help: { type: 'boolean' } },
  });
  const unknown = values.only?.split(',').find((name) => !CHECKS.includes(name));
  if (unknown === undefined) return values;
  console.error(`There is no check "${unknown}".\n\n${HELP}`);
  process.exit(2);
}

/**
 * What must be there before anything can be checked; the programs that were found are told to the
 * checks.
 */
async function setUp() {
  const browser = wanted.includes('e2e');
  const names = ['Dependencies', 'Database client', 'Media server', 'Object store', ...(browser ? ['Browser'] : [])];
  const steps = createSteps(names);
  await steps.step('Dependencies', async (tell) => {
    if (dependenciesCurrent(ROOT)) return 'up to date';
    await installDependencies(ROOT, tell);
    return 'installed';
  });
  await steps.step('Database client', generate);
  const server = await steps.step('Media server', (tell) => livekitServer({ tell }));
  await steps.step('Object store', async (tell) => (await versitygw({ tell })) ?? 'none: its tests are skipped');
  const chromium = browser ? await steps.step('Browser', async () => findChromium()) : undefined;
  return {
    ...process.env,
    LIVEKIT_SERVER_BIN: server,
    VILOKANAM_DEMO_WALLET: '1',
    ...(chromium && { CHROMIUM_BIN: chromium }),
  };
}

/**
 * Runs one check and counts it. Beside others, what it prints comes in one piece when it ends.
 * @param {string} name
 * @param {import('./launcher/paths.mjs').Env} env
 * @param {boolean} besideOthers
 */
async function check(name, env, besideOthers) {
  const title = `\n--- ${name}\n`;
  /** @type {string[]} */
  const lines = [];
  const output = besideOthers ? { onLine: (/** @type {string} */ line) => void lines.push(line) } : { terminal: true };
  if (!besideOthers) console.log(title);
  const since = performance.now();
  const file = join(reports, `${name}.json`);
  const extra = VITEST.includes(name)
    ? ['--', '--reporter=default', `--reporter=${SLOW_AND_RETRIED}`, '--reporter=json', `--outputFile.json=${file}`]
    : [];
  let good = true;
  try {
    await run({ ...npm(['run', '--silent', name, ...extra]), cwd: ROOT, env, ...output });
  } catch {
    good = false;
  }
  if (besideOthers) console.log([title, ...lines].join('\n'));
  const { tests, failed } = readTests(file);
  failures.push(...failed);
  total.passed += tests.passed + (good ? 1 : 0);
  total.failed += tests.failed + (good ? 0 : 1);
  const counted = VITEST.includes(name) ? `, ${tests.passed} tests passed, ${tests.failed} failed` : '';
  report.push(`${good ? 'passed' : 'FAILED'}  ${name.padEnd(9)}  ${seconds(performance.now() - since)}${counted}`);
  return good;
}

/**
 * @param {string} file vitest's report; there is none when it could not even begin
 * @returns {{ tests: Count, failed: string[] }}
 */
function readTests(file) {
  if (!existsSync(file)) return { tests: { passed: 0, failed: 0 }, failed: [] };
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
  return { tests: { passed: numPassedTests, failed: numFailedTests }, failed: describeFailures(testResults) };
}
