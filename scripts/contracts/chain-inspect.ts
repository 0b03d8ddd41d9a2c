// npm run chain:inspect -- --url ws://… --contract 0x… [--viewer 0x… | --creator 0x… | --address
// SS58] Reads a deployed contract and says whether its books are in order; exits with 1 when they
// are not.
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { amount, exactAmount, fromPlanck, withSymbol } from '../../sdk/money';
import { systemTimers } from '../../sdk/timers';
import { type H160 } from '../../sdk/voucher';
import { createLedger } from '../../server/gateways/ledger';
import { createWallets } from '../../server/gateways/wallets';
import {
  type ChainPurse,
  type Earnings,
  type KeyInfo,
  type Ledger,
  type Share,
  type Terms,
  type Totals,
} from '../../server/ledger';
import { conservation, tabsAgree } from './conservation';

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

type Money = (value: bigint) => string;

const describeTerms = (terms: Terms, money: Money) =>
  section('Terms', [
    line('version', terms.version),
    line('chain id', terms.chainId),
    line('owner', terms.owner + (terms.pendingOwner ? `, offered to ${terms.pendingOwner}` : '')),
    line('operator', terms.operator),
    line('operator key', terms.operatorKey),
    ...(terms.nextOperator
      ? [line('next operator', `${terms.nextOperator.operator} from ${time(terms.nextOperator.effectiveAt)}`)]
      : []),
    line('fee', `${terms.feeBasisPoints} basis points, at most ${terms.feeCapBasisPoints}`),
    ...(terms.nextFee
      ? [line('next fee', `${terms.nextFee.feeBasisPoints} basis points from ${time(terms.nextFee.effectiveAt)}`)]
      : []),
    line('closing delay', `${terms.closingDelaySeconds} s, also for windows and for new terms`),
    line('a new tab costs', money(terms.tabCost)),
    line('fee of withdrawing', `${money(terms.withdrawFee)} when the operator sends it`),
    line('credit', `at most ${terms.accrualCapSeconds} s of a key's lanes and rate`),
    line(
      'at most',
      `${terms.maxBatch} vouchers a batch, ${terms.maxLanes} lanes, ${terms.maxShares} shares, ${terms.maxRetiredKeys} retired keys`,
    ),
  ]);

const describeTotals = ({ deposits, earnings, fees, balance, openPurses }: Totals, money: Money) =>
  section('Totals', [
    line('deposits', `${money(deposits)} in ${openPurses} open purses`),
    line('earnings owed', money(earnings)),
    line('fees owed', money(fees)),
    line('together', money(deposits + earnings + fees)),
    line('balance', money(balance)),
  ]);

function describePurse(viewer: H160, purse: ChainPurse | null, money: Money): string {
  if (!purse) return section(`Purse of ${viewer}`, ['  never opened']);
  const status = !purse.open ? 'closed' : purse.closingAt ? `closing, may close at ${time(purse.closingAt)}` : 'open';
  const lines = [
    line('status', status),
    line('opening', `number ${purse.nonce}, ${time(purse.openedAt)}, at ${purse.feeBasisPoints} basis points`),
    line('deposit left', money(purse.deposit)),
    line('paid', `${money(purse.paid)} for ${purse.seconds} s and ${money(purse.extras)} of extras`),
    line('storage of tabs', money(purse.storage)),
  ];
  if (purse.windowEndsAt) {
    const aside = purse.reserved > 0n ? `, ${money(purse.reserved)} put aside` : '';
    lines.push(line('window', `ends at ${time(purse.windowEndsAt)}, ${purse.claims} claims unpaid${aside}`));
  }
  if (purse.open) lines.push(...[purse.present, ...purse.retired].flatMap((key) => describeKey(key, money)));
  return section(`Purse of ${viewer}`, lines);
}

function describeKey({ key, sessionKey, limits, retiredAt, settlesUntil, credit, extras }: KeyInfo, money: Money) {
  const signs = retiredAt ? `retired at ${time(retiredAt)}` : `signs until ${time(limits.expiresAt)}`;
  return [
    line(`key ${key}`, `${sessionKey.slice(0, 18)}…, ${signs}, settles until ${time(settlesUntil)}`),
    line('', `${money(limits.maxRate)} a second in ${limits.lanes} lanes; credit ${money(credit)}`),
    line('', `extras ${money(extras)} of ${money(limits.extrasAllowance)}`),
  ];
}

/** What a read gives page by page. */
async function everything<T>(count: number, page: number, read: (from: number, count: number) => Promise<T[]>) {
  const all: T[] = [];
  for (let from = 0; from < count; from += page) all.push(...(await read(from, page)));
  return all;
}

async function describeTabs(ledger: Ledger, viewer: H160, purse: ChainPurse, page: number, money: Money) {
  const tabs = await everything(purse.tabs, page, (from, count) => ledger.tabs(viewer, from, count));
  const lines = tabs.map(
    ({ key, creator, tab }) =>
      `  key ${key}  ${creator}  ${tab.seconds} s, ${money(tab.amount)}, extras ${money(tab.extras)}`,
  );
  return { text: section(`Tabs (${purse.tabs})`, lines), agrees: tabsAgree(purse, tabs) };
}

async function describeClaims(ledger: Ledger, viewer: H160, purse: ChainPurse, page: number, money: Money) {
  const claims = await everything(purse.claims, page, (from, count) => ledger.claims(viewer, from, count));
  const lines = claims.map(({ key, creator, claim }) => {
    const due = money(claim.dueAmount + claim.dueExtras);
    return `  key ${key}  ${creator}  ${due} due of ${money(claim.amount)} and extras ${money(claim.extras)}`;
  });
  return section(`Claims (${purse.claims})`, lines);
}

const describeShares = (shares: readonly Share[], label: string) =>
  shares.length === 0
    ? [line(label, 'none')]
    : shares.map(({ account, basisPoints }) => line(label, `${basisPoints} basis points to ${account}`));

const describeEarnings = (creator: H160, { owed, pot, split, nextSplit }: Earnings, money: Money) =>
  section(`Earnings of ${creator}`, [
    line('to withdraw', money(owed)),
    line('not divided yet', money(pot)),
    ...describeShares(split, 'split'),
    ...(nextSplit ? describeShares(nextSplit.shares, `from ${time(nextSplit.effectiveAt)}`) : []),
  ]);

async function inspect(ledger: Ledger, wanted: Wanted): Promise<boolean> {
  const [terms, { name, ...chain }] = await Promise.all([ledger.terms(), ledger.properties()]);
  const money = (value: bigint) => withSymbol(exactAmount(amount(value)), chain);
  const [head, totals] = await Promise.all([ledger.finalizedHead(), ledger.totals()]);
  const { holds, words } = conservation(totals, money);
  let inOrder = holds;

  console.log(`Contract ${terms.contract} on ${name}, block ${head.number}, ${time(head.time)}\n`);
  console.log([describeTerms(terms, money), describeTotals(totals, money), `${words}\n`].join('\n'));
  if (wanted.address) {
    const balance = fromPlanck(await ledger.balance(wanted.address), chain.decimals);
    console.log(section(`Account ${wanted.address}`, [line('can spend', money(balance))]));
  }
  if (wanted.viewer) {
    const purse = await ledger.purse(wanted.viewer);
    console.log(describePurse(wanted.viewer, purse, money));
    if (purse) {
      const { text, agrees } = await describeTabs(ledger, wanted.viewer, purse, terms.maxPage, money);
      console.log(text);
      if (purse.claims > 0) console.log(await describeClaims(ledger, wanted.viewer, purse, terms.maxPage, money));
      if (!agrees) console.log('The tabs do NOT add up to what the purse says that it paid.\n');
      inOrder &&= agrees;
    }
  }
  if (wanted.creator) console.log(describeEarnings(wanted.creator, await ledger.earnings(wanted.creator), money));
  return inOrder;
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
  const ledger = createLedger({
    endpoints: [wanted.url],
    contract: wanted.contract,
    ...secrets,
    log,
    timers: systemTimers,
  });
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
