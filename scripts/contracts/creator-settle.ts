// npm run creator:settle -- --url ws://… --file vouchers.json --suri-file FILE
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Keyring } from '@polkadot/keyring';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import { pino } from 'pino';
import { type Amount, exactAmount, withSymbol } from '../../sdk/money';
import { systemTimers } from '../../sdk/timers';
import { type H160, hexOf } from '../../sdk/voucher';
import { readVoucherFile } from '../../server/earnings/voucher-file';
import { signingBytes } from '../../server/gateways/chain/signing';
import { createLedger } from '../../server/gateways/ledger';
import { createWallets } from '../../server/gateways/wallets';
import { collect, count, type Outcome, type PurseOutcome, timeText } from './creator-settling';

const HELP = `Has a creator paid from downloaded vouchers, without the platform: announces them on the chain, waits until the windows end, has them paid, and
withdraws what the account itself is owed. Whatever stops it, run it again with the same file: it goes on where the chain stands.

  --url URL         the chain, any node of it
  --file FILE       the vouchers, as downloaded from the earnings page
  --suri-file FILE  holds the secret of the account that pays the chain's fees: a seed phrase or a URI. Anybody's will do; only the
                    creator's own is withdrawn to
  --scheme NAME     of that account: sr25519, ed25519 or ecdsa (sr25519)
  --no-wait         announces, says when the windows end, and does not wait for it
  --no-withdraw     leaves what was paid in the contract
`;

const LOOK_MS = 3_000;
const SCHEMES = ['sr25519', 'ed25519', 'ecdsa'] as const;

const textIn = (file: string) => readFileSync(file, 'utf8');

function readOptions(args: string[]) {
  const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const;
  const options = { url: text, file: text, 'suri-file': text, scheme: text, 'no-wait': flag, 'no-withdraw': flag };
  const { values } = parseArgs({ args, options });
  const { url, file, 'suri-file': secretFile, scheme: named = 'sr25519' } = values;
  if (!url || !file || !secretFile) throw new Error('--url, --file and --suri-file are needed');
  const scheme = SCHEMES.find((one) => one === named);
  if (!scheme) throw new Error(`--scheme is one of ${SCHEMES.join(', ')}, not ${named}`);
  const secret = textIn(secretFile).trim();
  if (!secret) throw new Error(`${secretFile} is empty: it has to hold a seed phrase or a URI`);
  const [wait, withdraw] = [!values['no-wait'], !values['no-withdraw']];
  return { url, file: readVoucherFile(textIn(file)), secret, scheme, wait, withdraw };
}

async function pairOf(secret: string, scheme: (typeof SCHEMES)[number]) {
  await cryptoWaitReady();
  try {
    return new Keyring({ type: scheme }).addFromUri(secret);
  } catch {
    // the library's own words may repeat what it could not read
    throw new Error('the secret is neither a seed phrase nor a seed nor a URI such as //Bob');
  }
}

type Money = (value: Amount) => string;

function describe({ viewer, paid, settled, closed, refused, waitsUntil }: PurseOutcome, money: Money): string {
  const parts = [
    paid > 0n && `paid ${money(paid)}`,
    settled > 0 && `${count(settled, 'voucher')} settled`,
    waitsUntil && `announced, to be paid from ${timeText(waitsUntil)} on: run this again then`,
    closed > 0 && `${count(closed, 'voucher')} of a purse that is closed`,
    ...refused.map(({ voucher, why }) => `not taken: key ${voucher.key}, ${money(voucher.amount)} (${why})`),
  ];
  return `  ${viewer}  ${parts.filter((part) => part !== false && part !== null).join('; ')}`;
}

const report = ({ purses, withdrawn }: Outcome, money: Money) =>
  [
    'By purse:',
    ...purses.map((purse) => describe(purse, money)),
    ...(withdrawn > 0n ? [`Withdrawn to your account: ${money(withdrawn)}`] : []),
  ].join('\n');

async function main(args: string[]): Promise<number> {
  let options;
  try {
    options = readOptions(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  const { url, file, secret, scheme, wait, withdraw } = options;
  const log = pino({ level: 'silent' });
  const none = { operatorSecret: null, faucetSecret: null };
  const ledger = createLedger({ endpoints: [url], contract: file.contract, ...none, log, timers: systemTimers });
  try {
    if ((await ledger.genesisHash()) !== file.genesisHash)
      throw new Error('these vouchers are signed for another chain than the one at that address');
    const pair = await pairOf(secret, scheme);
    const chain = await ledger.properties();
    const found = createWallets().parseAddress(pair.address);
    if (!found) throw new Error('the account has no address that the contract knows');
    const outcome = await collect(
      {
        ledger,
        address: pair.address,
        account: found.h160 as H160,
        sign: (payload) => hexOf(pair.sign(signingBytes(payload), { withType: true })),
        async waitUntil(time) {
          while ((await ledger.finalizedHead()).time < time) await new Promise((passed) => setTimeout(passed, LOOK_MS));
        },
        tell: (line) => console.log(line),
      },
      file.vouchers,
      { wait, withdraw },
    );
    console.log(report(outcome, (value) => withSymbol(exactAmount(value), chain)));
    return 0;
  } catch (error) {
    console.error(`That did not work. ${(error as Error).message}`);
    return 1;
  } finally {
    await ledger.close();
  }
}

// The chain library leaves timers behind that would hold the process.
process.exit(await main(process.argv.slice(2)));
