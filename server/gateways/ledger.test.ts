import { rmSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { deployPurse } from '../../scripts/contracts/deploy.mjs';
import { type ChainKind, chainNode, startChain } from '../../scripts/engines/chain.mjs';
import { scratchFolder } from '../../scripts/testing/folders.mjs';
import { type Ledger } from '../deps';
import { fakeLedger } from '../testing/fake-ledger';
import { cuttableLine } from '../testing/cuttable-line';
import { testWallet } from '../testing/wallets';
import { type Planck } from '../../sdk/money';
import { readAbi } from './chain/abi';
import { createConnection } from './chain/connection';
import { createContract } from './chain/contract';
import { testClock } from '../testing/test-clock';
import { holdsAsALedger } from '../testing/ledger-suite';
import { createLogger } from '../log';
import { createLedger, type LedgerOptions } from './ledger';
import { signingBytes } from './chain/signing';

const KINDS: ChainKind[] = chainNode() ? ['chopsticks', 'node'] : ['chopsticks'];
const OPERATOR = '//Bob';
const CLOSING_DELAY = 60;

const log = createLogger({ level: 'silent' });
const options = (changed: Partial<LedgerOptions>): LedgerOptions => ({
  endpoints: [],
  contract: null,
  operatorSecret: OPERATOR,
  faucetSecret: '//Alice',
  log,
  ...changed,
});

describe('the chain in memory', () => {
  const clock = testClock();
  const ledger = fakeLedger({ clock, closingDelaySeconds: CLOSING_DELAY });
  holdsAsALedger(() => ({
    ledger,
    async grow() {
      ledger.finalize();
    },
    async pass(seconds) {
      clock.advance(seconds * 1_000);
      ledger.finalize();
    },
    sign: (wallet, payload) => wallet.signPayload(payload),
  }));
});

describe.each(KINDS)('the chain on %s', { timeout: 110_000 }, (kind) => {
  const dataDir = scratchFolder();
  let chain: Awaited<ReturnType<typeof startChain>>;
  let ledger: Ledger;
  beforeAll(async () => {
    chain = await startChain({ dataDir, kind });
    const { contract } = await deployPurse({ url: chain.url, secret: OPERATOR, closingDelay: CLOSING_DELAY, fee: 250 });
    ledger = createLedger(options({ endpoints: [chain.url], contract }));
  }, 120_000);
  afterAll(async () => {
    await ledger?.close();
    await chain.stop();
    rmSync(dataDir, { recursive: true });
  });

  async function until(holds: (head: { number: number; time: Date }) => boolean) {
    await vi.waitUntil(async () => holds(await ledger.finalizedHead()), { timeout: 100_000, interval: 500 });
  }
  holdsAsALedger(
    () => ({
      ledger,
      async grow() {
        const { number } = await ledger.finalizedHead();
        await until((head) => head.number > number);
      },
      async pass(seconds) {
        const { time } = await ledger.finalizedHead();
        await until((head) => head.time.getTime() >= time.getTime() + seconds * 1_000);
      },
      sign: (wallet, payload) => wallet.signBytes(signingBytes(payload)),
    }),
    { atOnce: true },
  );

  const portOf = (url: string) => Number(new URL(url).port);
  /** The provider tells of each line that breaks. */
  const expectComplaints = () => vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const somebody = (seed: number) => testWallet('sr25519', seed).address;
  const GIFT = 5_000_000_000_000n as Planck;

  test('is found behind an address that does not answer', async () => {
    expectComplaints();
    const other = createLedger(options({ endpoints: ['ws://127.0.0.1:9', chain.url] }));
    expect(await other.genesisHash()).toBe(await ledger.genesisHash());
    await other.close();
  });

  test('is followed on through a line that breaks; what was sent happens once', async () => {
    expectComplaints();
    const line = await cuttableLine(portOf(chain.url));
    const other = createLedger(options({ endpoints: [`ws://127.0.0.1:${line.port}`], faucetSecret: '//Charlie' }));
    await other.balance(somebody(201));
    const gift = other.faucet!(somebody(201), GIFT);
    gift.catch(() => undefined);
    for (const wait of [100, 300, 1_500]) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      line.cut();
    }
    const block = await gift;
    expect(await ledger.blockHash(block.number)).toBe(block.hash);
    const given = await ledger.balance(somebody(201));
    expect(given).toBeGreaterThan(0n);
    expect(given).toBeLessThanOrEqual(GIFT);
    await other.close();
    await line.close();
  });

  test('is asked only for this contract: none there, or another one, is an error that says so', async () => {
    const nowhere = createLedger(options({ endpoints: [chain.url], contract: `0x${'11'.repeat(20)}` }));
    await expect(nowhere.terms()).rejects.toThrow('there is no contract at 0x1111');
    await expect(nowhere.purse(`0x${'aa'.repeat(20)}`)).rejects.toThrow('there is no contract at 0x1111');
    await nowhere.close();

    const { contract } = await ledger.terms();
    const connection = createConnection([chain.url], log);
    const newer = createContract(connection, contract, () => ({ ...readAbi(), codeHash: `0x${'22'.repeat(32)}` }));
    await expect(newer.terms()).rejects.toThrow('is not the one that this version was built with');
    await connection.close();

    const without = createLedger(options({ endpoints: [chain.url] }));
    await expect(without.terms()).rejects.toThrow('CONTRACT_ADDRESS is not set');
    await without.close();
  });

  test('hears nothing of secrets, and neither does anybody who reads an error', async () => {
    const { contract } = await ledger.terms();
    const secret = 'correct horse battery staple';
    const careless = createLedger(options({ endpoints: [chain.url], contract, operatorSecret: secret }));
    const error = await careless.prepareSettling([]).catch((reason: unknown) => reason);
    expect(inspect(error, { depth: 5 })).toContain('neither a seed phrase');
    expect(inspect(error, { depth: 5 })).not.toContain('horse');
    await careless.close();
  });
});

test('a chain that is not there is said to be away, and asked questions fail instead of waiting for ever', async () => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined); // the provider tells of each attempt
  const ledger = createLedger(options({ endpoints: ['ws://127.0.0.1:9'], contract: `0x${'c0'.repeat(20)}` }));
  await Promise.all([
    expect(ledger.health()).resolves.toEqual({ ok: false, detail: 'the chain does not answer' }),
    expect(ledger.genesisHash()).rejects.toThrow('the chain does not answer'),
    expect(ledger.terms()).rejects.toThrow('the chain does not answer'),
  ]);
  await ledger.close();
  complaints.mockRestore();
});
