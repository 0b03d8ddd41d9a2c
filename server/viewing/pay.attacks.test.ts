import { describe, expect, test } from 'vitest';
import { amount, MAX_AMOUNT } from '../../sdk/money';
import { type Voucher } from '../../sdk/voucher';
import { followChain } from '../chain/follow';
import { MINUTE } from '../clock';
import { uuidv7, type ViewingId } from '../ids';
import { release } from '../purses/release';
import { makePayer, sendCall } from '../testing/factories';
import { expectNothingWritten, testDeps, type TestDeps } from '../testing/harness';
import { anotherProcess } from '../testing/live-world';
import { testSessionKey } from '../testing/session-keys';
import { makeViewing, RATE, type MadeViewing } from '../testing/viewings';
import { type PayInput } from './input';
import { promisedOf } from '../balances/balance';
import { Meters } from './metering/meters';
import { pay } from './pay';
import { stopMeters, persistMeters } from './metering/persist';
import { waitForTicks, tickMeters } from './metering/tick';

/** Somebody who has watched ten seconds and paid for five of them. */
async function watching(input: Parameters<typeof makeViewing>[1] = {}) {
  const deps = await testDeps();
  const made = await makeViewing(deps, input);
  deps.clock.advance(10_000);
  await pay(deps, made.sign(5n));
  await persistMeters(deps);
  return { deps, made };
}

/** It was refused, nobody was billed, no row says otherwise, and the picture stays as it was. */
async function refuses(deps: TestDeps, made: MadeViewing, sent: PayInput, code: string) {
  const before = { ...deps.meters.find(made.id)?.meter };
  const viewings = () => deps.db.viewing.findMany({ orderBy: { id: 'asc' } });
  const rows = await viewings();
  await expectNothingWritten(
    deps.db,
    async () => {
      await expect(pay(deps, sent)).rejects.toMatchObject({ code });
      await persistMeters(deps);
    },
    { except: ['viewings'] },
  );
  // that its viewer was heard is all that is written
  const heard = rows.map((row) => ({ ...row, lastSeenAt: expect.any(Date) as Date }));
  expect(await viewings()).toEqual(heard);
  expect({ ...deps.meters.find(made.id)?.meter }).toEqual(before);
}

describe('a voucher is not counted', () => {
  const other = `0x${'99'.repeat(20)}` as const;
  test.each<[string, bigint, Partial<Voucher>, string]>([
    ['for another creator', 6n, { creator: other }, 'voucherRefused'],
    ['of another viewer', 6n, { viewer: other }, 'voucherRefused'],
    ['of an earlier opening of the purse', 6n, { purseNonce: 0 }, 'voucherRefused'],
    ['of a later opening of the purse', 6n, { purseNonce: 2 }, 'voucherRefused'],
    ['for more than its seconds cost', 6n, { amount: amount(6n * RATE + 1n) }, 'voucherRefused'],
    ['for less than its seconds cost', 6n, { amount: amount(6n * RATE - 1n) }, 'voucherRefused'],
    ['for nothing', 6n, { amount: amount(0n) }, 'voucherRefused'],
    ['for all that the contract can hold', 6n, { amount: amount(MAX_AMOUNT) }, 'voucherRefused'],
    ['with other extras', 6n, { extras: amount(1n) }, 'voucherRefused'],
    ['with all the extras that the contract can hold', 6n, { extras: amount(MAX_AMOUNT) }, 'voucherRefused'],
    ['for seconds that have not passed', 13n, {}, 'voucherTooFast'],
    ['for all the seconds there are', 6n, { seconds: 2n ** 64n - 1n, amount: amount(MAX_AMOUNT) }, 'voucherTooFast'],
  ])('%s', async (_, seconds, change, code) => {
    const { deps, made } = await watching();
    await refuses(deps, made, made.sign(seconds, change), code);
  });

  test('by another key, for another chain, for another contract, with a part of its signature changed, or with another’s signature', async () => {
    const { deps, made } = await watching();
    await refuses(deps, made, made.sign(6n, {}, testSessionKey()), 'voucherRefused');
    const { domain } = deps.ledger;
    const { seconds, amount: value, extras } = made.sign(6n);
    const pair = { viewer: made.viewer.h160, purseNonce: 1, key: 0, creator: made.creator.h160 };
    for (const foreign of [
      { ...domain, chainId: domain.chainId + 1n },
      { ...domain, contract: `0x${'98'.repeat(20)}` as const },
    ]) {
      const { signature } = made.viewer.key.signVoucher(foreign, { ...pair, seconds, amount: value, extras });
      await refuses(deps, made, { ...made.sign(6n), signature }, 'voucherRefused');
    }
    await refuses(deps, made, { ...made.sign(6n), signature: `0x${'00'.repeat(64)}` }, 'voucherRefused');
    await refuses(deps, made, { ...made.sign(6n), signature: made.sign(7n).signature }, 'voucherRefused');
  });

  test('that pays another viewing: its viewer’s, of another creator, or somebody else’s of the same creator', async () => {
    const { deps, made } = await watching();
    const sibling = await makeViewing(deps, { viewer: made.viewer });
    const neighbour = await makeViewing(deps, { creator: made.creator });
    await refuses(deps, made, { ...sibling.sign(6n), viewing: made.id }, 'voucherRefused');
    await refuses(deps, made, { ...neighbour.sign(6n), viewing: made.id }, 'voucherRefused');
  });

  test('in a viewing that nobody admitted, or in which nothing is paid', async () => {
    const { deps, made } = await watching();
    const unknown = uuidv7(deps.clock.now()) as ViewingId;
    await refuses(deps, made, { ...made.sign(6n), viewing: unknown }, 'notFound');
    const guest = await makePayer(deps, 77);
    const at = deps.clock.now();
    const { id } = await deps.db.viewing.create({
      data: { streamId: made.room, accountId: guest.id, joinedAt: at, lastSeenAt: at },
    });
    await refuses(deps, made, { ...made.sign(6n), viewing: id as ViewingId }, 'voucherRefused');
  });

  test('after the viewing has ended, nor while it is being ended', async () => {
    const { deps, made } = await watching();
    await stopMeters(deps, [made.id]);
    await refuses(deps, made, made.sign(6n), 'voucherTooFast');
    const leftAt = deps.clock.now();
    await deps.db.viewing.update({
      where: { id: made.id },
      data: { leftAt, endReason: 'left', status: 'ended', leased: String(5n * RATE) },
    });
    deps.clock.advance(MINUTE);
    await expectNothingWritten(deps.db, async () => {
      const over = { seconds: 5n, amount: 5n * RATE, phase: { kind: 'over', why: 'left' } };
      expect(await pay(deps, made.sign(6n))).toMatchObject(over);
      await persistMeters(deps);
    });
  });
});

describe('a replaced key', () => {
  test('is not what another viewing’s number says: neither key signs for the number of the other', async () => {
    const { deps, made } = await watching();
    const key = testSessionKey();
    const { limits } = (await deps.ledger.purse(made.viewer.h160))!.present;
    await sendCall(deps, made.viewer, { kind: 'rekey', sessionKey: key.publicKey, limits });
    await followChain(deps);
    await refuses(deps, made, made.sign(6n, {}, key), 'voucherRefused');
    await refuses(deps, made, made.sign(6n, { key: 1 }, key), 'voucherRefused');
    await refuses(deps, made, made.sign(6n, { key: 1 }), 'voucherRefused');
  });

  test('gets no further lease', async () => {
    const { deps, made } = await watching();
    await deps.db.purse.updateMany({ data: { key: 1, sessionKey: Buffer.alloc(64, 7) } });
    deps.clock.advance(45_000);
    await pay(deps, made.sign(50n));
    await tickMeters(deps);
    await waitForTicks(deps);
    const { leased } = await deps.db.viewing.findFirstOrThrow();
    deps.clock.advance(60_000);
    await tickMeters(deps);
    await waitForTicks(deps);
    expect((await deps.db.viewing.findFirstOrThrow()).leased).toEqual(leased);
  });
});

test('the same voucher many times, and older ones after it, are counted once', async () => {
  const { deps, made } = await watching();
  const counted = await Promise.all([8n, 8n, 6n, 8n, 7n, 5n, 1n].map((n) => pay(deps, made.sign(n))));
  for (const { seconds, amount: value } of counted) expect(value).toBe(seconds * RATE);
  expect(counted.every(({ seconds }, at) => at === 0 || seconds >= counted[at - 1]!.seconds)).toBe(true);
  expect(counted.at(-1)!.seconds).toBe(8n);
  await persistMeters(deps);
  expect((await deps.db.voucher.findFirstOrThrow()).seconds).toBe(8n);
});

describe('a purse', () => {
  test('that the operator has released promises nothing until that is over, and is not released while it promises', async () => {
    const { deps, made } = await watching();
    await expectNothingWritten(
      deps.db,
      () => expect(release(deps, made.viewer.h160)).rejects.toMatchObject({ code: 'outstandingSeconds' }),
      { except: ['purses'] }, // it is to be settled
    );
    await deps.db.voucher.deleteMany();
    await expectNothingWritten(deps.db, () =>
      expect(release(deps, made.viewer.h160)).rejects.toMatchObject({ code: 'watchingNow' }),
    );
    const fresh = anotherProcess(deps); // the one that metered it is gone
    await deps.db.viewing.updateMany({ data: { leased: '0', amount: '0', secondsPaid: 0n, status: 'admitted' } });
    await release(deps, made.viewer.h160);
    deps.clock.advance(1_000);
    expect(await pay(fresh, made.sign(6n))).toMatchObject({ seconds: 0n, covered: 0n });
    await persistMeters(fresh);
    expect(await deps.db.viewing.findFirstOrThrow()).toMatchObject({ status: 'admitted', secondsPaid: 0n });
    expect(await deps.db.voucher.count()).toBe(0);
    expect(await promisedOf(deps.db, made.viewer.h160, 1)).toBe(0n);
  });

  test('of 90 seconds’ worth, three streams and two processes never promises more than it holds', async () => {
    const deps = await testDeps();
    const first = await makeViewing(deps, { purse: { deposit: amount(90n * RATE), lanes: 3 } });
    const { viewer } = first;
    const made = [first, await makeViewing(deps, { viewer }), await makeViewing(deps, { viewer })];
    const processes = [0, 1].map(() => ({ ...deps, meters: new Meters(deps) }));
    let most = 0n;
    for (let second = 1n; second <= 32n; second += 1n) {
      const answers = await Promise.all(
        made.flatMap((one, at) => [pay(processes[at % 2]!, one.sign(second)), pay(processes[0]!, one.sign(second))]),
      );
      expect(answers).toHaveLength(6);
      deps.clock.advance(1_000);
      for (const process of processes) {
        await tickMeters(process);
        await waitForTicks(process);
      }
      const tabs = await deps.db.voucher.aggregate({ _sum: { amount: true } });
      const signed = BigInt(String(tabs._sum.amount ?? 0));
      const exposure = signed + (await promisedOf(deps.db, viewer.h160, 1));
      expect(exposure <= 90n * RATE).toBe(true);
      most = signed > most ? signed : most;
    }
    expect(most > 45n * RATE).toBe(true); // and yet it pays
  }, 60_000);
});
