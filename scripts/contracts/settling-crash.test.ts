// The node is killed (kill -9) while a settlement is on its way, and started again on the same data
// and port: at several moments, from before the transaction is in a block until after. Whatever the
// moment, everybody is paid once, and the books agree.
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { amount } from '../../sdk/money';
import { systemTimers } from '../../sdk/timers';
import { bytesOf, type H160 } from '../../sdk/voucher';
import { compareWithChain } from '../../server/chain/compare';
import { followChain } from '../../server/chain/follow';
import { MINUTE } from '../../server/clock';
import { type Deps } from '../../server/deps';
import { type Ledger } from '../../server/ledger';
import { createLedger } from '../../server/gateways/ledger';
import { type TransactionStatus } from '../../server/generated/prisma/enums';
import { stored } from '../../server/money';
import { IN_FLIGHT } from '../../server/settling/in-flight';
import { settleDue } from '../../server/settling/settle';
import { expectBooksAgree } from '../../server/testing/books';
import { testDeps, type TestDeps } from '../../server/testing/harness';
import { testSessionKey } from '../../server/testing/session-keys';
import { chainNode, startChain } from '../engines/chain.mjs';
import { run } from '../launcher/children.mjs';
import { scratchFolder } from '../testing/folders.mjs';
import { readBundle } from './artifact.mjs';
import { amountPerPlanckOn, contractAt, h160Of, pairOf, timeOn, withChain } from './chain.mjs';
import { type Deployed, deployPurse } from './deploy.mjs';

const NODE = chainNode() !== undefined;
if (!NODE) console.info('settling-crash: left out, there is no polkadot-omni-node here (CHAIN_NODE_BIN)');

/** When the node is killed, after the settlement was sent. */
const MOMENTS: [string, (deps: TestDeps) => Promise<unknown>][] = [
  ['at once', () => Promise.resolve()],
  ['a moment later', () => pause(400)],
  ['as soon as it is final', (deps) => vi.waitUntil(() => newestStatus(deps, 'finalized'), { timeout: 2 * MINUTE })],
];
const RATE = 10n ** 15n;
const CREATORS: H160[] = [`0x${'c1'.repeat(20)}`, `0x${'c2'.repeat(20)}`, `0x${'c3'.repeat(20)}`];
const SECONDS_A_ROUND = 2n;

interface Viewer {
  address: H160;
  key: ReturnType<typeof testSessionKey>;
}

/** A chain with a contract and purses, and the server's parts that settle. */
interface World {
  chain: Awaited<ReturnType<typeof startChain>>;
  deployed: Deployed;
  ledger: Ledger;
  deps: TestDeps;
  viewers: Viewer[];
}

async function makeWorld(dataDir: string): Promise<World> {
  const chain = await startChain({ dataDir, kind: 'node' });
  const { url } = chain;
  const deployed = await deployPurse({ url, secret: '//Bob', closingDelay: 60, fee: 250 });
  const { contract, block: contractBlock } = deployed;
  const viewers = await Promise.all(['//Alice', '//Charlie'].map((secret) => openPurse(url, contract, secret)));
  const made = await testDeps();
  const secrets = { operatorSecret: '//Bob', faucetSecret: null };
  const ledger = createLedger({ endpoints: [url], contract, ...secrets, log: made.log, timers: systemTimers });
  const config: Deps['config'] = { ...made.config, chain: { ...made.config.chain, contract, contractBlock } };
  const deps = { ...made, ledger: ledger as TestDeps['ledger'], config };
  deps.clock.set(new Date());
  await blocksPass(ledger, 2); // in the block of its opening a purse has no second to sell yet
  return { chain, deployed, ledger, deps, viewers };
}

async function blocksPass(ledger: Ledger, count: number) {
  const { number } = await ledger.finalizedHead();
  const passed = async () => (await ledger.finalizedHead()).number >= number + count;
  await vi.waitUntil(passed, { timeout: 2 * MINUTE, interval: 200 });
}

const openPurse = (url: string, contract: H160, secret: string): Promise<Viewer> =>
  withChain(url, async (api) => {
    const pair = await pairOf(secret);
    const key = testSessionKey();
    const purse = await contractAt(api, readBundle('purse').bundle, contract);
    const expiresAt = (await timeOn(api)) + 86_400n;
    const limits = { maxRate: RATE, lanes: 16, extrasAllowance: 0, expiresAt };
    await purse.call(pair, 'open', [key.publicKey, limits], 10n ** 18n / amountPerPlanckOn(api));
    return { address: await h160Of(api, pair.address), key };
  });

/** As the live path stores it: for every pair, the newest, from a while ago. */
async function storeVouchers({ deps, viewers, deployed }: World, chainId: bigint, seconds: bigint) {
  const receivedAt = new Date(deps.clock.now().getTime() - MINUTE);
  for (const { address: viewer, key } of viewers) {
    for (const creator of CREATORS) {
      const said = {
        viewer,
        purseNonce: 1,
        key: 0,
        creator,
        seconds,
        amount: amount(seconds * RATE),
        extras: amount(0n),
      };
      const { signature } = key.signVoucher({ chainId, contract: deployed.contract }, said);
      const newest = {
        seconds,
        amount: stored(said.amount),
        extras: stored(said.extras),
        signature: bytesOf(signature),
        receivedAt,
      };
      const pair = { viewer, purseNonce: 1, key: 0, creator };
      await deps.db.voucher.upsert({
        where: { viewer_purseNonce_key_creator: pair },
        create: { ...pair, ...newest, runningSince: receivedAt },
        update: newest,
      });
    }
  }
}

/** What the server's workers do, until there is nothing left to do. */
async function untilSettled({ deps }: World) {
  for (const deadline = performance.now() + 120_000; performance.now() < deadline; await pause(500)) {
    deps.clock.advance(MINUTE); // a failure is not tried again at once
    try {
      await deps.settlements.recover(deps);
      await deps.settlements.finish();
      if ((await followChain(deps)) !== 'at the head') continue;
      if ((await settleDue(deps)) === 'nothing due') return;
    } catch {
      // the chain is away: so the server's workers see it too, and come again
    }
  }
  throw new Error('not settled in time');
}

async function killAndRestart(world: World, dataDir: string) {
  const { port } = new URL(world.chain.url);
  process.kill(world.chain.child.pid, 'SIGKILL');
  await world.chain.child.exited;
  await world.chain.stop(); // gives its port back
  world.chain = await startChain({ dataDir, kind: 'node', port: Number(port) });
}

test.runIf(NODE)(
  'the node is killed while a settlement is in flight: nobody is paid twice, nobody is forgotten, the books agree',
  { timeout: 20 * MINUTE },
  async () => {
    // the chain library says each time that the chain is away
    const complaints: string[] = [];
    vi.spyOn(console, 'error').mockImplementation((...words) => void complaints.push(words.join(' ')));
    const dataDir = scratchFolder();
    const world = await makeWorld(dataDir);
    const { deps, ledger, viewers } = world;
    expect(await compareWithChain(deps)).toBe('first meeting');
    await untilSettled(world);
    expect(await deps.db.purse.count()).toBe(viewers.length);
    const { chainId } = await ledger.terms();

    let seconds = 0n;
    for (const [when, moment] of MOMENTS) {
      seconds += SECONDS_A_ROUND;
      await storeVouchers(world, chainId, seconds);
      expect(await settleDue(deps), when).toBe('sent');
      await moment(deps);
      if (when === 'at once') expect(await newestStatus(deps, ...IN_FLIGHT)).toBe(true);
      await killAndRestart(world, dataDir);
      expect(await untilCompared(deps), 'the chain has all that it had finalized').toBe('same chain');
      await untilSettled(world);
      await expectEverybodyPaidOnce(world, seconds);
      const ends = await deps.db.settlement.groupBy({ by: ['status', 'error'], _count: true });
      const said = ends.map(({ status, error, _count }) => `${_count} ${status}${error ? ` (${error})` : ''}`);
      console.info(`killed ${when}; settlements so far: ${said.join(', ')}`);
    }
    const inspected = await inspect(world);
    expect(inspected).toContain('Conservation holds: all that is owed is there.\n');
    console.info(inspected);
    expect(complaints.filter((words) => !/API-WS:\s+disconnected from ws/.test(words))).toEqual([]);

    await deps.settlements.finish();
    await ledger.close();
    await world.chain.stop();
    rmSync(dataDir, { recursive: true });
  },
);

async function newestStatus({ db }: TestDeps, ...wanted: TransactionStatus[]) {
  const { status } = await db.settlement.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
  return wanted.includes(status);
}

/**
 * The server compares again and again: what keeps it from doing so is the chain that is not back
 * yet.
 */
async function untilCompared(deps: TestDeps) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await compareWithChain(deps);
    } catch (error) {
      if (tries === 60) throw error;
      await pause(500);
    }
  }
}

/**
 * Contract, events and tables say the same: each pair exactly what its newest voucher says, less
 * the platform's part.
 */
async function expectEverybodyPaidOnce({ deps, ledger, viewers }: World, seconds: bigint) {
  const each = seconds * RATE;
  for (const { address } of viewers) {
    for (const creator of CREATORS) {
      expect(await ledger.tab(address, 0, creator)).toMatchObject({ seconds, amount: each });
      const events = await deps.db.chainEvent.findMany({ where: { kind: 'settled', viewer: address, creator } });
      const paid = events.map(({ data }) => BigInt((data as { paid: string }).paid));
      expect(paid.reduce((a, b) => a + b, 0n)).toBe(each);
    }
  }
  const totals = await ledger.totals();
  const purses = await deps.db.purse.findMany({ select: { storage: true } });
  const storage = purses.reduce((sum, purse) => sum + BigInt(purse.storage.toFixed(0)), 0n);
  expect(totals.earnings + totals.fees - storage).toBe(each * BigInt(viewers.length * CREATORS.length));
  expect(totals.balance).toBe(totals.deposits + totals.earnings + totals.fees);
  expect(await deps.db.settlement.count({ where: { status: { notIn: ['finalized', 'failed'] } } })).toBe(0);
  await expectBooksAgree(deps);
}

const inspect = ({ chain, deployed, viewers }: World) =>
  run({
    command: process.execPath,
    args: [
      ...['--import', 'tsx', 'scripts/contracts/chain-inspect.ts', '--url', chain.url],
      ...['--contract', deployed.contract, '--viewer', viewers[0]?.address ?? '', '--creator', CREATORS[0] ?? ''],
    ],
  });
