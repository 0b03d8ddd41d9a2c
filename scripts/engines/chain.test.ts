import { rmSync } from 'node:fs';
import { ApiPromise, HttpProvider, Keyring, WsProvider } from '@polkadot/api';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTimeOf } from '../launcher/processes.mjs';
import { eventually, scratchFolder } from '../testing/folders.mjs';
import { type ChainKind, chainNode, startChain } from './chain.mjs';

const UNIT = 10n ** 12n;
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

/** Sends one UNIT to an empty account, and says what it has when that is in a block. */
async function transfer(url: string) {
  await cryptoWaitReady();
  const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
  const keyring = new Keyring({ type: 'sr25519' });
  const receiver = keyring.addFromUri('//nobody').address;
  const balance = async () => {
    const account = (await api.query.system!.account!(receiver)).toJSON() as { data: { free: string | number } };
    return BigInt(account.data.free);
  };
  await api.tx.balances!.transferKeepAlive!(receiver, UNIT).signAndSend(keyring.addFromUri('//Alice'));
  await eventually('the transfer is in a block', async () => (await balance()) > 0n);
  const result = { balance: await balance(), time: Number((await api.query.timestamp!.now!()).toString()) };
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
    const { balance, time } = await transfer(engine.url);
    expect(balance).toBe(UNIT);
    if (kind === 'chopsticks') expect(Math.abs(time - Date.now())).toBeLessThan(30_000);
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
