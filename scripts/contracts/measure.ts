// npm run chain:measure: what each call of the contract costs, on a fresh local chain. The README's table is this output.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { amount } from '../../sdk/money';
import { type H160, type SignedVoucher, type VoucherDomain } from '../../sdk/voucher';
import { releaseKeyOf } from '../../server/gateways/operator-keys';
import { testSessionKey, type TestSessionKey } from '../../server/testing/session-keys';
import { startChain } from '../engines/chain.mjs';
import { readBundle } from './artifact.mjs';
import { type ApiPromise, contractAt, h160Of, type KeyringPair, pairOf, send, withChain } from './chain.mjs';
import { deployPurse } from './deploy.mjs';

const OPERATOR = '//Bob';
const VIEWERS = 50;
const LIFE_SETTLEMENTS = 100;
/** The least that the contract allows: closing is waited for. */
const CLOSING_DELAY = 60;
const UNIT = 10n ** 18n;
const RATE = UNIT / 1_000n;
const DEPOSIT_PLANCK = 10n ** 12n;
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
  /** Cumulative, by pair: what the newest voucher said. */
  readonly #seconds = new Map<string, bigint>();

  constructor(
    readonly api: ApiPromise,
    readonly purse: Purse,
    readonly domain: VoucherDomain,
  ) {}

  /** Tries, sends, waits, and says what it cost. A settlement that skips anything measures nothing: that is an error. */
  async call(signer: KeyringPair, message: string, args: unknown[], value = 0n, nonce?: number): Promise<Cost> {
    const needs = await this.purse.attempt(signer.address, message, args, value);
    const transaction = this.purse.transaction(message, args, needs, value);
    return this.#costOf(needs.storageDeposit, await send(this.api, transaction, signer, nonce));
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
    const needs = await this.purse.attempt(signer.address, message, calls[0] ?? []);
    for (const [index, args] of calls.entries()) {
      // each is tried on a state that the ones before have not changed yet: what the first needs, the others do too
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

  /** The next second of a pair. */
  voucher({ address, key }: Viewer, creator: H160): SignedVoucher {
    const pair = address + creator;
    const seconds = (this.#seconds.get(pair) ?? 0n) + 1n;
    this.#seconds.set(pair, seconds);
    const said = {
      viewer: address,
      purseNonce: 1,
      creator,
      seconds,
      amount: amount(seconds * RATE),
      extras: amount(0n),
    };
    return key.signVoucher(this.domain, said);
  }

  async openArgs({ key }: Viewer): Promise<unknown[]> {
    const expiresAt = (await this.now()) + 86_400n;
    return [key.publicKey, { maxRate: RATE, lanes: 16, extrasAllowance: 0, expiresAt }];
  }

  /** The chain's time, in seconds. */
  async now(): Promise<bigint> {
    return BigInt(String(await this.api.query.timestamp?.now?.())) / 1_000n;
  }

  async until(time: bigint): Promise<void> {
    while ((await this.now()) < time) await pause(500);
  }
}

async function makeViewers(bench: Bench, count: number): Promise<Viewer[]> {
  const faucet = await pairOf('//Alice');
  const first = (await bench.api.rpc.system.accountNextIndex(faucet.address)).toNumber();
  const viewers: Viewer[] = [];
  for (let index = 0; index < count; index += 1) {
    const pair = await pairOf(`//Viewer//${index}`);
    viewers.push({ pair, address: await h160Of(bench.api, pair.address), key: testSessionKey() });
  }
  await Promise.all(
    viewers.map(({ pair }, index) => {
      const transfer = bench.api.tx.balances?.transferKeepAlive?.(pair.address, 100n * 10n ** 12n);
      if (!transfer) throw new Error('the chain has no pallet-balances');
      return send(bench.api, transfer, faucet, first + index);
    }),
  );
  return viewers;
}

/** Creators need no account to be paid: any address will do. */
const creatorNumber = (number: number): H160 => `0x${(number + 1).toString(16).padStart(40, 'c0')}`;

/** Every call once, as rows. */
async function measureCalls(bench: Bench, viewers: Viewer[]) {
  const [one, closing, leaving, ...others] = viewers as [Viewer, Viewer, Viewer, ...Viewer[]];
  const [operator, creator] = await Promise.all([pairOf(OPERATOR), pairOf(CREATOR_SECRET)]);
  const creatorAddress = await h160Of(bench.api, creator.address);

  await bench.row('`open`', one.pair, 'open', await bench.openArgs(one), DEPOSIT_PLANCK);
  await Promise.all(
    [closing, leaving, ...others].map(async (viewer) =>
      bench.call(viewer.pair, 'open', await bench.openArgs(viewer), DEPOSIT_PLANCK),
    ),
  );
  await bench.row('`top_up`', one.pair, 'top_up', [], DEPOSIT_PLANCK);
  await bench.row('`rekey`', one.pair, 'rekey', await bench.openArgs(one));
  const opened = await bench.now();

  const settle = (title: string, vouchers: SignedVoucher[]) => bench.row(title, operator, 'settle', [vouchers]);
  const each = (creator: H160) => viewers.map((viewer) => bench.voucher(viewer, creator));
  await bench.until(opened + 10n);
  await settle('`settle`, 1 tab, its first time', [bench.voucher(one, creatorAddress)]);
  const single = await settle('`settle`, 1 tab', [bench.voucher(one, creatorAddress)]);
  await settle(`\`settle\`, ${VIEWERS} tabs, their first time`, each(creatorNumber(0)));
  const fifty = await settle(`\`settle\`, ${VIEWERS} tabs`, each(creatorNumber(0)));

  await bench.row('`announce`, 1 voucher', creator, 'announce', [[bench.voucher(one, creatorAddress)]]);
  await bench.row('`withdraw`', creator, 'withdraw', []);
  const shares = [
    { account: creatorNumber(1), basisPoints: 2_500 },
    { account: creatorNumber(2), basisPoints: 2_500 },
  ];
  await bench.row('`set_split`, 2 shares', creator, 'set_split', [shares]);
  await bench.call(operator, 'settle', [[bench.voucher(one, creatorAddress)]]);
  await bench.row('`distribute`, 2 shares', creator, 'distribute', [creatorAddress]);

  await bench.row('`request_close`', closing.pair, 'request_close', []);
  const closable = (await bench.now()) + BigInt(CLOSING_DELAY) + 2n;
  await bench.row('`close_now`', leaving.pair, 'close_now', await releaseArgs(bench, leaving));
  return { single, fifty, close: { viewer: closing, at: closable } };
}

async function releaseArgs(bench: Bench, { address }: Viewer): Promise<unknown[]> {
  const validUntil = (await bench.now()) + 600n;
  const release = { viewer: address, purseNonce: 1, validUntil };
  return [validUntil, releaseKeyOf(OPERATOR).sign(bench.domain, release)];
}

/** One viewer from the first deposit to the last coin back, settled a hundred times in transactions of its own. */
async function measureLife(bench: Bench, viewer: Viewer) {
  const operator = await pairOf(OPERATOR);
  const open = await bench.call(viewer.pair, 'open', await bench.openArgs(viewer), DEPOSIT_PLANCK);
  await bench.until((await bench.now()) + BigInt(LIFE_SETTLEMENTS / 10));
  const vouchers = Array.from({ length: LIFE_SETTLEMENTS }, () => [[bench.voucher(viewer, creatorNumber(3))]]);
  const settlements = await bench.burst(operator, 'settle', vouchers);
  const close = await bench.call(viewer.pair, 'close_now', await releaseArgs(bench, viewer));
  return { open, settlements: sum(settlements), close };
}

/** The largest batch: what the contract allows, and how far weight and size of a transaction would reach. */
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

function printer(symbol: string, decimals: number) {
  const money = (planck: bigint) => digits(Number(planck) / 10 ** decimals, 6);
  const cells = (title: string, { refTime, proofSize, storageDeposit, fee }: Cost) => [
    title,
    digits(Number(refTime) / 1e9, 2),
    digits(Number(proofSize) / 1024, 1),
    money(storageDeposit),
    money(fee),
  ];
  const line = (parts: string[]) => `| ${parts.join(' | ')} |`;
  const head = ['call', 'ref time, ms', 'proof, KiB', `storage deposit, ${symbol}`, `fee, ${symbol}`];
  return (rows: [string, Cost][]) =>
    [
      line(head),
      line(head.map((_, index) => (index ? '---:' : '---'))),
      ...rows.map((row) => line(cells(...row))),
    ].join('\n');
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

async function measure(url: string, program: string) {
  const { contract } = await deployPurse({ url, secret: OPERATOR, closingDelay: CLOSING_DELAY });
  const { bundle } = readBundle('purse');
  await withChain(url, async (api) => {
    const purse = await contractAt(api, bundle, contract);
    const chainId = BigInt(String(api.consts.revive?.chainId));
    const bench = new Bench(api, purse, { chainId, contract });
    const [life, ...viewers] = (await makeViewers(bench, VIEWERS + 1)) as [Viewer, ...Viewer[]];

    const { single, fifty, close } = await measureCalls(bench, viewers);
    const settling = viewers.filter((_, index) => index !== 1 && index !== 2); // those two are closed, or closing
    const largest = await measureLargest(bench, settling);
    const whole = await measureLife(bench, life);
    await bench.until(close.at);
    await bench.row('`close`, after the delay', close.viewer.pair, 'close', []);

    const [symbol = 'UNIT', decimals = 12] = [api.registry.chainTokens[0], api.registry.chainDecimals[0]];
    const print = printer(symbol, decimals);
    const perTab = (part: 'refTime' | 'proofSize') => (fifty[part] - single[part]) / BigInt(VIEWERS - 1);
    const limits = limitsOf(api);
    const largestTab = largest.needs.weight.refTime / BigInt(largest.tabs);
    const viewerPays = sum([whole.open, whole.close]);
    console.log(`Contract: ${(bundle.source.contract_binary.length - 2) / 2} bytes. Measured on ${program}.

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
`);
  });
}

const dataDir = mkdtempSync(join(tmpdir(), 'vilokanam-measure-'));
const engine = await startChain({ dataDir });
try {
  await measure(engine.url, engine.kind === 'node' ? 'polkadot-omni-node' : 'Chopsticks');
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await engine.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit();
