import { describe, expect, test } from 'vitest';
import { type ChainConfig } from '../deps';
import { expectNothingWritten, TEST_CONTRACT, testDeps, type TestDeps } from '../testing/harness';
import { compareWithChain } from './compare';
import { followChain } from './follow';
import { chainMoney } from './money';

const VIEWER = `0x${'a'.repeat(40)}`;
const CREATOR = `0x${'b'.repeat(40)}`;

const elsewhere = (deps: TestDeps): TestDeps => withChain(deps, { local: false });
const withChain = (deps: TestDeps, chain: Partial<ChainConfig>): TestDeps => ({
  ...deps,
  config: { ...deps.config, chain: { ...deps.config.chain, ...chain } },
});
const cursorOf = ({ db }: TestDeps) => db.chainCursor.findUniqueOrThrow({ where: { id: 1 } });

async function makePurseWithVoucher({ db, clock }: TestDeps) {
  const now = clock.now();
  await db.purse.create({
    data: {
      viewer: VIEWER,
      nonce: 1,
      status: 'open',
      sessionKey: new Uint8Array(64),
      deposit: '1000',
      maxRate: '10',
      lanes: 1,
      extrasAllowance: '0',
      openedAt: now,
      expiresAt: new Date(now.getTime() + 1000),
    },
  });
  await db.voucher.create({
    data: {
      viewer: VIEWER,
      purseNonce: 1,
      creator: CREATOR,
      seconds: 1,
      amount: '10',
      extras: '0',
      signature: new Uint8Array(64),
      receivedAt: now,
      runningSince: now,
    },
  });
}

describe('a database and its chain', () => {
  test('meet for the first time, and reading starts before the block of the contract', async () => {
    const deps = await testDeps();
    deps.ledger.finalize(9);
    expect(await compareWithChain(elsewhere(withChain(deps, { contractBlock: 4 })))).toBe('first meeting');
    expect(await cursorOf(deps)).toMatchObject({
      blockNumber: 3,
      blockHash: await deps.ledger.blockHash(3),
      contractAddress: TEST_CONTRACT,
    });
  });

  test('without a contract there is nothing to read before the head', async () => {
    const deps = await testDeps();
    const head = deps.ledger.finalize(9);
    expect(await compareWithChain(withChain(deps, { contract: null }))).toBe('first meeting');
    expect(await cursorOf(deps)).toMatchObject({
      blockNumber: head.number,
      blockHash: head.hash,
      contractAddress: null,
    });
  });

  test('a contract that is configured later is read from its block', async () => {
    const deps = await testDeps();
    deps.ledger.finalize(9);
    await compareWithChain(withChain(deps, { contract: null }));
    expect(await compareWithChain(elsewhere(deps))).toBe('same chain');
    expect(await cursorOf(deps)).toMatchObject({ blockNumber: 0, contractAddress: TEST_CONTRACT });
  });

  test('a contract whose block the chain has not reached is waited for, anywhere: it is said, and nothing is written', async () => {
    const deps = await testDeps();
    deps.ledger.finalize(2);
    const early = elsewhere(withChain(deps, { contractBlock: 40 }));
    await expectNothingWritten(deps.db, async () => expect(await compareWithChain(early)).toBe('chain is behind'));
    expect(deps.logged.map(({ msg }) => msg)).toContainEqual(expect.stringContaining('CONTRACT_BLOCK is 40'));
    deps.ledger.finalize(38);
    expect(await compareWithChain(early)).toBe('first meeting');
  });

  test('know each other again after more blocks: nothing is written, the cursor is where reading left it', async () => {
    const deps = await testDeps();
    await compareWithChain(elsewhere(deps));
    await makePurseWithVoucher(deps);
    deps.ledger.finalize(5);
    await expectNothingWritten(deps.db, async () => expect(await compareWithChain(elsewhere(deps))).toBe('same chain'));
  });

  test('a contract deployed anew on a local chain clears what came from the old one, and says so', async () => {
    const deps = await testDeps();
    await compareWithChain(deps);
    await makePurseWithVoucher(deps);
    const other = withChain(deps, { contract: `0x${'d0'.repeat(20)}` });
    expect(await compareWithChain(other)).toBe('local contract is another');
    expect([await deps.db.purse.count(), await deps.db.voucher.count()]).toEqual([0, 0]);
    expect(await cursorOf(deps)).toMatchObject({ blockNumber: 0, contractAddress: other.config.chain.contract });
    expect(deps.logged.map(({ msg }) => msg)).toContainEqual(expect.stringContaining('The local contract is another'));
  });

  test('another contract anywhere else is refused, and nothing is touched', async () => {
    const deps = await testDeps();
    await compareWithChain(elsewhere(deps));
    await makePurseWithVoucher(deps);
    await expectNothingWritten(deps.db, () =>
      expect(compareWithChain(elsewhere(withChain(deps, { contract: `0x${'d0'.repeat(20)}` })))).rejects.toThrow(
        /CONTRACT_ADDRESS is 0xd0.*Nothing was changed/,
      ),
    );
  });

  test('payments that are switched off for a while forget nothing', async () => {
    const deps = await testDeps();
    await compareWithChain(elsewhere(deps));
    await makePurseWithVoucher(deps);
    await expectNothingWritten(deps.db, () => compareWithChain(elsewhere(withChain(deps, { contract: null }))));
  });

  test('a local chain that was reset clears what came from the old one, and says so', async () => {
    const deps = await testDeps();
    deps.ledger.finalize(5);
    await compareWithChain(deps);
    await followChain(deps);
    await makePurseWithVoucher(deps);
    deps.ledger.reset();
    deps.ledger.finalize();
    expect(await compareWithChain(deps)).toBe('local chain was reset');
    expect([await deps.db.purse.count(), await deps.db.voucher.count()]).toEqual([0, 0]);
    expect(deps.logged.map(({ msg }) => msg)).toContainEqual(expect.stringContaining('The local chain was reset'));
  });

  test('keep what the chain calls its money and how many decimals it has; one that met before that was kept takes it over', async () => {
    const deps = await testDeps();
    await compareWithChain(elsewhere(deps));
    const { symbol: moneySymbol, decimals: moneyDecimals } = deps.ledger.money;
    expect(await cursorOf(deps)).toMatchObject({ moneySymbol, moneyDecimals });
    await deps.db.chainCursor.update({ where: { id: 1 }, data: { moneySymbol: null, moneyDecimals: null } });
    const before = await cursorOf(deps);
    expect(await compareWithChain(elsewhere(deps))).toBe('same chain');
    expect(await cursorOf(deps)).toEqual({ ...before, moneySymbol, moneyDecimals });
  });

  test('a chain that does not say what its money is is not met, and nothing is written', async () => {
    const deps = await testDeps();
    deps.ledger.tellOfMoney(null);
    await expectNothingWritten(deps.db, () => expect(compareWithChain(deps)).rejects.toThrow('does not say'));
  });

  test.each([
    ['other decimals', { symbol: 'UNIT', decimals: 12 }],
    ['another name', { symbol: 'DOT', decimals: 10 }],
  ])('a database that was used with money of %s is refused with both, and nothing is touched', async (_, money) => {
    const deps = await testDeps();
    await compareWithChain(elsewhere(deps));
    await makePurseWithVoucher(deps);
    deps.ledger.tellOfMoney(money);
    const sentence = `was used with UNIT of 10 decimals; the chain at CHAIN_URL has ${money.symbol} of ${money.decimals} decimals`;
    await expectNothingWritten(deps.db, () =>
      expect(compareWithChain(elsewhere(deps))).rejects.toThrow(
        expect.objectContaining({
          name: 'ForeignChainError',
          message: expect.stringContaining(sentence) as string,
        }) as Error,
      ),
    );
  });

  test('a local chain that comes back with other money clears what came from the old one, and pages learn the new one', async () => {
    const deps = await testDeps();
    await compareWithChain(deps);
    await makePurseWithVoucher(deps);
    expect(await chainMoney(deps)).toEqual({ symbol: 'UNIT', decimals: 10 });
    deps.ledger.tellOfMoney({ symbol: 'DOT', decimals: 12 });
    expect(await compareWithChain(deps)).toBe('local money is another');
    expect([await deps.db.purse.count(), await deps.db.voucher.count()]).toEqual([0, 0]);
    expect(await cursorOf(deps)).toMatchObject({ moneySymbol: 'DOT', moneyDecimals: 12 });
    expect(await chainMoney(deps)).toEqual({ symbol: 'DOT', decimals: 12 });
    expect(deps.logged.map(({ msg }) => msg)).toContainEqual(expect.stringContaining('The local money is another'));
  });

  test('a reset is noticed even when the new chain is already higher', async () => {
    const deps = await testDeps();
    deps.ledger.finalize(5);
    await compareWithChain(deps);
    await followChain(deps);
    deps.ledger.reset();
    deps.ledger.finalize(50);
    expect(await compareWithChain(deps)).toBe('local chain was reset');
  });

  test('anywhere else a chain without our block is refused, and nothing is touched', async () => {
    const deps = await testDeps();
    deps.ledger.finalize(5);
    await compareWithChain(elsewhere(deps));
    await followChain(deps);
    await makePurseWithVoucher(deps);
    deps.ledger.reset();
    deps.ledger.finalize();
    await expectNothingWritten(deps.db, () =>
      expect(compareWithChain(elsewhere(deps))).rejects.toThrow(/has other blocks. Nothing was changed/),
    );
  });
});
