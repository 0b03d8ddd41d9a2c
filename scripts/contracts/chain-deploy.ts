// npm run chain:deploy -- --url ws://… --suri-file FILE        (deployed: node build/deploy.js …)
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LEAST_CLOSING_DELAY_SECONDS } from '../../server/settling/least-closing-delay';
import { CLOSING_DELAY, type Deployed, deployPurse, isDeployed } from './deploy.mjs';

const HELP = `Puts the purse contract on a chain with pallet-revive, and says what to set for the server.

  --url URL                  the chain
  --suri-file FILE           holds the secret of the account that deploys, pays and becomes the owner: a seed phrase or a URI
  --operator-suri-file FILE  the account that settles (the deploying one); its release key is derived from the same secret
  --closing-delay SECONDS    between asking to close a purse and its closing, ${LEAST_CLOSING_DELAY_SECONDS} to 2592000 (${CLOSING_DELAY})
  --short-delay              lets it be 60 at the least, for trying out: what is settled late is then not paid
  --fee BASIS_POINTS         the platform's part of what creators are paid, 0 to 1000 (0)
  --tab-cost AMOUNT          what a new tab costs its purse, in the contract's unit of 18 decimals (what the chain holds back for it)
  --withdraw-fee AMOUNT      what the operator keeps for withdrawing for somebody, in the same unit (what that costs on the chain)
  --record FILE              keeps there what was deployed; when that is still on the chain, nothing is done
`;

const record = (file: string): Deployed | null =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Deployed) : null;

function write(file: string, deployed: Deployed) {
  mkdirSync(dirname(file), { recursive: true });
  // written beside and moved, so that a crash never leaves half of one
  writeFileSync(`${file}.new`, `${JSON.stringify(deployed, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

function secretIn(file: string): string {
  const secret = readFileSync(file, 'utf8').trim();
  if (!secret) throw new Error(`${file} is empty: it has to hold a seed phrase or a URI`);
  return secret;
}

function numberInRange(text: string | undefined, usual: number, [least, most]: [number, number], what: string): number {
  const value = text === undefined ? usual : Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Error(`${what} is a whole number from ${least} to ${most}, not ${text}`);
  return value;
}

/** In the contract's unit: a whole number of any length. */
function amountOf(text: string | undefined, what: string): bigint | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,39}$/.test(text)) throw new Error(`${what} is a whole number in the contract's unit, not ${text}`);
  return BigInt(text);
}

function readOptions(args: string[]) {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      url: text,
      'suri-file': text,
      'operator-suri-file': text,
      'closing-delay': text,
      'short-delay': { type: 'boolean' },
      'tab-cost': text,
      'withdraw-fee': text,
      fee: text,
      record: text,
    },
  });
  const { url, 'suri-file': secretFile, 'operator-suri-file': operatorFile = secretFile } = values;
  if (!url || !secretFile || !operatorFile) throw new Error('--url and --suri-file are needed');
  return {
    url,
    secret: secretIn(secretFile),
    operator: secretIn(operatorFile),
    operatorFile: resolve(operatorFile),
    closingDelay: numberInRange(
      values['closing-delay'],
      CLOSING_DELAY,
      [values['short-delay'] ? 60 : LEAST_CLOSING_DELAY_SECONDS, 30 * 86_400],
      '--closing-delay',
    ),
    tabCost: amountOf(values['tab-cost'], '--tab-cost'),
    withdrawFee: amountOf(values['withdraw-fee'], '--withdraw-fee'),
    fee: numberInRange(values.fee, 0, [0, 1_000], '--fee'),
    record: values.record,
  };
}

const explain = ({ contract, block, owner, operator }: Deployed, operatorFile: string) => `
owner     ${owner}
operator  ${operator}

For the server:
  CONTRACT_ADDRESS=${contract}
  CONTRACT_BLOCK=${block}
  OPERATOR_SECRET_FILE=${operatorFile}`;

async function main(args: string[]): Promise<number> {
  let options;
  try {
    options = readOptions(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  try {
    const known = options.record ? record(options.record) : null;
    const existing = known && (await isDeployed(options.url, known)) ? known : null;
    const deployed = existing ?? (await deployPurse(options));
    if (!existing && options.record) write(options.record, deployed);
    console.log(
      existing ? `The purse contract is at ${deployed.contract} already.` : `Deployed at ${deployed.contract}.`,
    );
    console.log(explain(deployed, options.operatorFile));
    return 0;
  } catch (error) {
    console.error(`That did not work. ${(error as Error).message}`);
    return 1;
  }
}

// The chain library leaves timers behind that would hold the process.
process.exit(await main(process.argv.slice(2)));
