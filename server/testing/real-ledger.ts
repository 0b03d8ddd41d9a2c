import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, promisify } from 'node:util';
import { Keyring } from '@polkadot/keyring';
import { cryptoWaitReady, mnemonicGenerate } from '@polkadot/util-crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { deployPurse } from '../../scripts/contracts/deploy.mjs';
import { type ChainKind, startChain } from '../../scripts/engines/chain.mjs';
import { scratchFolder } from '../../scripts/testing/folders.mjs';
import { amount, fromPlanck, type Planck, toPlanck } from '../../sdk/money';
import { systemTimers } from '../../sdk/timers';
import { type H160, type Hex } from '../../sdk/voucher';
import { writeVoucherFile } from '../earnings/voucher-file';
import { readAbi } from '../gateways/chain/abi';
import { createConnection } from '../gateways/chain/connection';
import { createContract } from '../gateways/chain/contract';
import { signingBytes } from '../gateways/chain/signing';
import { createLedger, type LedgerOptions } from '../gateways/ledger';
import { type Ledger } from '../ledger';
import { accountOf, h160Of } from '../gateways/wallets';
import { createLogger } from '../log';
import { cuttableLine } from './cuttable-line';
import { holdsAsALedger } from './ledger-suite';
import { expectOwnerBound } from './owner-on-chain';
import { testSessionKey } from './session-keys';
import { testWallet } from './wallets';

/**
 * Tests wait for blocks, and some machines for their turn: a test that takes this long has failed.
 */
export const PATIENCE = { timeout: 240_000 };

const OPERATOR = '//Bob';
const CLOSING_DELAY = 60;
const FEE = 250;
/** What the local chain's accounts count (contracts/devnet). */
const DECIMALS = 10;
const UNIT = 10n ** 18n;
const GIFT = toPlanck(amount(50n * UNIT), DECIMALS) as Planck;

const execute = promisify(execFile);

const log = createLogger({ level: 'silent' });

/** An account whose secret can be written into a file. */
async function creatorWithSecret() {
  await cryptoWaitReady();
  const secret = mnemonicGenerate();
  const { address } = new Keyring({ type: 'sr25519' }).addFromUri(secret);
  return { secret, address, account: h160Of(accountOf(address)!) };
}

/** A ledger with the local chain's operator and faucet, and no contract. */
export const realLedger = (options: Partial<LedgerOptions>): Ledger =>
  createLedger({
    endpoints: [],
    contract: null,
    operatorSecret: OPERATOR,
    faucetSecret: '//Alice',
    log,
    timers: systemTimers,
    ...options,
  });

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
  holdsAsALedger(world, { decimals: DECIMALS, atOnce: true });

  // Beside the others, as it waits for a window too.
  test
    .skipIf(kind !== 'node')
    .concurrent('pays a creator from a file of vouchers by npm run creator:settle', async () => {
      const key = testSessionKey();
      const [viewer, creator] = [testWallet('sr25519', 202), await creatorWithSecret()];
      for (const { address } of [viewer, creator]) await ledger.faucet?.(address, GIFT);
      const { time } = await ledger.finalizedHead();
      const expiresAt = new Date(Math.floor(time.getTime() / 1_000) * 1_000 + 3_600_000);
      const extras = amount(UNIT);
      const limits = { maxRate: amount(UNIT / 100n), lanes: 1, extrasAllowance: extras, expiresAt };
      const { payload } = await ledger.prepare(viewer.address, {
        kind: 'open',
        deposit: amount(5n * UNIT),
        sessionKey: key.publicKey,
        limits,
      });
      await ledger.submit(await ledger.assemble(payload, viewer.signBytes(signingBytes(payload))));
      const { chainId, contract } = await ledger.terms();
      const voucher = key.signVoucher(
        { chainId, contract },
        {
          viewer: h160Of(accountOf(viewer.address)!),
          purseNonce: 1,
          key: 0,
          creator: creator.account,
          seconds: 0n,
          amount: amount(0n),
          extras,
        },
      );
      const [file, secretFile] = [join(dataDir, 'vouchers.json'), join(dataDir, 'creator-secret')];
      const genesisHash = (await ledger.genesisHash()) as Hex;
      writeFileSync(file, writeVoucherFile({ genesisHash, contract, madeAt: time, vouchers: [voucher] }));
      writeFileSync(secretFile, creator.secret);

      const before = await ledger.balance(creator.address);
      const run = async () => {
        const program = ['--import', 'tsx', 'scripts/contracts/creator-settle.ts', '--url', chain.url];
        const { stdout } = await execute(process.execPath, [...program, '--file', file, '--suri-file', secretFile]);
        return stdout;
      };
      const first = await run();
      expect(first).toContain('Announcing 1 voucher.');
      expect(first).toContain('paid 0.975 UNIT; 1 voucher settled');
      expect(first).toMatch(/Withdrawn to your account: 0\.97\d+ UNIT/); // with what the new tab's storage cost
      const got = fromPlanck(((await ledger.balance(creator.address)) - before) as Planck, DECIMALS);
      expect(got).toBeGreaterThan((UNIT * 97n) / 100n);
      const again = await run();
      expect(again).toBe(`By purse:\n  ${voucher.viewer}  1 voucher settled\n`);
      expect(first + again).not.toContain(creator.secret);
    });

  // Beside the others too: it waits for a closing delay.
  test
    .skipIf(kind !== 'node')
    .concurrent(
      'holds an owner to the terms: a new fee and operator come a closing delay later, and not for open purses',
      () => expectOwnerBound(chain.url),
    );

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

  // A node takes connections only for the address that it listens on, and this line has one of its
  // own.
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
    const connection = createConnection([chain.url], { log, timers: systemTimers });
    const newer = createContract(connection, contract, () => ({ ...readAbi(), codeHash: `0x${'22'.repeat(32)}` }));
    await expect(newer.terms()).rejects.toThrow('is not the one that this version was built with');
    await connection.close();

    const without = realLedger({ endpoints: [chain.url] });
    await expect(without.terms()).rejects.toThrow('CONTRACT_ADDRESS is not set');
    await without.close();
  });

  test('sends no earnings to an account that the chain knows nobody by: they would be out of everybody’s reach', async () => {
    const nobody: H160 = `0x${'5a'.repeat(20)}`;
    await expect(ledger.prepareWithdrawFor(nobody)).rejects.toMatchObject({
      error: null,
      detail: expect.stringContaining('AccountUnmapped') as string,
    });
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
