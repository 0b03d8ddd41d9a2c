import { describe, expect, it } from 'vitest';
import { followChain } from '../chain/follow';
import { MINUTE, SECOND } from '../clock';
import { readHome } from '../discovery/home';
import { settleDue } from '../settling/settle';
import { sendCall, signVoucher } from '../testing/factories';
import { expectNothingWritten, makeAccount } from '../testing/harness';
import { joinAs, keptBy, liveWorld, pass, signFor, withPurse } from '../testing/live-world';
import { countViewers } from './media/counts';
import { pay } from './pay';
import { persistMeters } from './metering/persist';

it('whoever only sits in a paid stream takes nobody the place, and a place is had with the first second that is paid', async () => {
  const { deps, room } = await liveWorld({ viewerLimit: 2 });
  for (let count = 0; count < 8; count += 1) await joinAs(deps, count % 2 ? null : await makeAccount(deps), room);
  const viewers = [await withPurse(deps), await withPurse(deps), await withPurse(deps)];
  const joined = [];
  for (const viewer of viewers) joined.push(await joinAs(deps, viewer, room));
  for (const at of [0, 1]) {
    const counted = await pay(deps, signFor(deps, viewers[at]!, joined[at]!, 1n));
    expect(counted.phase).toEqual({ kind: 'paying' });
  }
  await expect(pay(deps, signFor(deps, viewers[2]!, joined[2]!, 1n))).rejects.toMatchObject({ code: 'streamFull' });
  await persistMeters(deps);
  expect(await deps.db.voucher.count()).toBe(2);
  await expect(joinAs(deps, await makeAccount(deps), room)).rejects.toMatchObject({ code: 'streamFull' });
});

it('people without an account are eight at once from a network, so that one machine does not fill a stream of twenty places', async () => {
  const { deps, room } = await liveWorld({ viewerLimit: 20, ratePerSecond: '0' });
  for (let count = 0; count < 8; count += 1) await joinAs(deps, null, room);
  await expectNothingWritten(deps.db, () =>
    expect(joinAs(deps, null, room)).rejects.toMatchObject({ code: 'networkCrowded' }),
  );
  await joinAs(deps, null, room, {}, '198.51.100.1');
  await joinAs(deps, await makeAccount(deps), room);
  deps.clock.advance(MINUTE);
  await joinAs(deps, null, room);
});

it('the front page is led by who pays, then by how many networks people come from; rows of one machine weigh nothing', async () => {
  const crowded = await liveWorld({ ratePerSecond: '0' });
  const { deps } = crowded;
  const spread = await liveWorld({ ratePerSecond: '0' }, deps);
  const paid = await liveWorld({}, deps);
  for (let count = 0; count < 8; count += 1)
    await joinAs(deps, count % 2 ? null : await makeAccount(deps), crowded.room);
  for (const address of ['198.51.100.1', '198.51.100.2']) await joinAs(deps, null, spread.room, {}, address);
  const viewer = await withPurse(deps);
  await pay(deps, signFor(deps, viewer, await joinAs(deps, viewer, paid.room), 1n));
  await persistMeters(deps);
  await countViewers(deps);
  const { featured, live } = await readHome(deps, null);
  expect([featured?.id, ...live.map(({ id }) => id)]).toEqual([paid.room, spread.room, crowded.room]);
});

describe('a stranger who announces vouchers that somebody else signed', () => {
  /**
   * Somebody has paid for ten seconds and goes on watching; the stranger has their voucher, from
   * the chain's calldata or from a creator.
   */
  async function watching() {
    const world = await liveWorld();
    const { deps, room } = world;
    const [viewer, stranger] = [await withPurse(deps), await withPurse(deps)];
    const joined = await joinAs(deps, viewer, room);
    const watch = async (from: bigint, to: bigint) => {
      for (let second = from; second <= to; second += 1n) {
        const counted = await pay(deps, signFor(deps, viewer, joined, second));
        expect(counted).toMatchObject({ seconds: second, phase: { kind: 'paying' } });
        await pass(deps, SECOND);
      }
    };
    await watch(1n, 10n);
    const voucher = keptBy(deps, viewer, joined, 10n);
    const settleIt = async () => {
      await deps.ledger.submit(await deps.ledger.prepareSettling([voucher]));
      await followChain(deps);
    };
    const joinsElsewhere = async () => (await joinAs(deps, viewer, (await liveWorld({}, deps)).room)).payment;
    return { ...world, viewer, stranger, voucher, watch, settleIt, joinsElsewhere };
  }

  it('is refused when they are settled, and the victim watches on beyond the lease and joins elsewhere', async () => {
    const { deps, stranger, voucher, watch, settleIt, joinsElsewhere } = await watching();
    await settleIt();
    const again = sendCall(deps, stranger, { kind: 'announce', vouchers: [voucher, voucher] });
    await expect(again).rejects.toMatchObject({ error: 'NothingNew' });
    await followChain(deps);
    expect(await deps.db.claim.count()).toBe(0);
    await watch(11n, 75n);
    expect(await joinsElsewhere()).toHaveProperty('agreed');
  });

  it('beside one of an own purse opens a window of that purse alone', async () => {
    const { deps, creator, viewer, stranger, voucher, watch, settleIt, joinsElsewhere } = await watching();
    await settleIt();
    const own = await signVoucher(deps, stranger, creator, { seconds: 5n });
    await sendCall(deps, stranger, { kind: 'announce', vouchers: [voucher, own] });
    await followChain(deps);
    const windows = await deps.db.purse.findMany({ where: { windowEndsAt: { not: null } } });
    expect(windows.map((purse) => purse.viewer)).toEqual([stranger.h160]);
    expect(await deps.ledger.purse(viewer.h160)).toMatchObject({ windowEndsAt: null });
    await watch(11n, 75n);
    expect(await joinsElsewhere()).toHaveProperty('agreed');
  });

  it('and was quicker than the operator holds up no picture that is leased, and joining only until they are settled', async () => {
    const { deps, stranger, voucher, watch, joinsElsewhere } = await watching();
    await sendCall(deps, stranger, { kind: 'announce', vouchers: [voucher] });
    await followChain(deps);
    expect(await joinsElsewhere()).toEqual({ needs: 'announced' });
    await watch(11n, 20n);
    expect(await settleDue(deps)).toBe('sent'); // a purse with a window is settled at once
    await deps.settlements.finish();
    await followChain(deps);
    expect(await deps.db.claim.count()).toBe(0);
    await watch(21n, 85n);
    expect(await joinsElsewhere()).toHaveProperty('agreed');
  });
});
