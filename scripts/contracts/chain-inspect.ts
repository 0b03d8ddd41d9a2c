// npm run chain:inspect -- --url ws://… --contract 0x… [--viewer 0x… | --creator 0x… | --address SS58]
// Reads a deployed contract and says whether its books are in order; exits with 1 when they are not.
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { type Amount, amount, exactAmount, fromPlanck } from '../../sdk/money';
import { type H160 } from '../../sdk/voucher';
import { createLedger } from '../../server/gateways/ledger';
import { createWallets } from '../../server/gateways/wallets';
import { type ChainPurse, type Earnings, type Ledger, type Terms, type Totals } from '../../server/ledger';
import { conservation } from './conservation';

const HELP = `Says what a purse contract is set to, what it holds, and whether its books are in order.

  --url URL         the chain
  --contract 0x…    the contract
  --viewer 0x…      a viewer's purse with its tabs
  --creator 0x…     a creator's earnings and how they are split
  --address SS58    both, by the address that wallets show
`;

/** What to look at. */
interface Wanted {
  url: string;
  contract: H160;
  viewer: H160 | null;
  creator: H160 | null;
  address: string | null;
}

const line = (label: string, value: unknown) => `  ${label.padEnd(20)} ${String(value)}`;
const section = (title: string, lines: string[]) => `${title}\n${lines.join('\n')}\n`;
const time = (date: Date) => date.toISOString().replace('.000Z', 'Z');

function readWanted(args: string[]): Wanted {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: { url: text, contract: text, viewer: text, creator: text, address: text },
  });
  const { url, contract, viewer, creator, address } = values;
  if (!url || !contract) throw new Error('--url and --contract are needed');
  const parsed = address === undefined ? null : createWallets().parseAddress(address);
  if (address !== undefined && !parsed) throw new Error(`${address} is not an address (SS58)`);
  const known = (parsed?.h160 ?? null) as H160 | null;
  return {
    url,
    contract: h160(contract),
    viewer: viewer ? h160(viewer) : known,
    creator: creator ? h160(creator) : known,
    address: parsed?.address ?? null,
  };
}

function h160(text: string): H160 {
  if (!/^0x[\da-f]{40}$/i.test(text)) throw new Error(`${text} is not 0x and 40 hex digits`);
  return text.toLowerCase() as H160;
}

const describeTerms = (terms: Terms) =>
  section('Terms', [
    line('version', terms.version),
    line('chain id', terms.chainId),
    line('owner', terms.owner + (terms.pendingOwner ? `, offered to ${terms.pendingOwner}` : '')),
    line('operator', terms.operator),
    line('operator key', terms.operatorKey),
    line('fee', `${terms.feeBasisPoints} basis points, at most ${terms.feeCapBasisPoints}`),
    line('closing delay', `${terms.closingDelaySeconds} s; ${terms.announceDelaySeconds} s for announced vouchers`),
    line(
      'at most',
      `${terms.maxBatch} vouchers a batch, ${terms.maxLanes} lanes, ${terms.maxShares} shares, ${terms.maxRetiredKeys} retired keys`,
    ),
  ]);

const describeTotals = ({ deposits, earnings, fees, balance, openPurses }: Totals, money: (value: bigint) => string) =>
  section('Totals', [
    line('deposits', `${money(deposits)} in ${openPurses} open purses`),
    line('earnings owed', money(earnings)),
    line('fees owed', money(fees)),
    line('together', money(deposits + earnings + fees)),
    line('balance', money(balance)),
  ]);

function describePurse(viewer: H160, purse: ChainPurse | null, money: (value: bigint) => string): string[] {
  if (!purse) return [section(`Purse of ${viewer}`, ['  never opened'])];
  const { limits } = purse;
  const status = !purse.open ? 'closed' : purse.closingAt ? `closing, may close at ${time(purse.closingAt)}` : 'open';
  const lines = [
    line('status', status),
    line('opening', `number ${purse.nonce}, ${time(purse.openedAt)}`),
    line('deposit left', money(purse.deposit)),
    line('paid', `${money(purse.paid)} for ${purse.seconds} s and ${money(purse.extras)} of extras`),
  ];
  if (purse.open) {
    lines.push(
      line('session key', purse.sessionKey),
      line('may sign', `${money(limits.maxRate)} a second in ${limits.lanes} lanes until ${time(limits.expiresAt)}`),
      line('extras', `${money(limits.extrasAllowance)} in all`),
      ...purse.retired.map((key) => line('retired key', `${key.sessionKey.slice(0, 18)}… until ${time(key.until)}`)),
    );
  }
  return [section(`Purse of ${viewer}`, lines)];
}

async function describeTabs(ledger: Ledger, viewer: H160, count: number, page: number, money: (v: bigint) => string) {
  const lines: string[] = [];
  for (let from = 0; from < count; from += page) {
    for (const { creator, tab } of await ledger.tabs(viewer, from, page)) {
      const short = tab.amount + tab.extras - tab.paid;
      const rest = short > 0n ? `, ${money(short)} of it unpaid` : '';
      lines.push(`  ${creator}  ${tab.seconds} s, ${money(tab.amount)}, extras ${money(tab.extras)}${rest}`);
    }
  }
  return section(`Tabs (${count})`, lines);
}

const describeEarnings = (creator: H160, { owed, pot, split }: Earnings, money: (value: bigint) => string) =>
  section(`Earnings of ${creator}`, [
    line('to withdraw', money(owed)),
    line('not divided yet', money(pot)),
    ...(split.length === 0
      ? [line('split', 'none')]
      : split.map(({ account, basisPoints }) => line('split', `${basisPoints} basis points to ${account}`))),
  ]);

async function inspect(ledger: Ledger, wanted: Wanted): Promise<boolean> {
  const [terms, { name, symbol }] = await Promise.all([ledger.terms(), ledger.properties()]);
  const money = (value: bigint) => `${exactAmount(amount(value) as Amount)} ${symbol}`;
  const [head, totals] = await Promise.all([ledger.finalizedHead(), ledger.totals()]);
  const { holds, words } = conservation(totals, money);

  console.log(`Contract ${terms.contract} on ${name}, block ${head.number}, ${time(head.time)}\n`);
  console.log([describeTerms(terms), describeTotals(totals, money), `${words}\n`].join('\n'));
  if (wanted.address) {
    const balance = fromPlanck(await ledger.balance(wanted.address));
    console.log(section(`Account ${wanted.address}`, [line('can spend', money(balance))]));
  }
  if (wanted.viewer) {
    const purse = await ledger.purse(wanted.viewer);
    console.log(describePurse(wanted.viewer, purse, money).join('\n'));
    if (purse) console.log(await describeTabs(ledger, wanted.viewer, purse.tabs, terms.maxPage, money));
  }
  if (wanted.creator) console.log(describeEarnings(wanted.creator, await ledger.earnings(wanted.creator), money));
  return holds;
}

async function main(args: string[]): Promise<number> {
  let wanted: Wanted;
  try {
    wanted = readWanted(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  const secrets = { operatorSecret: null, faucetSecret: null }; // it only reads
  const log = pino({ level: 'silent' });
  const ledger = createLedger({ endpoints: [wanted.url], contract: wanted.contract, ...secrets, log });
  try {
    return (await inspect(ledger, wanted)) ? 0 : 1;
  } catch (error) {
    console.error(`That did not work. ${(error as Error).message}`);
    return 1;
  } finally {
    await ledger.close();
  }
}

// The chain library leaves timers behind that would hold the process.
process.exit(await main(process.argv.slice(2)));
