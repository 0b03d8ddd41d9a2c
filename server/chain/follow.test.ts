import { describe, expect, test } from 'vitest';
import { amount } from '../../sdk/money';
import { type Ledger } from '../deps';
import { type ContractEvent } from '../ledger';
import { booksOf, eventful, expectBooksAgree } from '../testing/books';
import { makePayer, makePurse, makeVoucher, signVoucher, UNIT } from '../testing/factories';
import { expectNothingWritten, testDeps } from '../testing/harness';
import { compareWithChain } from './compare';
import { eventOf } from './event-data';
import { followChain } from './follow';

describe('following finalized blocks', () => {
  test('writes what they say of purses, tabs, keys and payouts, as the contract has it', async () => {
    const { deps, asha, bela, chan } = await eventful();
    expect(await followChain(deps)).toBe('at the head');
    await expectBooksAgree(deps);
    const { events, purses, keys, tabs, payouts, cursor } = await booksOf(deps);
    expect(cursor?.blockNumber).toBe((await deps.ledger.finalizedHead()).number);
    expect(new Set(events.map(({ kind }) => kind))).toEqual(
      new Set([
        ...['opened', 'settled', 'skipped', 'toppedUp', 'rekeyed', 'closingRequested', 'closingCancelled'],
        ...['splitChanged', 'distributed', 'withdrawn', 'closed'],
      ]),
    );
    expect(purses.filter(({ viewer }) => viewer === chan.h160)).toMatchObject([
      { nonce: purses.find(({ viewer }) => viewer === chan.h160)!.nonce, status: 'closed' },
      { status: 'open' },
    ]);
    expect(keys).toMatchObject([{ viewer: asha.h160, lanes: 2, maxRate: expect.anything() as unknown }]);
    // we were never shown what was settled
    expect(tabs.map(({ signature }) => signature)).toEqual([null, null]);
    expect(payouts).toMatchObject([{ creatorId: bela.id, recipient: bela.h160, status: 'finalized' }]);
    for (const { data, kind } of events) expect(eventOf(data).kind).toBe(kind);
  });

  test('again writes nothing', async () => {
    const { deps } = await eventful();
    await followChain(deps);
    await expectNothingWritten(deps.db, () => followChain(deps));
  });

  test('a block that is read again, by a cursor that was put back, changes no books', async () => {
    const { deps } = await eventful();
    await followChain(deps);
    const before = await booksOf(deps);
    const blockHash = (await deps.ledger.blockHash(0))!;
    await deps.db.chainCursor.update({ where: { id: 1 }, data: { blockNumber: 0, blockHash } });
    expect(await followChain(deps)).toBe('at the head');
    expect(await booksOf(deps)).toEqual(before);
  });

  test('a chain that goes away at any block loses nothing', async () => {
    const { deps } = await eventful();
    const head = await deps.ledger.finalizedHead();
    for (let allowed = 1; allowed <= head.number; allowed += 1) {
      let asked = 0;
      const flaky: Ledger = {
        ...deps.ledger,
        blockOfEvents: async (number) => {
          if ((asked += 1) > 1) throw new Error('the chain does not answer');
          return deps.ledger.blockOfEvents(number);
        },
      };
      await followChain({ ...deps, ledger: flaky }, { ahead: 1 }).catch(() => undefined);
    }
    await followChain(deps);
    await expectBooksAgree(deps);
    const straight = await booksOf(deps);
    await deps.db.$transaction([
      deps.db.voucher.deleteMany(),
      deps.db.purse.deleteMany(),
      deps.db.payout.deleteMany(),
      deps.db.chainEvent.deleteMany(),
      deps.db.chainCursor.deleteMany(),
    ]);
    await compareWithChain(deps);
    await followChain(deps);
    expect(await booksOf(deps)).toEqual(straight);
  });

  test('two processes at once apply each block once', async () => {
    const { deps } = await eventful();
    const rounds = await Promise.all([followChain(deps), followChain(deps, { ahead: 1 }), followChain(deps)]);
    expect(rounds).toContain('at the head');
    await followChain(deps);
    await expectBooksAgree(deps);
    const { events } = await booksOf(deps);
    expect(new Set(events.map(({ blockNumber, index }) => `${blockNumber}-${index}`)).size).toBe(events.length);
  });

  test('a round reads only so many blocks, and says that there are more', async () => {
    const { deps } = await eventful();
    expect(await followChain(deps, { blocks: 2 })).toBe('behind');
    expect((await booksOf(deps)).cursor?.blockNumber).toBe(2);
    expect(await followChain(deps)).toBe('at the head');
    await expectBooksAgree(deps);
  });

  test('nothing of a block is kept when one of its events cannot be written', async () => {
    const { deps, asha } = await eventful();
    const where = { chain: { ...deps.config.chain, contractBlock: 5 } };
    await deps.db.chainCursor.deleteMany();
    const startedLate = { ...deps, config: { ...deps.config, ...where } };
    await compareWithChain(startedLate); // after the block in which the purse was opened
    await expect(followChain(startedLate)).rejects.toThrow(`${asha.h160}, opening`);
    expect(await deps.db.chainEvent.count({ where: { kind: { in: ['settled', 'toppedUp'] } } })).toBe(0);
  });

  test('a chain without the block that was read last is not read on', async () => {
    const { deps } = await eventful();
    await followChain(deps);
    deps.ledger.reset();
    deps.ledger.finalize();
    await expectNothingWritten(deps.db, async () => expect(await followChain(deps)).toBe('lost'));
  });

  test('without a contract, or before the first meeting, nothing is read', async () => {
    const deps = await testDeps();
    expect(await followChain(deps)).toBe('not met');
    const { config } = deps;
    const without = { ...deps, config: { ...config, chain: { ...config.chain, contract: null } } };
    await compareWithChain(without);
    expect(await followChain(without)).toBe('not met');
  });
});

describe('a tab', () => {
  test('keeps the voucher that we hold while it says more than what was settled', async () => {
    const { deps, asha, bela } = await opened();
    const older = await makeVoucher(deps, asha, bela, { seconds: 10n });
    await makeVoucher(deps, asha, bela, { seconds: 25n });
    await deps.ledger.submit(await deps.ledger.prepareSettling([older]));
    await followChain(deps);
    expect(await deps.db.voucher.findMany()).toMatchObject([
      { seconds: 25n, settledSeconds: 10n, signature: expect.any(Uint8Array) as Uint8Array },
    ]);
    await expectBooksAgree(deps);
  });

  test('takes the place of a voucher that says less than what somebody else settled', async () => {
    const { deps, asha, bela } = await opened();
    await makeVoucher(deps, asha, bela, { seconds: 10n });
    const newer = await signVoucher(deps, asha, bela, { seconds: 25n });
    await deps.ledger.submit(await deps.ledger.prepareSettling([newer]));
    await followChain(deps);
    expect(await deps.db.voucher.findMany()).toMatchObject([{ seconds: 25n, settledSeconds: 25n, signature: null }]);
  });

  test('counts no more than what could be paid', async () => {
    const { deps, asha, bela } = await opened(amount(UNIT));
    const vouchers = [await signVoucher(deps, asha, bela, { seconds: 250n })];
    await deps.ledger.submit(await deps.ledger.prepareSettling(vouchers));
    await followChain(deps);
    const [tab] = await deps.db.voucher.findMany();
    expect([tab!.settledAmount.toFixed(0), tab!.paid.toFixed(0)]).toEqual([String(UNIT), String(UNIT)]);
    await expectBooksAgree(deps);
  });

  test('of a purse that the same block opened is written like any other', async () => {
    const deps = await testDeps();
    await compareWithChain(deps);
    const [asha, bela] = [await makePayer(deps, 1), await makePayer(deps, 2)];
    await makePurse(deps, asha);
    deps.clock.advance(300_000);
    deps.ledger.finalize();
    await deps.ledger.submit(
      await deps.ledger.prepareSettling([await signVoucher(deps, asha, bela, { seconds: 10n })]),
    );
    const heldBack: ContractEvent[] = [];
    const blockOfEvents: Ledger['blockOfEvents'] = async (number) => {
      const block = await deps.ledger.blockOfEvents(number);
      heldBack.push(...block.events);
      const all = block.events.some(({ kind }) => kind === 'settled') ? heldBack : [];
      return { ...block, events: all.map((event, index) => ({ ...event, index })) };
    };
    expect(await followChain({ ...deps, ledger: { ...deps.ledger, blockOfEvents } }, { ahead: 1 })).toBe('at the head');
    const events = await deps.db.chainEvent.findMany({ orderBy: { index: 'asc' } });
    expect(events.map(({ kind, index }) => [kind, index])).toEqual([
      ['opened', 0],
      ['settled', 1],
    ]);
    expect(await deps.db.voucher.findMany()).toMatchObject([{ seconds: 10n, settledSeconds: 10n, signature: null }]);
    await expectBooksAgree(deps);
  });

  async function opened(deposit = amount(100n * UNIT)) {
    const deps = await testDeps();
    await compareWithChain(deps);
    const [asha, bela] = [await makePayer(deps, 1), await makePayer(deps, 2)];
    await makePurse(deps, asha, { deposit });
    await followChain(deps);
    deps.clock.advance(300_000);
    deps.ledger.finalize();
    return { deps, asha, bela };
  }
});
