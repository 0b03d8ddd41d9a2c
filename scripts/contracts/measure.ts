// npm run chain:measure: what each call of the contract costs, on a fresh local chain. With --write
// docs/costs.md has it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { amount, type ChainMoney } from '../../sdk/money';
import { type H160, type SignedVoucher, type VoucherDomain } from '../../sdk/voucher';
import { worstOf } from '../../server/gateways/chain/worst-case';
import { releaseKeyOf } from '../../server/gateways/operator-keys';
import { testSessionKey, type TestSessionKey } from '../../server/testing/session-keys';
import { startChain } from '../engines/chain.mjs';
import { markdownTable, measuredBlock } from '../measured';
import { readBundle } from './artifact.mjs';
import {
  amountPerPlanckOn,
  type ApiPromise,
  contractAt,
  h160Of,
  type KeyringPair,
  moneyOn,
  type Needs,
  pairOf,
  send,
  timeOn,
  transfer,
  waitForTime,
  withChain,
} from './chain.mjs';
import { deployPurse } from './deploy.mjs';

const OPERATOR = '//Bob';
const VIEWERS = 50;
const LIFE_SETTLEMENTS = 100;
/** The least that the contract allows: closing is waited for. */
const CLOSING_DELAY = 60;
const UNIT = 10n ** 18n;
const RATE = UNIT / 1_000n;
/** What purses are opened and topped up with, and what a viewer is given. */
const [DEPOSIT, GIFT] = [UNIT, 100n * UNIT];
const CREATOR_SECRET = '//Charlie';
const PERCENT_NORMAL = 0.75;

type Purse = Awaited<ReturnType<typeof contractAt>>;

/** What calls cost: weight, what is held back for storage, what is gone. Amounts are plancks. */
interface Cost {
  refTime: bigint;
  proofSize: bigint;
  storageDeposit: bigint;
  fee: bigint;
}

interface Viewer {
  pair: KeyringPair;
  address: H160;
  key: TestSessionKey;
  /** The number of the purse's present key. */
  keyNumber: number;
}

const NOTHING: Cost = { refTime: 0n, proofSize: 0n, storageDeposit: 0n, fee: 0n };
const sum = (costs: readonly Cost[]): Cost =>
  costs.reduce(
    (a, b) => ({
      refTime: a.refTime + b.refTime,
      proofSize: a.proofSize + b.proofSize,
      storageDeposit: a.storageDeposit + b.storageDeposit,
      fee: a.fee + b.fee,
    }),
    NOTHING,
  );

/** The calls of one run, on one contract. */
class Bench {
  readonly rows: [string, Cost][] = [];
  /** The deposit as the chain counts it. */
  readonly deposit: bigint;
  /** Cumulative, by pair: what the newest voucher said. */
  readonly #seconds = new Map<string, bigint>();

  constructor(
    readonly api: ApiPromise,
    readonly purse: Purse,
    readonly domain: VoucherDomain,
  ) {
    this.deposit = DEPOSIT / amountPerPlanckOn(api);
  }

  /**
   * Tries, sends, waits, and says what it cost. A settlement that skips anything measures nothing:
   * that is an error.
   */
  async call(signer: KeyringPair, message: string, args: unknown[], value = 0n, nonce?: number): Promise<Cost> {
    const needs = await this.needsOf(signer, message, args, value);
    const transaction = this.purse.transaction(message, args, needs, value);
    return this.#costOf(needs.storageDeposit, await send(this.api, transaction, signer, nonce));
  }

  /**
   * What a dry run takes. The contract settles only what the worst case leaves room for, so that is
   * asked for.
   */
  async needsOf(signer: KeyringPair, message: string, args: unknown[], value = 0n): Promise<Needs> {
    const needs = await this.purse.attempt(signer.address, message, args, value);
    if (message !== 'settle') return needs;
    const worst = worstOf({ name: message, args: { vouchers: args[0] as SignedVoucher[] } });
    return { ...needs, weight: { refTime: worst.refTime, proofSize: worst.proofSize } };
  }

  /** The same, as a row of the table. */
  async row(title: string, ...call: Parameters<Bench['call']>): Promise<Cost> {
    const cost = await this.call(...call);
    this.rows.push([title, cost]);
    console.error(`  ${title}`);
    return cost;
  }

  /** Many of one account at once, which costs a block or two instead of one each. */
  async burst(signer: KeyringPair, message: string, calls: unknown[][]): Promise<Cost[]> {
    const first = (await this.api.rpc.system.accountNextIndex(signer.address)).toNumber();
    const costs: Promise<Cost>[] = [];
    const needs = await this.needsOf(signer, message, calls[0] ?? []);
    for (const [index, args] of calls.entries()) {
      // each is tried on a state that the ones before have not changed yet: what the first needs,
      // the others do too
      const transaction = this.purse.transaction(message, args, needs);
      const deposit = index === 0 ? needs.storageDeposit : 0n;
      costs.push(send(this.api, transaction, signer, first + index).then((sent) => this.#costOf(deposit, sent)));
    }
    return Promise.all(costs);
  }

  #costOf(storageDeposit: bigint, { events, said }: Awaited<ReturnType<typeof send>>): Cost {
    const skipped = said.filter(({ event }) => event.identifier.endsWith('Skipped'));
    if (skipped.length > 0) throw new Error(`skipped: ${skipped[0]?.args.map(String).join(' ')}`);
    const find = (section: string, method: string) =>
      events
        .find(({ event }) => event.section === section && event.method === method)
        ?.event.data.toJSON() as unknown[];
    const [info] = find('system', 'ExtrinsicSuccess') as [{ weight: { refTime: number; proofSize: number } }];
    const [, fee] = find('transactionPayment', 'TransactionFeePaid') as [string, number | string];
    const { refTime, proofSize } = info.weight;
    return { refTime: BigInt(refTime), proofSize: BigInt(proofSize), storageDeposit, fee: BigInt(fee) };
  }

  /** The next second of a pair, by the purse's newest key. */
  voucher({ address, key, keyNumber }: Viewer, creator: H160): SignedVoucher {
    const pair = `${address} ${keyNumber} ${creator}`;
    const seconds = (this.#seconds.get(pair) ?? 0n) + 1n;
    this.#seconds.set(pair, seconds);
    const said = {
      viewer: address,
      purseNonce: 1,
      key: keyNumber,
      creator,
      seconds,
      amount: amount(seconds * RATE),
      extras: amount(0n),
    };
    return key.signVoucher(this.domain, said);
  }

  async openArgs({ key }: Viewer): Promise<unknown[]> {
    const expiresAt = (await timeOn(this.api)) + 86_400n;
    return [key.publicKey, { maxRate: RATE, lanes: 16, extrasAllowance: 0, expiresAt }];
  }
}

async function makeViewers(bench: Bench, count: number): Promise<Viewer[]> {
  const faucet = await pairOf('//Alice');
  const first = (await bench.api.rpc.system.accountNextIndex(faucet.address)).toNumber();
  const viewers: Viewer[] = [];
  for (let index = 0; index < count; index += 1) {
    const pair = await pairOf(`//Viewer//${index}`);
    viewers.push({ pair, address: await h160Of(bench.api, pair.address), key: testSessionKey(), keyNumber: 0 });
  }
  await Promise.all(
    viewers.map(({ pair }, index) =>
      send(bench.api, transfer(bench.api, pair.address, GIFT / amountPerPlanckOn(bench.api)), faucet, first + index),
    ),
  );
  return viewers;
}

/** Creators need no account to be paid: any address will do. */
const creatorNumber = (number: number): H160 => `0x${(number + 1).toString(16).padStart(40, 'c0')}`;

/** Every call once, as rows. */
async function measureCalls(bench: Bench, viewers: Viewer[]) {
  const [one, closing, leaving, two, ...others] = viewers as [Viewer, Viewer, Viewer, Viewer, ...Viewer[]];
  const [operator, creator] = await Promise.all([pairOf(OPERATOR), pairOf(CREATOR_SECRET)]);
  const creatorAddress = await h160Of(bench.api, creator.address);

  await bench.row('`open`', one.pair, 'open', await bench.openArgs(one), bench.deposit);
  await Promise.all(
    [closing, leaving, two, ...others].map(async (viewer) =>
      bench.call(viewer.pair, 'open', await bench.openArgs(viewer), bench.deposit),
    ),
  );
  await bench.row('`top_up`', one.pair, 'top_up', [], bench.deposit);
  await bench.row('`rekey`', one.pair, 'rekey', await bench.openArgs(one));
  one.keyNumber = 1;
  const opened = await timeOn(bench.api);

  const settle = (title: string, vouchers: SignedVoucher[]) => bench.row(title, operator, 'settle', [vouchers]);
  const each = (creator: H160) => viewers.map((viewer) => bench.voucher(viewer, creator));
  await waitForTime(bench.api, opened + 10n);
  await settle('`settle`, 1 tab, its first time', [bench.voucher(one, creatorAddress)]);
  const single = await settle('`settle`, 1 tab', [bench.voucher(one, creatorAddress)]);
  await settle(`\`settle\`, ${VIEWERS} tabs, their first time`, each(creatorNumber(0)));
  const fifty = await settle(`\`settle\`, ${VIEWERS} tabs`, each(creatorNumber(0)));

  const claimed = bench.voucher(one, creatorAddress);
  await bench.row('`announce`, 1 voucher', creator, 'announce', [[claimed]]);
  const payable = (await timeOn(bench.api)) + BigInt(CLOSING_DELAY) + 2n;
  await bench.row('`withdraw`', creator, 'withdraw', []);
  const shares = [
    { account: creatorNumber(1), basisPoints: 2_500 },
    { account: creatorNumber(2), basisPoints: 2_500 },
  ];
  await bench.row('`set_split`, 2 shares', creator, 'set_split', [shares]);
  await bench.call(operator, 'settle', [[bench.voucher(two, creatorAddress)]]);
  await bench.row('`distribute`, 2 shares', creator, 'distribute', [creatorAddress]);
  await bench.call(operator, 'settle', [[bench.voucher(two, creatorAddress)]]);
  await bench.row('`withdraw_for`, by the operator', operator, 'withdraw_for', [creatorAddress]);

  await bench.row('`request_close`', closing.pair, 'request_close', []);
  const closable = (await timeOn(bench.api)) + BigInt(CLOSING_DELAY) + 2n;
  await bench.row('`close_now`', leaving.pair, 'close_now', await releaseArgs(bench, leaving));
  const close = { viewer: closing, at: closable };
  return { single, fifty, close, pay: { viewer: one, claimed, creator, at: payable } };
}

/**
 * The claim is paid when its window has ended, and its cell cleared; a closed purse's tab is
 * removed.
 */
async function measureWindow(
  bench: Bench,
  pay: { viewer: Viewer; claimed: SignedVoucher; creator: KeyringPair; at: bigint },
) {
  const { viewer, claimed, creator } = pay;
  await waitForTime(bench.api, pay.at);
  const pair = [claimed.key, claimed.creator];
  await bench.row('`pay_announced`, 1 claim', creator, 'pay_announced', [viewer.address, [pair]]);
  await bench.row('`clear_claims`, 1 claim', creator, 'clear_claims', [[[viewer.address, ...pair]]]);
  await bench.call(viewer.pair, 'close_now', await releaseArgs(bench, viewer));
  await bench.row('`remove_tabs`, 1 tab', viewer.pair, 'remove_tabs', [[pair]]);
}

async function releaseArgs(bench: Bench, { address }: Viewer): Promise<unknown[]> {
  const validUntil = (await timeOn(bench.api)) + 600n;
  const release = { viewer: address, purseNonce: 1, validUntil };
  return [validUntil, releaseKeyOf(OPERATOR).sign(bench.domain, release)];
}

/**
 * One viewer from the first deposit to the last coin back, settled a hundred times in transactions
 * of its own.
 */
async function measureLife(bench: Bench, viewer: Viewer) {
  const operator = await pairOf(OPERATOR);
  const open = await bench.call(viewer.pair, 'open', await bench.openArgs(viewer), bench.deposit);
  await waitForTime(bench.api, (await timeOn(bench.api)) + BigInt(LIFE_SETTLEMENTS / 10));
  const vouchers = Array.from({ length: LIFE_SETTLEMENTS }, () => [[bench.voucher(viewer, creatorNumber(3))]]);
  const settlements = await bench.burst(operator, 'settle', vouchers);
  const close = await bench.call(viewer.pair, 'close_now', await releaseArgs(bench, viewer));
  return { open, settlements: sum(settlements), close };
}

/**
 * The largest batch: what the contract allows, and how far weight and size of a transaction would
 * reach.
 */
async function measureLargest(bench: Bench, viewers: Viewer[]) {
  const terms = (await bench.purse.read('terms')).toJSON() as { maxBatch: number };
  const operator = await pairOf(OPERATOR);
  const vouchers = Array.from({ length: terms.maxBatch }, (_, index) =>
    bench.voucher(viewers[index % viewers.length] as Viewer, creatorNumber(10 + Math.floor(index / viewers.length))),
  );
  const needs = await bench.purse.attempt(operator.address, 'settle', [vouchers]);
  const cost = await bench.row(
    `\`settle\`, ${terms.maxBatch} tabs, their first time: the largest batch`,
    operator,
    'settle',
    [vouchers],
  );
  const bytes = bench.purse.transaction('settle', [vouchers], needs).encodedLength;
  return { tabs: terms.maxBatch, needs, cost, bytes };
}

const digits = (value: number, count: number) =>
  value.toLocaleString('en', { minimumFractionDigits: count, maximumFractionDigits: count });

function printer({ symbol, decimals }: ChainMoney) {
  const money = (planck: bigint) => digits(Number(planck) / 10 ** decimals, 6);
  const cells = (title: string, { refTime, proofSize, storageDeposit, fee }: Cost) => [
    title,
    digits(Number(refTime) / 1e9, 2),
    digits(Number(proofSize) / 1024, 1),
    money(storageDeposit),
    money(fee),
  ];
  const head = ['call', 'ref time, ms', 'proof, KiB', `storage deposit, ${symbol}`, `fee, ${symbol}`];
  return (rows: [string, Cost][]) =>
    markdownTable(
      head,
      rows.map((row) => cells(...row)),
    );
}

/** What a block, and pallet-revive, let through. */
function limitsOf(api: ApiPromise) {
  const weights = api.consts.system.blockWeights.perClass.normal.maxExtrinsic.unwrap();
  return {
    refTime: weights.refTime.toBigInt(),
    calldata: 128 * 1024,
    proofOfParachains: 5 * 1024 * 1024 * PERCENT_NORMAL,
  };
}

/** The tables, as the document has them. */
async function measure(url: string, program: string): Promise<string> {
  const { contract } = await deployPurse({ url, secret: OPERATOR, closingDelay: CLOSING_DELAY, withdrawFee: 1n });
  const { bundle } = readBundle('purse');
  return withChain(url, async (api) => {
    const purse = await contractAt(api, bundle, contract);
    const chainId = BigInt(String(api.consts.revive?.chainId));
    const bench = new Bench(api, purse, { chainId, contract });
    const [life, ...viewers] = (await makeViewers(bench, VIEWERS + 1)) as [Viewer, ...Viewer[]];

    const { single, fifty, close, pay } = await measureCalls(bench, viewers);
    // those two are closed, or closing
    const settling = viewers.filter((_, index) => index !== 1 && index !== 2);
    const largest = await measureLargest(bench, settling);
    const whole = await measureLife(bench, life);
    await measureWindow(bench, pay);
    await waitForTime(bench.api, close.at);
    await bench.row('`close`, after the delay', close.viewer.pair, 'close', []);

    const print = printer(moneyOn(api));
    const perTab = (part: 'refTime' | 'proofSize') => (fifty[part] - single[part]) / BigInt(VIEWERS - 1);
    const limits = limitsOf(api);
    const largestTab = largest.needs.weight.refTime / BigInt(largest.tabs);
    const viewerPays = sum([whole.open, whole.close]);
    return `Contract: ${(bundle.source.contract_binary.length - 2) / 2} bytes. Measured on ${program}.

${print(bench.rows)}

Per settled tab, in a batch of ${VIEWERS}: ${digits(Number(perTab('refTime')) / 1e9, 2)} ms of ref time, ${digits(Number(perTab('proofSize')) / 1024, 1)} KiB of proof.
Largest batch: ${largest.tabs} tabs, set by the contract. Its ${digits(Number(largest.needs.weight.refTime) / 1e9, 0)} ms are ${digits((100 * Number(largest.needs.weight.refTime)) / Number(limits.refTime), 0)} % of what one transaction may weigh here (weight alone
would let ${limits.refTime / largestTab} tabs through), its ${digits(largest.bytes / 1024, 1)} KiB ${digits((100 * largest.bytes) / limits.calldata, 0)} % of pallet-revive's 128 KiB of calldata; a parachain's proof of 3.75 MiB
would let ${Math.floor(limits.proofOfParachains / (Number(largest.needs.weight.proofSize) / largest.tabs))} through.

A viewer's whole life:

${print([
  ['the viewer: `open` and `close_now`', viewerPays],
  [`the operator: ${LIFE_SETTLEMENTS} settlements, each in a transaction of its own`, whole.settlements],
  ['all together', sum([viewerPays, whole.settlements])],
])}
`;
  });
}

const measured = measuredBlock('chain:measure');
const dataDir = mkdtempSync(join(tmpdir(), 'vilokanam-measure-'));
const engine = await startChain({ dataDir });
try {
  measured.publish(await measure(engine.url, engine.kind === 'node' ? 'polkadot-omni-node' : 'Chopsticks'));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await engine.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit();
