import { rmSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { deployPurse } from '../../scripts/contracts/deploy.mjs';
import { type ChainKind, startChain } from '../../scripts/engines/chain.mjs';
import { scratchFolder } from '../../scripts/testing/folders.mjs';
import { type Planck } from '../../sdk/money';
import { readAbi } from '../gateways/chain/abi';
import { createConnection } from '../gateways/chain/connection';
import { createContract } from '../gateways/chain/contract';
import { signingBytes } from '../gateways/chain/signing';
import { createLedger, type LedgerOptions } from '../gateways/ledger';
import { type Ledger } from '../ledger';
import { createLogger } from '../log';
import { cuttableLine } from './cuttable-line';
import { holdsAsALedger } from './ledger-suite';
import { testWallet } from './wallets';

/** Tests wait for blocks, and some machines for their turn: a test that takes this long has failed. */
export const PATIENCE = { timeout: 240_000 };

const OPERATOR = '//Bob';
const CLOSING_DELAY = 60;
const FEE = 250;
const GIFT = 50_000_000_000_000n as Planck;

const log = createLogger({ level: 'silent' });

/** A ledger with the local chain's operator and faucet, and no contract. */
export const realLedger = (options: Partial<LedgerOptions>): Ledger =>
  createLedger({ endpoints: [], contract: null, operatorSecret: OPERATOR, faucetSecret: '//Alice', log, ...options });

/** What every ledger is held to, on a chain of its own; and what only a real one can be. */
export function holdsOnChain(kind: ChainKind): void {
  const dataDir = scratchFolder();
  let chain: Awaited<ReturnType<typeof startChain>>;
  let ledger: Ledger;
  beforeAll(async () => {
    chain = await startChain({ dataDir, kind });
    const { contract } = await deployPurse({ url: chain.url, secret: OPERATOR, closingDelay: CLOSING_DELAY, fee: FEE });
    ledger = realLedger({ endpoints: [chain.url], contract });
  }, PATIENCE.timeout);
  afterAll(async () => {
    await ledger?.close();
    await chain?.stop();
    rmSync(dataDir, { recursive: true });
  });

  async function until(holds: (head: { number: number; time: Date }) => boolean) {
    await vi.waitUntil(async () => holds(await ledger.finalizedHead()), { timeout: PATIENCE.timeout, interval: 500 });
  }
  const world = () => ({
    ledger,
    async grow() {
      const { number } = await ledger.finalizedHead();
      await until((head) => head.number > number);
    },
    async pass(seconds: number) {
      const { time } = await ledger.finalizedHead();
      await until((head) => head.time.getTime() >= time.getTime() + seconds * 1_000);
    },
    sign: (wallet: ReturnType<typeof testWallet>, payload: Parameters<typeof signingBytes>[0]) =>
      wallet.signBytes(signingBytes(payload)),
  });
  holdsAsALedger(world, { atOnce: true });

  /** The library tells of each line that breaks, and of what it was doing. */
  const expectComplaints = () => {
    for (const method of ['error', 'warn'] as const) vi.spyOn(console, method).mockImplementation(() => undefined);
  };

  test('is found behind an address that does not answer', async () => {
    expectComplaints();
    const other = realLedger({ endpoints: ['ws://127.0.0.1:9', chain.url] });
    expect(await other.genesisHash()).toBe(await ledger.genesisHash());
    await other.close();
  });

  // A node takes connections only for the address that it listens on, and this line has one of its own.
  test.skipIf(kind === 'node')('is followed on through a line that breaks; what was sent happens once', async () => {
    expectComplaints();
    const wallet = testWallet('sr25519', 201);
    await ledger.faucet?.(wallet.address, GIFT);
    const { payload } = await ledger.prepare(wallet.address, { kind: 'setSplit', shares: [] });
    const transaction = await ledger.assemble(payload, wallet.signBytes(signingBytes(payload)));
    const line = await cuttableLine(Number(new URL(chain.url).port));
    const other = realLedger({ endpoints: [`ws://127.0.0.1:${line.port}`] });
    await other.genesisHash();
    const submitted = other.submit(transaction);
    for (const wait of [20, 1_300, 1_500]) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      line.cut();
    }
    expect(await submitted).toMatchObject({ kind: 'finalized' });
    expect(await ledger.endingOf(transaction)).toEqual(await submitted);
    await other.close();
    await line.close();
  });

  test('is asked only for this contract: none there, or another one, is an error that says so', async () => {
    const nowhere = realLedger({ endpoints: [chain.url], contract: `0x${'11'.repeat(20)}` });
    await expect(nowhere.terms()).rejects.toThrow('there is no contract at 0x1111');
    await expect(nowhere.purse(`0x${'aa'.repeat(20)}`)).rejects.toThrow('there is no contract at 0x1111');
    await nowhere.close();

    const { contract } = await ledger.terms();
    const connection = createConnection([chain.url], log);
    const newer = createContract(connection, contract, () => ({ ...readAbi(), codeHash: `0x${'22'.repeat(32)}` }));
    await expect(newer.terms()).rejects.toThrow('is not the one that this version was built with');
    await connection.close();

    const without = realLedger({ endpoints: [chain.url] });
    await expect(without.terms()).rejects.toThrow('CONTRACT_ADDRESS is not set');
    await without.close();
  });

  test('hears nothing of secrets, and neither does anybody who reads an error', async () => {
    const { contract } = await ledger.terms();
    const careless = realLedger({
      endpoints: [chain.url],
      contract,
      operatorSecret: 'correct horse battery staple, and more words than a seed has',
    });
    const error = await careless.prepareSettling([]).catch((reason: unknown) => reason);
    expect(inspect(error, { depth: 5 })).toContain('neither a seed phrase');
    expect(inspect(error, { depth: 5 })).not.toContain('horse');
    await careless.close();
  });
}
