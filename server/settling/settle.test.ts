import { describe, expect, test } from 'vitest';
import { amount } from '../../sdk/money';
import { type H160 } from '../../sdk/voucher';
import { compareWithChain } from '../chain/compare';
import { followChain } from '../chain/follow';
import { HOUR, MINUTE, SECOND } from '../clock';
import { type Db, type Ledger } from '../deps';
import { type Limits } from '../ledger';
import { LedgerRefusal, type Tab } from '../ledger';
import { pass } from '../testing/chain-time';
import { expectBooksAgree } from '../testing/books';
import {
  makePayer,
  makePurse,
  makeStream,
  makeVoucher,
  sendCall,
  signVoucher,
  UNIT,
  type Payer,
} from '../testing/factories';
import { fakeLedger, type FakeLedgerOptions } from '../testing/fake-ledger';
import { expectNothingWritten, testClock, testDeps, type TestDeps } from '../testing/harness';
import { outstandingOf } from '../balances/outstanding';
import { settleDue } from './settle';

const units = (count: bigint) => amount(count * UNIT);

/** Asha has an open purse and has watched for ten minutes; Bela and Chan are paid. */
async function world(options: FakeLedgerOptions = {}, limits: Partial<Limits> = {}) {
  const clock = testClock();
  const deps = await testDeps({ clock, ledger: fakeLedger({ clock, ...options }) });
  await compareWithChain(deps);
  const [asha, bela, chan] = [await makePayer(deps, 1), await makePayer(deps, 2), await makePayer(deps, 3)];
  await makePurse(deps, asha, limits);
  await pass(deps, 10 * MINUTE);
  return { deps, asha, bela, chan };
}

/** A round as the worker does it, to its end: the books are read too. */
async function round(deps: TestDeps) {
  await deps.settlements.recover(deps);
  await deps.settlements.finish();
  await followChain(deps);
  const came = await settleDue(deps);
  await deps.settlements.finish();
  await followChain(deps);
  return came;
}

const paidBy = (tab: Tab | null) => (tab ? tab.amount + tab.extras : 0n);
const paidTo = async ({ ledger }: TestDeps, viewer: Payer, creator: Payer) =>
  paidBy(await ledger.tab(viewer.h160, 0, creator.h160));

describe('what is due', () => {
  test('is nothing while a tab is young and its stream is watched', async () => {
    const { deps, asha, bela } = await world();
    await watch(deps, asha, bela);
    await makeVoucher(deps, asha, bela, { seconds: 60n });
    await pass(deps, MINUTE);
    await expectNothingWritten(deps.db, async () => expect(await settleDue(deps)).toBe('nothing due'));
  });

  test('is a tab that has run an hour, and again an hour later', async () => {
    const { deps, asha, bela } = await world();
    await watch(deps, asha, bela);
    await makeVoucher(deps, asha, bela, { seconds: 60n });
    await pass(deps, HOUR - SECOND);
    expect(await round(deps)).toBe('nothing due');
    await pass(deps, SECOND);
    expect(await round(deps)).toBe('sent');
    await makeVoucher(deps, asha, bela, { seconds: 600n });
    expect(await round(deps)).toBe('nothing due');
    await pass(deps, HOUR);
    expect(await round(deps)).toBe('sent');
    expect(await paidTo(deps, asha, bela)).toBe(6n * UNIT);
    await expectBooksAgree(deps);
  });

  test('is what a viewing left behind, after a moment', async () => {
    const { deps, asha, bela } = await world();
    const leave = await watch(deps, asha, bela);
    await makeVoucher(deps, asha, bela, { seconds: 60n });
    await leave();
    expect(await round(deps)).toBe('nothing due');
    await pass(deps, 10 * SECOND);
    expect(await round(deps)).toBe('sent');
  });

  test('waits for whom the purse pays, whichever account and wallet the viewing was joined with', async () => {
    const { deps, asha, bela, chan } = await world();
    await watch(deps, asha, bela);
    await makeVoucher(deps, asha, bela, { seconds: 60n });
    await makeVoucher(deps, asha, chan, { seconds: 30n });
    await deps.db.wallet.deleteMany({ where: { accountId: asha.id } });
    await pass(deps, MINUTE);
    expect(await round(deps)).toBe('sent');
    expect([await paidTo(deps, asha, bela), await paidTo(deps, asha, chan)]).toEqual([0n, (3n * UNIT) / 10n]);
  });

  test('leaves viewings settled that are over and wholly covered, and no others', async () => {
    const { deps, asha, bela, chan } = await world();
    const statuses = async () =>
      (await deps.db.viewing.findMany({ orderBy: { joinedAt: 'asc' } })).map(({ status }) => status);
    await (
      await watch(deps, asha, bela)
    )(60n);
    await makeVoucher(deps, asha, bela, { seconds: 60n });
    deps.clock.advance(SECOND);
    await (
      await watch(deps, asha, bela)
    )(61n);
    deps.clock.advance(SECOND);
    await (
      await watch(deps, asha, chan)
    )(5n);
    await pass(deps, 10 * SECOND);
    expect(await round(deps)).toBe('sent');
    expect(await statuses()).toEqual(['settled', 'ended', 'ended']);
    await watch(deps, asha, bela);
    await makeVoucher(deps, asha, bela, { seconds: 61n });
    await pass(deps, HOUR);
    expect(await round(deps)).toBe('sent');
    expect(await statuses()).toEqual(['settled', 'settled', 'ended', 'admitted']);
  });

  test.each<[string, (world: Awaited<ReturnType<typeof ourWorld>>) => Promise<unknown>]>([
    ['whose owner asked to close it', ({ deps, asha }) => sendCall(deps, asha, { kind: 'requestClose' })],
    [
      'whose key was replaced',
      async ({ deps, asha, limits }) =>
        sendCall(deps, asha, { kind: 'rekey', sessionKey: asha.key.publicKey, limits: { ...limits, lanes: 3 } }),
    ],
    [
      'of which somebody announced vouchers',
      async ({ deps, asha, bela, chan }) =>
        sendCall(deps, chan, { kind: 'announce', vouchers: [await signVoucher(deps, asha, bela, { seconds: 1n })] }),
    ],
    [
      'whose owner wants it closed at once',
      ({ deps }) => deps.db.purse.updateMany({ data: { settlingAskedAt: deps.clock.now() } }),
    ],
    [
      'of which three quarters are signed for',
      async ({ deps, asha, bela }) => makeVoucher(deps, asha, bela, { seconds: 60n, extras: units(80n) }),
    ],
    ['whose key expires soon by the chain, whatever our clock says', async ({ deps }) => deps.ledger.skew(23.5 * HOUR)],
  ])('is a purse %s', async (_, happen) => {
    const world = await ourWorld();
    const { deps } = world;
    expect(await round(deps)).toBe('nothing due');
    await happen(world);
    await pass(deps, SECOND);
    expect(await round(deps)).toBe('sent');
    expect(await deps.db.settlementEntry.count()).toBe(1);
  });

  async function ourWorld() {
    const made = await world();
    const { deps, asha, bela } = made;
    await watch(deps, asha, bela);
    await makeVoucher(deps, asha, bela, { seconds: 60n });
    const { limits } = (await deps.ledger.purse(asha.h160))!.present;
    return { ...made, limits };
  }

  test('comes in batches of at most what the contract takes, closing purses first', async () => {
    const { deps, asha, bela, chan } = await world({ maxBatch: 1 });
    await makeVoucher(deps, asha, bela, { seconds: 60n });
    await makePurse(deps, chan);
    await pass(deps, 10 * MINUTE);
    await makeVoucher(deps, chan, bela, { seconds: 30n });
    await sendCall(deps, chan, { kind: 'requestClose' });
    await pass(deps, HOUR);
    expect(await round(deps)).toBe('sent');
    expect(await paidTo(deps, asha, bela)).toBe(0n);
    expect(await round(deps)).toBe('sent');
    expect(await paidTo(deps, asha, bela)).toBe((6n * UNIT) / 10n);
    expect(await round(deps)).toBe('nothing due');
    await expectBooksAgree(deps);
  });

  test('is halved when the chain says that it is too much, and given up below one', async () => {
    const { deps, asha, bela, chan } = await world();
    await makeVoucher(deps, asha, bela, { seconds: 60n });
    await makeVoucher(deps, asha, chan, { seconds: 60n });
    await pass(deps, HOUR);
    const sizes: number[] = [];
    const narrow = (most: number): Ledger => ({
      ...deps.ledger,
      async prepareSettling(vouchers) {
        sizes.push(vouchers.length);
        if (vouchers.length > most) throw new LedgerRefusal(null, 'ExhaustsResources');
        return deps.ledger.prepareSettling(vouchers);
      },
    });
    await expectNothingWritten(
      deps.db,
      async () => expect(await settleDue({ ...deps, ledger: narrow(0) })).toBe('refused'),
      { except: ['vouchers'] }, // they wait a minute
    );
    expect(await settleDue({ ...deps, ledger: narrow(1) })).toBe('nothing due');
    await pass(deps, MINUTE);
    expect(await settleDue({ ...deps, ledger: narrow(1) })).toBe('sent');
    await deps.settlements.finish();
    expect(sizes).toEqual([2, 1, 1, 2, 1]);
  });
});

describe('a voucher that was skipped', () => {
  test('for good is not sent again, holds nothing up, and a newer one is', async () => {
    const { deps, asha, bela } = await world();
    const { key } = asha;
    await makeVoucher(deps, { ...asha, key: bela.key }, bela, { seconds: 60n }); // signed by a key that is not the purse's
    await pass(deps, HOUR);
    expect(await round(deps)).toBe('refused');
    expect(await deps.db.voucher.findFirst()).toMatchObject({ skipReason: 'BadSignature', skippedForGood: true });
    expect(await deps.db.settlement.count()).toBe(0);
    await pass(deps, 24 * HOUR - 2 * HOUR);
    expect(await round(deps)).toBe('nothing due');
    expect(await outstandingOf(deps.db, asha.h160, 1)).toMatchObject({ tabs: 0 });
    await makeVoucher(deps, { ...asha, key }, bela, { seconds: 61n });
    await pass(deps, MINUTE);
    expect(await round(deps)).toBe('sent');
    expect(await paidTo(deps, asha, bela)).toBe((61n * UNIT) / 100n);
  });

  test('because the seconds had not passed on the chain is sent again soon', async () => {
    const { deps, asha, bela } = await world();
    deps.ledger.skew(-HOUR);
    const { time } = await deps.ledger.finalizedHead();
    const passed = (time.getTime() - (await deps.ledger.purse(asha.h160))!.openedAt.getTime()) / SECOND;
    await makeVoucher(deps, asha, bela, { seconds: BigInt(passed) + 5_000n, amount: units(50n) });
    deps.clock.advance(HOUR);
    expect(await round(deps)).toBe('sent');
    const part = await paidTo(deps, asha, bela);
    expect(part < 50n * UNIT).toBe(true);
    expect(await deps.db.voucher.findFirst()).toMatchObject({ skipReason: 'Short' });
    expect(await round(deps)).toBe('nothing due');
    await pass(deps, HOUR);
    expect(await round(deps)).toBe('sent');
    expect(await paidTo(deps, asha, bela)).toBe(50n * UNIT);
  });

  test('because the purse was empty waits for a top-up', async () => {
    const { deps, asha, bela, chan } = await world({}, { extrasAllowance: units(1_000n) });
    await makeVoucher(deps, asha, bela, { seconds: 0n, extras: units(100n) });
    await makeVoucher(deps, asha, chan, { seconds: 60n });
    await pass(deps, HOUR);
    expect(await round(deps)).toBe('sent');
    expect(await round(deps)).toBe('nothing due');
    await sendCall(deps, asha, { kind: 'topUp', amount: units(2n) });
    await pass(deps, HOUR);
    expect(await round(deps)).toBe('sent');
    expect(await round(deps)).toBe('nothing due');
    expect((await paidTo(deps, asha, bela)) + (await paidTo(deps, asha, chan))).toBe(100n * UNIT + (6n * UNIT) / 10n);
    await expectBooksAgree(deps);
  });
});

describe('a dry run', () => {
  test('leaves out what the contract would pass over, whatever is wrong with it, and the others are sent without it', async () => {
    const { deps, asha, bela, chan } = await world({}, { extrasAllowance: units(1n) });
    const thief = await makePayer(deps, 4);
    await makeVoucher(deps, asha, bela, { seconds: 60n });
    await makeVoucher(deps, { ...asha, key: thief.key }, chan, { seconds: 60n }); // somebody else's signature
    // dearer than the key may sell
    await makeVoucher(deps, asha, thief, { seconds: 60n, amount: units(2n) });
    await pass(deps, HOUR);
    const sent: H160[][] = [];
    const ledger: Ledger = {
      ...deps.ledger,
      prepareSettling: (vouchers) => {
        sent.push(vouchers.map(({ creator }) => creator));
        return deps.ledger.prepareSettling(vouchers);
      },
    };
    expect(await round({ ...deps, ledger: ledger as typeof deps.ledger })).toBe('sent');
    expect(sent).toEqual([[bela.h160]]);
    expect(await deps.db.settlementEntry.findMany()).toMatchObject([{ creator: bela.h160, skipReason: null }]);
    const passedOver = await deps.db.voucher.findMany({ where: { skipReason: { not: null } } });
    expect(passedOver.map(({ creator, skipReason }) => [creator, skipReason]).sort()).toEqual(
      [
        [chan.h160, 'BadSignature'],
        [thief.h160, 'OverRate'],
      ].sort(),
    );
    // nor does a block have to say so
    expect(await deps.db.chainEvent.count({ where: { kind: 'skipped' } })).toBe(0);
    expect(await paidTo(deps, asha, bela)).toBe((60n * UNIT) / 100n);
    await expectBooksAgree(deps);
  });
});

describe('a window that has ended', () => {
  /**
   * Bela and Chan collect by themselves what only they hold; nobody has settled it when the window
   * ends.
   */
  async function ended() {
    const made = await world();
    const { deps, asha, bela, chan } = made;
    const announced = [
      await signVoucher(deps, asha, bela, { seconds: 60n }),
      await signVoucher(deps, asha, chan, { seconds: 90n }),
    ];
    await sendCall(deps, bela, { kind: 'announce', vouchers: announced });
    await pass(deps, MINUTE);
    expect(await round(deps)).toBe('nothing due');
    await pass(deps, MINUTE);
    return made;
  }
  const claimsOf = ({ bela, chan }: Awaited<ReturnType<typeof ended>>) =>
    [bela, chan].map(({ h160: creator }) => ({ key: 0, creator }));

  async function expectPaidOnce({ deps, asha, bela, chan }: Awaited<ReturnType<typeof ended>>) {
    for (let more = 0; more < 3; more += 1) {
      await pass(deps, 2 * MINUTE);
      await round(deps);
    }
    expect(await round(deps)).toBe('nothing due');
    expect(await paidTo(deps, asha, bela)).toBe((60n * UNIT) / 100n);
    expect(await paidTo(deps, asha, chan)).toBe((90n * UNIT) / 100n);
    const purse = (await deps.ledger.purse(asha.h160))!;
    expect(purse).toMatchObject({ windowEndsAt: null, reserved: 0n, paid: (150n * UNIT) / 100n });
    expect(await deps.db.purse.findFirstOrThrow()).toMatchObject({ windowEndsAt: null });
    expect(await deps.db.claim.count()).toBe(0);
    await expectBooksAgree(deps);
  }

  test('is paid by the operator, once, however often it is looked at', async () => {
    const made = await ended();
    expect(await round(made.deps)).toBe('sent');
    await expectPaidOnce(made);
  });

  test('and is paid by somebody else between the operator’s dry run and its block is paid once', async () => {
    const made = await ended();
    const { deps, asha, chan } = made;
    const submit: Ledger['submit'] = async (transaction, onBlock) => {
      await sendCall(deps, chan, { kind: 'payAnnounced', viewer: asha.h160, claims: claimsOf(made) });
      return deps.ledger.submit(transaction, onBlock);
    };
    expect(await round({ ...deps, ledger: { ...deps.ledger, submit } })).toBe('sent');
    expect(await paidTo(deps, asha, chan)).toBe((90n * UNIT) / 100n);
    await expectPaidOnce(made);
  });

  test('and of which a part was paid by somebody else is paid to the end, once', async () => {
    const made = await ended();
    const { deps, asha, chan } = made;
    const claims = claimsOf(made).slice(1);
    await sendCall(deps, chan, { kind: 'payAnnounced', viewer: asha.h160, claims });
    await followChain(deps);
    expect(await paidTo(deps, asha, made.bela)).toBe(0n);
    await expectPaidOnce(made);
  });

  test('is paid once by a process that is killed between sending and noting the end', async () => {
    const made = await ended();
    const { deps } = made;
    deps.ledger.crashBeforeFinalized();
    expect(await settleDue(deps)).toBe('sent');
    await deps.settlements.finish();
    expect(await deps.db.settlement.findMany()).toMatchObject([{ status: 'submitted', turn: 'payAnnounced' }]);
    await expectPaidOnce(made);
  });

  test('is paid once by a process that is killed between storing and sending', async () => {
    const made = await ended();
    const { deps } = made;
    const submit = () => Promise.reject(new Error('this process was killed'));
    expect(await settleDue({ ...deps, ledger: { ...deps.ledger, submit } })).toBe('sent');
    await deps.settlements.finish();
    expect(await paidTo(deps, made.asha, made.bela)).toBe(0n);
    await expectPaidOnce(made);
  });

  test('is paid once by two processes at the same moment', async () => {
    const made = await ended();
    const { deps } = made;
    const rounds = await Promise.all([settleDue(deps), settleDue(deps)]);
    expect(rounds.filter((came) => came === 'sent')).toHaveLength(1);
    await deps.settlements.finish();
    await expectPaidOnce(made);
  });
});

describe('a crash', () => {
  async function due() {
    const made = await world();
    const { deps, asha, bela, chan } = made;
    await makeVoucher(deps, asha, bela, { seconds: 60n });
    await makeVoucher(deps, asha, chan, { seconds: 90n });
    await pass(deps, HOUR);
    return made;
  }
  async function expectPaidOnce({ deps, asha, bela, chan }: Awaited<ReturnType<typeof due>>) {
    expect(await paidTo(deps, asha, bela)).toBe((60n * UNIT) / 100n);
    expect(await paidTo(deps, asha, chan)).toBe((90n * UNIT) / 100n);
    await expectBooksAgree(deps);
    const entries = await deps.db.settlementEntry.findMany({ where: { settlement: { status: 'finalized' } } });
    expect(entries.map(({ paid }) => paid?.toFixed(0)).sort()).toEqual(
      [6n, 9n].map((tenths) => String((tenths * UNIT) / 10n)),
    );
    expect(await deps.db.settlement.count({ where: { status: { in: ['prepared', 'submitted', 'inBlock'] } } })).toBe(0);
  }

  test('before the settlement is stored leaves nothing behind', async () => {
    const made = await due();
    const { deps } = made;
    const dies = (work: (tx: never) => Promise<unknown>, options: object) =>
      deps.db.$transaction(async (tx) => {
        await work(tx as never);
        throw new Error('this process was killed');
      }, options);
    const db = new Proxy(deps.db, {
      get: (of, name) => (name === '$transaction' ? dies : Reflect.get(of, name)),
    }) as Db;
    await expectNothingWritten(deps.db, () => expect(settleDue({ ...deps, db })).rejects.toThrow('killed'));
    // What was signed and never stored was never sent. Its nonce is free again when the blocks are
    // over that might have held it.
    deps.ledger.finalize(64);
    expect(await round(deps)).toBe('sent');
    await expectPaidOnce(made);
  });

  test('between storing and sending: it is sent by the next process', async () => {
    const made = await due();
    const { deps } = made;
    const submit = () => Promise.reject(new Error('this process was killed'));
    expect(await settleDue({ ...deps, ledger: { ...deps.ledger, submit } })).toBe('sent');
    await deps.settlements.finish();
    expect(await paidTo(deps, made.asha, made.bela)).toBe(0n);
    expect(await settleDue(deps)).toBe('busy');
    expect(await round(deps)).toBe('nothing due');
    await expectPaidOnce(made);
  });

  test('between sending and noting the end: it is found in its block, and not sent again', async () => {
    const made = await due();
    const { deps } = made;
    deps.ledger.crashBeforeFinalized();
    await settleDue(deps);
    await deps.settlements.finish();
    expect(await deps.db.settlement.findMany()).toMatchObject([{ status: 'submitted' }]);
    expect(await settleDue(deps)).toBe('busy');
    const silent: Ledger = { ...deps.ledger, submit: () => Promise.reject(new Error('nothing is to be sent')) };
    await deps.settlements.recover({ ...deps, ledger: silent });
    expect(await deps.db.settlement.findMany()).toMatchObject([{ status: 'finalized' }]);
    expect(await settleDue(deps)).toBe('books behind');
    await followChain(deps);
    expect(await settleDue(deps)).toBe('nothing due');
    await expectPaidOnce(made);
  });

  test('after its events are read and before its end is noted: the block decides', async () => {
    const made = await due();
    const { deps } = made;
    deps.ledger.crashBeforeFinalized();
    await settleDue(deps);
    await deps.settlements.finish();
    await followChain(deps);
    expect(await deps.db.settlement.findMany()).toMatchObject([{ status: 'finalized', error: null }]);
    expect(await round(deps)).toBe('nothing due');
    await expectPaidOnce(made);
  });

  test('of the chain, which loses it: given up when its blocks are over, and then settled anew', async () => {
    const made = await due();
    const { deps } = made;
    deps.ledger.dropNext();
    await settleDue(deps);
    await deps.settlements.finish();
    expect(await deps.db.settlement.findMany()).toMatchObject([{ status: 'failed', error: 'dropped' }]);
    await followChain(deps);
    expect(await round(deps)).toBe('sent');
    await expectPaidOnce(made);
  });

  test('of the chain, which refuses it: settled anew after a while', async () => {
    const made = await due();
    const { deps } = made;
    deps.ledger.rejectNext();
    await settleDue(deps);
    await deps.settlements.finish();
    expect(await deps.db.settlement.findMany()).toMatchObject([{ status: 'failed', error: 'invalid' }]);
    await pass(deps, MINUTE);
    expect(await round(deps)).toBe('sent');
    await expectPaidOnce(made);
  });

  test('does not let two processes settle at once', async () => {
    const made = await due();
    const { deps } = made;
    const rounds = await Promise.all(Array.from({ length: 3 }, () => settleDue(deps)));
    await deps.settlements.finish();
    expect(rounds.filter((came) => came === 'sent')).toHaveLength(1);
    await followChain(deps);
    expect(await round(deps)).toBe('nothing due');
    await expectPaidOnce(made);
  });

  test('of two processes that take up the same settlement pays once', async () => {
    const made = await due();
    const { deps } = made;
    const submit = () => Promise.reject(new Error('this process was killed'));
    await settleDue({ ...deps, ledger: { ...deps.ledger, submit } });
    await deps.settlements.finish();
    const [row] = await deps.db.settlement.findMany();
    const transaction = {
      hash: row!.txHash as `0x${string}`,
      bytes: `0x${Buffer.from(row!.signed).toString('hex')}` as const,
      validFromBlock: row!.validFromBlock,
      validUntilBlock: row!.validUntilBlock,
    };
    await Promise.all([deps.ledger.submit(transaction), deps.settlements.recover(deps)]);
    await deps.settlements.finish();
    await followChain(deps);
    expect(await round(deps)).toBe('nothing due');
    await expectPaidOnce(made);
  });
});

/**
 * A viewing that the viewer's purse pays the creator for; resolves to a way to end it, with so many
 * seconds signed for in it.
 */
async function watch(deps: TestDeps, viewer: Payer, creator: Payer): Promise<(signed?: bigint) => Promise<unknown>> {
  const { db, clock, ledger } = deps;
  const stream =
    (await db.stream.findFirst({ where: { creatorId: creator.id, status: 'live' } })) ??
    (await makeStream(deps, { creatorId: creator.id, status: 'live' }));
  const nonce = (await ledger.purse(viewer.h160))?.nonce ?? 0;
  const now = clock.now();
  const { id } = await db.viewing.create({
    data: {
      streamId: stream.id,
      accountId: viewer.id,
      joinedAt: now,
      lastSeenAt: now,
      viewer: viewer.h160,
      purseNonce: nonce,
      purseKey: 0,
      payee: creator.h160,
    },
  });
  return (signed = 0n) => {
    const amounts = { secondsSeen: signed, secondsPaid: signed, amount: `${(signed * UNIT) / 100n}` };
    const data = {
      ...amounts,
      leased: amounts.amount,
      status: 'ended',
      leftAt: clock.now(),
      endReason: 'left',
    } as const;
    return db.viewing.update({ where: { id }, data });
  };
}
