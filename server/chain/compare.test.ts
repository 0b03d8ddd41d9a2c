import { describe, expect, test } from 'vitest';
import { expectNothingWritten, testDeps, type TestDeps } from '../testing/harness';
import { compareWithChain } from './compare';

const VIEWER = `0x${'a'.repeat(40)}`;
const CREATOR = `0x${'b'.repeat(40)}`;

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
    },
  });
}

describe('a database and its chain', () => {
  test('meet for the first time, and the database remembers where', async () => {
    const deps = await testDeps();
    expect(await compareWithChain(deps, false)).toBe('first meeting');
    const head = await deps.ledger.finalizedHead();
    expect(await deps.db.chainCursor.findMany()).toMatchObject([{ blockNumber: head.number, blockHash: head.hash }]);
  });

  test('know each other again after more blocks, and what is known of purses stays', async () => {
    const deps = await testDeps();
    await compareWithChain(deps, false);
    await makePurseWithVoucher(deps);
    deps.ledger.finalize(5);
    expect(await compareWithChain(deps, false)).toBe('same chain');
    expect(await deps.db.voucher.count()).toBe(1);
    expect(await deps.db.chainCursor.findMany()).toMatchObject([
      { blockNumber: (await deps.ledger.finalizedHead()).number },
    ]);
  });

  test('a local chain that was reset clears what came from the old one, and says so', async () => {
    const deps = await testDeps();
    deps.ledger.finalize(5);
    await compareWithChain(deps, true);
    await makePurseWithVoucher(deps);
    deps.ledger.reset();
    expect(await compareWithChain(deps, true)).toBe('local chain was reset');
    expect([await deps.db.purse.count(), await deps.db.voucher.count()]).toEqual([0, 0]);
    expect(deps.logged.map(({ msg }) => msg)).toContainEqual(expect.stringContaining('The local chain was reset'));
  });

  test('a reset is noticed even when the new chain is already higher', async () => {
    const deps = await testDeps();
    deps.ledger.finalize(5);
    await compareWithChain(deps, true);
    deps.ledger.reset();
    deps.ledger.finalize(50);
    expect(await compareWithChain(deps, true)).toBe('local chain was reset');
  });

  test('anywhere else a chain without our block is refused, and nothing is touched', async () => {
    const deps = await testDeps();
    deps.ledger.finalize(5);
    await compareWithChain(deps, false);
    await makePurseWithVoucher(deps);
    deps.ledger.reset();
    await expectNothingWritten(deps.db, () =>
      expect(compareWithChain(deps, false)).rejects.toThrow(/does not have that block. Nothing was changed/),
    );
  });
});
