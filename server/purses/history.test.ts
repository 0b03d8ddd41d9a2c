import { expect, test } from 'vitest';
import { compareWithChain } from '../chain/compare';
import { followChain } from '../chain/follow';
import { HOUR, later, MINUTE } from '../clock';
import { pass, settle } from '../testing/chain-time';
import { makePayer, makePurse, makeStream, sendCall, UNIT } from '../testing/factories';
import { testDeps, type TestDeps } from '../testing/harness';
import { makeViewing, RATE, type MadeViewing } from '../testing/viewings';
import { amount } from '../../sdk/money';
import { readHistory } from './history';

/** Watched for so many seconds, signed for, and over; the pair's voucher counts on. */
async function watched(deps: TestDeps, viewing: MadeViewing, seconds: bigint, title: string) {
  const { seconds: upTo, amount: value, signature } = viewing.sign(seconds);
  const pair = { viewer: viewing.viewer.h160, purseNonce: 1, key: 0, creator: viewing.creator.h160 };
  const signed = { seconds: upTo, amount: value.toString(), signature: Buffer.from(signature.slice(2), 'hex') };
  const receivedAt = deps.clock.now();
  await deps.db.voucher.upsert({
    where: { viewer_purseNonce_key_creator: pair },
    create: { ...pair, ...signed, extras: '0', receivedAt, runningSince: receivedAt },
    update: { ...signed, receivedAt },
  });
  await deps.db.viewing.update({
    where: { id: viewing.id },
    data: {
      secondsSeen: seconds,
      secondsPaid: seconds,
      amount: (RATE * seconds).toString(),
      leased: (RATE * seconds).toString(),
      status: 'ended',
      leftAt: receivedAt,
      lastSeenAt: receivedAt,
      endReason: 'left',
    },
  });
  await deps.db.stream.update({
    where: { id: viewing.room },
    data: { title, status: 'ended', endedAt: receivedAt, startedAt: receivedAt, endReason: 'creatorEnded' },
  });
}

test('a payment names the person, the streams and how long was watched since the payment before', async () => {
  const deps = await testDeps();
  const [viewer, creator] = [await makePayer(deps, 1), await makePayer(deps, 2)];
  const first = await makeViewing(deps, { viewer, creator });
  await pass(deps, 10 * MINUTE);
  await watched(deps, first, 40n, 'Late bread');
  await settle(deps);
  await watched(deps, await makeViewing(deps, { viewer, creator }), 20n, 'Early bread');
  deps.clock.advance(1);
  await watched(deps, await makeViewing(deps, { viewer, creator }), 60n, 'Cake');
  await pass(deps, 10 * MINUTE);
  await settle(deps);
  // unlinked since: whose stream it was is known all the same
  await deps.db.wallet.deleteMany({ where: { h160: creator.h160 } });

  const { entries } = await readHistory(deps, viewer.id, { address: viewer.address }, 'en');
  const person = { handle: creator.handle, displayName: creator.handle };
  expect(entries).toMatchObject([
    { kind: 'settled', creator: person, seconds: 80n, streams: [{ title: 'Cake' }, { title: 'Early bread' }] },
    { kind: 'settled', creator: person, seconds: 40n, streams: [{ id: first.room, title: 'Late bread' }] },
    { kind: 'opened', creator: null, seconds: null, streams: [] },
  ]);
});

test('a payment by a voucher of another site names nothing that was not watched here', async () => {
  const deps = await testDeps();
  await compareWithChain(deps);
  const [viewer, creator] = [await makePayer(deps, 1), await makePayer(deps, 2)];
  await makePurse(deps, viewer);
  await pass(deps, 10 * MINUTE);
  const nonce = 1;
  const signed = viewer.key.signVoucher(deps.ledger.domain, {
    viewer: viewer.h160,
    creator: creator.h160,
    purseNonce: nonce,
    key: 0,
    seconds: 30n,
    amount: amount((30n * UNIT) / 100n),
    extras: amount(0n),
  });
  await makeStream(deps, { creatorId: creator.id, title: 'Nobody watched this' });
  await deps.ledger.submit(await deps.ledger.prepareSettling([signed]));
  await followChain(deps);
  const { entries } = await readHistory(deps, viewer.id, { address: viewer.address }, 'en');
  expect(entries[0]).toMatchObject({ kind: 'settled', creator: { handle: creator.handle }, seconds: 30n, streams: [] });
});

test.each([0, -2 * HOUR, 5 * HOUR])(
  'an event has one time, whenever it is read, on a local chain whose clock is off by %i ms and goes on drifting',
  async (off) => {
    const deps = await testDeps();
    deps.ledger.skew(off);
    await compareWithChain(deps);
    const viewer = await makePayer(deps, 1);
    const happened = deps.clock.advance(MINUTE);
    await makePurse(deps, viewer);
    await followChain(deps);
    const times = async () =>
      (await readHistory(deps, viewer.id, { address: viewer.address }, 'en')).entries.map(({ at }) => at.getTime());
    const [at] = await times();
    expect(Math.abs(at! - happened.getTime())).toBeLessThan(MINUTE);

    deps.clock.advance(HOUR);
    deps.ledger.skew(off + 2 * HOUR); // three times too fast
    await sendCall(deps, viewer, { kind: 'topUp', amount: amount(UNIT) });
    await followChain(deps);
    const [second, first] = await times();
    expect(first).toBe(at);
    expect(Math.abs(second! - deps.clock.now().getTime())).toBeLessThan(MINUTE);
  },
);

test('anywhere else an event has the chain’s own time, however late it is read', async () => {
  const deps = await testDeps();
  const elsewhere = { ...deps, config: { ...deps.config, chain: { ...deps.config.chain, local: false } } };
  await compareWithChain(elsewhere);
  const viewer = await makePayer(deps, 1);
  const happened = deps.clock.now();
  await makePurse(deps, viewer);
  deps.clock.advance(10 * HOUR);
  await followChain(elsewhere);
  const { entries } = await readHistory(deps, viewer.id, { address: viewer.address }, 'en');
  expect(entries.map(({ at }) => at)).toEqual([happened]);
  expect(later(happened, 10 * HOUR)).toEqual(deps.clock.now());
});
