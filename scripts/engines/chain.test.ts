import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiPromise, HttpProvider, Keyring, WsProvider } from '@polkadot/api';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTimeOf } from '../launcher/processes.mjs';
import { moneyOn } from '../contracts/chain.mjs';
import { eventually, scratchFolder } from '../testing/folders.mjs';
import { type ChainKind, chainNode, startChain } from './chain.mjs';

const FOUND = { chopsticks: true, node: chainNode() !== undefined };

let dataDir: string;

beforeEach(() => void (dataDir = scratchFolder()));
afterEach(() => rmSync(dataDir, { recursive: true }));

const heightOf = async (url: string) => {
  const header = (await new HttpProvider(url.replace('ws:', 'http:')).send('chain_getHeader', [])) as {
    number: string;
  };
  return Number(header.number);
};

/** Sends a whole coin to an empty account, and says what it has when that is in a block. */
async function transfer(url: string) {
  await cryptoWaitReady();
  const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
  const keyring = new Keyring({ type: 'sr25519' });
  const receiver = keyring.addFromUri('//nobody').address;
  const balance = async () => {
    const account = (await api.query.system!.account!(receiver)).toJSON() as { data: { free: string | number } };
    return BigInt(account.data.free);
  };
  const sent = 10n ** BigInt(moneyOn(api).decimals);
  await api.tx.balances!.transferKeepAlive!(receiver, sent).signAndSend(keyring.addFromUri('//Alice'));
  await eventually('the transfer is in a block', async () => (await balance()) > 0n);
  const result = { sent, balance: await balance(), time: Number((await api.query.timestamp!.now!()).toString()) };
  await api.disconnect();
  return result;
}

test.for(
  Object.entries(FOUND)
    .filter(([, found]) => found)
    .map(([kind]) => kind as ChainKind),
)(
  'the chain runs on %s: it starts, takes a transaction, stops, leaves no process; a node keeps its chain',
  { timeout: 180_000 },
  async (kind) => {
    const engine = await startChain({ dataDir, kind });
    expect(engine).toMatchObject({ kind, env: { CHAIN_URL: engine.url, CHAIN_LOCAL: '1' } });
    expect(await engine.health()).toBe(true);
    const { sent, balance, time } = await transfer(engine.url);
    expect(balance).toBe(sent);
    expect(Math.abs(time - Date.now())).toBeLessThan(10_000); // the contract bills by it
    const height = await heightOf(engine.url);
    await eventually('another block', async () => (await heightOf(engine.url)) > height);

    await engine.stop();
    expect(await engine.health()).toBe(false);
    expect(startTimeOf(engine.child.pid)).toBeNull();

    if (kind === 'chopsticks') return; // forgets, as it says
    const again = await startChain({ dataDir, kind });
    expect(await heightOf(again.url)).toBeGreaterThan(height);
    await again.stop();
  },
);

/**
 * How far the times of so many new blocks are from when they were seen, in milliseconds: negative
 * when behind.
 */
async function clockOff(url: string, blocks: number): Promise<number[]> {
  const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
  const off: number[] = [];
  let heads = 0;
  await new Promise<void>((resolve, reject) => {
    const look = async (hash: string) => {
      const seen = Date.now();
      off.push(Number(String(await (await api.at(hash)).query.timestamp!.now!())) - seen);
      if (off.length === blocks) resolve();
    };
    api.rpc.chain
      .subscribeNewHeads(({ hash }) => {
        // the first is the head that was there already
        if (heads++ > 0) void look(hash.toHex()).catch(reject);
      })
      .catch(reject);
  });
  await api.disconnect();
  return off;
}

// Tried by hand at 6000 too, which takes four minutes: from the fifth block on it is right to 10
// ms.
test.skipIf(!FOUND.node).for([500, 2_000])(
  'on a node that makes a block every %i ms the time is that of the wall, also when it was stopped for a while',
  { timeout: 400_000 },
  async (blockMillis) => {
    for (const round of ['first', 'again']) {
      const engine = await startChain({ dataDir, kind: 'node', blockMillis });
      const off = await clockOff(engine.url, Math.ceil(8_000 / blockMillis) + 6);
      const largest = (values: number[]) => Math.max(...values.map(Math.abs));
      const said = `${round}: ${off.join(' ')}`;
      // until two blocks were seen nothing is known of their pace
      expect(largest(off), said).toBeLessThan(15_000);
      expect(largest(off.slice(-4)), said).toBeLessThan(1_000);
      await engine.stop();
      await pause(4_000);
    }
  },
);
