// The purse contract on the local chain: deployed at first start, and again whenever the chain has
// forgotten it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../launcher/children.mjs';
import { ROOT } from '../launcher/paths.mjs';
import { keepSecret } from '../launcher/secrets.mjs';

/**
 * Accounts that the local chain's genesis gives money to. Their secrets are known to everybody:
 * there is nothing real to be had.
 */
const OPERATOR = '//Bob';
const FAUCET = '//Alice';

/**
 * Short, so that somebody who tries the product out sees a purse close; too short for real money.
 */
const CLOSING_DELAY = 60;

/**
 * @param {object} options
 * @param {string} options.dataDir
 * @param {string} options.url of the local chain
 * @param {import('../launcher/paths.mjs').Env} options.env
 * @param {boolean} options.built whether build/ is up to date; else the source is run
 * @param {import('../launcher/steps.mjs').Telling} [options.tell]
 * @returns {Promise<{ env: Record<string, string>, summary: string }>}
 */
export async function deployLocally({ dataDir, url, env, built, tell }) {
  const operator = keepSecret(dataDir, 'operator', OPERATOR);
  const faucet = keepSecret(dataDir, 'faucet', FAUCET);
  // with the chain's data, so that whoever forgets that forgets this
  const record = join(dataDir, 'chain/contract.json');
  const program = built ? ['build/deploy.js'] : ['--import', 'tsx', 'scripts/contracts/chain-deploy.ts'];
  const delay = ['--closing-delay', String(CLOSING_DELAY), '--short-delay'];
  const options = ['--suri-file', operator, ...delay, '--record', record];
  const output = await run({
    command: process.execPath,
    args: [...program, '--url', url, ...options],
    cwd: ROOT,
    env: { ...env, POLKADOTJS_DISABLE_ESM_CJS_WARNING: '1' },
    onLine: (line) => tell?.progress(line),
  });
  const { contract, block } = JSON.parse(readFileSync(record, 'utf8'));
  return {
    summary: output.trim().split('\n')[0] ?? '',
    env: {
      CONTRACT_ADDRESS: contract,
      CONTRACT_BLOCK: String(block),
      OPERATOR_SECRET_FILE: operator,
      FAUCET_SECRET_FILE: faucet,
    },
  };
}
