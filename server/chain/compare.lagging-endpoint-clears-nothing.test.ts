import { describe, expect, test } from 'vitest';
import { MINUTE } from '../clock';
import { createPresence } from '../gateways/presence';
import { eventful, expectBooksAgree } from '../testing/books';
import { testDatabase } from '../testing/database';
import { expectNothingWritten, type TestDeps } from '../testing/harness';
import { makeViewing } from '../testing/viewings';
import { compareWithChain, ForeignChainError } from './compare';
import { followChain } from './follow';

const local = [true, false];
const at = (deps: TestDeps, isLocal: boolean): TestDeps => ({
  ...deps,
  config: { ...deps.config, chain: { ...deps.config.chain, local: isLocal } },
});
const said = ({ logged }: TestDeps, level: number) =>
  logged.filter((line) => line.level === level).map(({ msg }) => msg);
const [WARN, ERROR] = [40, 50];

/** A database with purses, vouchers and payouts that was read up to the head of its chain. */
async function readUp(): Promise<TestDeps> {
  const { deps } = await eventful();
  expect(await followChain(deps)).toBe('at the head');
  return deps;
}

async function expectAllThere(deps: TestDeps) {
  expect(await deps.db.purse.count()).toBeGreaterThan(0);
  expect(await deps.db.voucher.count()).toBeGreaterThan(0);
  await expectBooksAgree(deps);
}

describe.each(local)('a chain that answers from a lower head (local: %s)', (isLocal) => {
  test.each([1, 3])(
    'by %s blocks is waited for: it is said, nothing is cleared, nobody is sent away',
    async (blocks) => {
      const deps = at(await readUp(), isLocal);
      deps.ledger.fallBehind(blocks);
      await expectNothingWritten(deps.db, async () => {
        expect(await compareWithChain(deps)).toBe('chain is behind');
        expect(await followChain(deps)).toBe('chain is behind');
      });
      expect(said(deps, WARN)).toContainEqual(
        expect.stringMatching(/is at block \d+, .* waited for, and nothing is cleared/),
      );
      expect(said(deps, ERROR)).toEqual([]);

      deps.ledger.fallBehind(0);
      expect(await compareWithChain(deps)).toBe('same chain');
      await expectAllThere(deps);
    },
  );

  test('down to its genesis says nothing of another chain either', async () => {
    const deps = at(await readUp(), isLocal);
    deps.ledger.fallBehind(1_000_000);
    await expectNothingWritten(deps.db, async () => expect(await compareWithChain(deps)).toBe('chain is behind'));
    expect(await followChain(deps)).toBe('chain is behind');
  });

  test('for ten minutes is told the operator as an error, with what to do, and still waited for', async () => {
    const deps = at(await readUp(), isLocal);
    deps.ledger.fallBehind(1);
    deps.clock.advance(10 * MINUTE);
    await expectNothingWritten(deps.db, async () => expect(await compareWithChain(deps)).toBe('chain is behind'));
    expect(said(deps, ERROR)).toContainEqual(
      expect.stringMatching(/Nothing was read of it since 2026-.*point CHAIN_URL to an endpoint that has them/),
    );
  });
});

test('several endpoints at different heights, asked in turn, give the books of one', async () => {
  const { deps } = await eventful();
  const lags = [0, 2, 1, 5, 0, 1, 0, 40, 0];
  for (const lag of lags) {
    deps.ledger.fallBehind(lag);
    expect(['same chain', 'chain is behind']).toContain(await compareWithChain(deps));
    expect(['at the head', 'behind', 'chain is behind']).toContain(await followChain(deps, { blocks: 3 }));
    deps.ledger.finalize();
  }
  deps.ledger.fallBehind(0);
  expect(await followChain(deps)).toBe('at the head');
  await expectAllThere(deps);
  expect(said(deps, WARN)).not.toContainEqual(expect.stringContaining('were cleared'));
});

test('an endpoint that takes over in the middle of reading, a block behind the one that told of the head, is waited for', async () => {
  const { deps } = await eventful();
  const head = await deps.ledger.finalizedHead();
  let asked = 0;
  const finalizedHead = async () => {
    asked += 1;
    if (asked === 1) deps.ledger.fallBehind(1);
    return asked === 1 ? head : deps.ledger.finalizedHead();
  };
  expect(await followChain({ ...deps, ledger: { ...deps.ledger, finalizedHead } })).toBe('chain is behind');
  deps.ledger.fallBehind(0);
  expect(await followChain(deps)).toBe('at the head');
  await expectAllThere(deps);
});

describe('a chain that was reset and comes back with a lower head', () => {
  test('and the same genesis is known by the hash of the first block both had, and cleared on a local chain', async () => {
    const deps = await readUp();
    deps.ledger.reset();
    // nothing but its genesis: nothing to tell it by
    expect(await compareWithChain(deps)).toBe('chain is behind');
    deps.ledger.finalize();
    expect(await followChain(deps)).toBe('lost');
    expect(await compareWithChain(deps)).toBe('local chain was reset');
    expect([await deps.db.purse.count(), await deps.db.voucher.count()]).toEqual([0, 0]);
    expect(await followChain(deps)).toBe('at the head');
  });

  test('long after the first blocks were read is known all the same', async () => {
    const deps = await readUp();
    for (let round = 0; round < 120; round += 1) {
      deps.ledger.finalize();
      await followChain(deps);
    }
    expect(await deps.db.chainMark.count()).toBeLessThanOrEqual(102);
    deps.ledger.reset();
    deps.ledger.finalize();
    expect(await compareWithChain(deps)).toBe('local chain was reset');
  });

  test('is refused elsewhere, and nothing is touched', async () => {
    const deps = at(await readUp(), false);
    deps.ledger.reset();
    deps.ledger.finalize();
    await expectNothingWritten(deps.db, () =>
      expect(compareWithChain(deps)).rejects.toThrow(/has other blocks. Nothing was changed/),
    );
  });
});

test('what was watched on a chain that is gone stays, as a history that no purse of the new one is said to have paid', async () => {
  const deps = await readUp();
  const { id } = await makeViewing(deps);
  const now = deps.clock.now();
  const over = { status: 'ended', leftAt: now, lastSeenAt: now, endReason: 'left' } as const;
  const paid = { secondsSeen: 60, secondsPaid: 60, amount: '600', leased: '700' };
  await deps.db.viewing.update({ where: { id }, data: { ...over, ...paid } });
  deps.ledger.reset();
  deps.ledger.finalize();
  expect(await compareWithChain(deps)).toBe('local chain was reset');
  expect(await deps.db.viewing.findUnique({ where: { id } })).toMatchObject({
    viewer: null,
    purseNonce: null,
    payee: null,
    secondsPaid: 60n,
  });
});

describe('another chain, by its genesis', () => {
  test('is not taken for one that lags: a local database is cleared', async () => {
    const deps = await readUp();
    deps.ledger.reset('another');
    expect(await compareWithChain(deps)).toBe('local chain was reset');
    expect(await deps.db.purse.count()).toBe(0);
  });

  test('is refused elsewhere, and nothing is touched', async () => {
    const deps = at(await readUp(), false);
    deps.ledger.reset('another');
    await expectNothingWritten(deps.db, () => expect(compareWithChain(deps)).rejects.toThrow(ForeignChainError));
  });
});

describe('while another process runs on the same database', () => {
  test('a reset of the local chain clears nothing, and is cleared when the other has stopped', async () => {
    const deps = await readUp();
    const { url } = await testDatabase();
    const [mine, other] = [createPresence(url, deps), createPresence(url, deps)];
    await other.enter(async () => true);
    const here: TestDeps = { ...deps, presence: mine };
    await mine.enter(async () => true);
    deps.ledger.reset();
    deps.ledger.finalize();
    await expectNothingWritten(deps.db, async () => expect(await compareWithChain(here)).toBe('others run'));

    await other.close();
    expect(await compareWithChain(here)).toBe('local chain was reset');
    expect(await deps.db.purse.count()).toBe(0);
    await mine.close();
  });

  test('a local contract that is another clears nothing', async () => {
    const deps = await readUp();
    const { url } = await testDatabase();
    const other = createPresence(url, deps);
    await other.enter(async () => true);
    const mine = createPresence(url, deps);
    const here: TestDeps = {
      ...deps,
      presence: mine,
      config: { ...deps.config, chain: { ...deps.config.chain, contract: `0x${'d0'.repeat(20)}` } },
    };
    await expectNothingWritten(deps.db, async () => expect(await compareWithChain(here)).toBe('others run'));
    await Promise.all([mine.close(), other.close()]);
  });

  test('of two that start at once on a reset chain one clears, and the other goes on with what is there', async () => {
    const deps = await readUp();
    const { url } = await testDatabase();
    deps.ledger.reset();
    deps.ledger.finalize(2);
    const found: string[] = [];
    const start = async () => {
      const presence = createPresence(url, deps);
      await presence.enter(async () => found.push(await compareWithChain({ ...deps, presence })) > 0);
      return presence;
    };
    const started = await Promise.all([start(), start()]);
    expect(found.sort()).toEqual(['local chain was reset', 'same chain']);
    await Promise.all(started.map((presence) => presence.close()));
  });
});
