import { describe, expect, test } from 'vitest';
import { amount } from '../../sdk/money';
import { type H160 } from '../../sdk/voucher';
import { MINUTE } from '../clock';
import { pass, settle } from '../testing/chain-time';
import { makePurse, makeStream, makeVoucher, UNIT } from '../testing/factories';
import { carryOut, paymentDeps, purseBrowser } from '../testing/purse-browser';
import { forOthers, withdrawable } from '../balances/withdrawable';

/** Asha has watched for ten minutes; Bela is paid for it, and Chan is to have a part. */
async function world() {
  const deps = await paymentDeps();
  const [asha, bela, chan] = [await purseBrowser(deps, 1), await purseBrowser(deps, 2), await purseBrowser(deps, 3)];
  await makePurse(deps, asha);
  await pass(deps, 10 * MINUTE);
  return { deps, asha, bela, chan };
}

const overview = async ({ api }: Awaited<ReturnType<typeof purseBrowser>>) =>
  (await api.earnings.overview()).wallets[0]!;

describe('with whom earnings are shared', () => {
  test('is nobody at first, then what was signed, and nobody again a closing delay after it was ended', async () => {
    const { deps, bela, chan } = await world();
    expect(await overview(bela)).toMatchObject({ split: [], forOthers: 0n });
    const shares = [
      { address: chan.address, basisPoints: 2_550 },
      { address: `0x${'AB'.repeat(20)}`, basisPoints: 1 },
    ];
    const { status } = await carryOut(deps, bela, { kind: 'setSplit', shares });
    expect(status).toBe('finalized');
    expect((await overview(bela)).split).toEqual([
      { account: chan.h160, basisPoints: 2_550, person: null },
      { account: `0x${'ab'.repeat(20)}`, basisPoints: 1, person: null },
    ]);
    expect((await overview(chan)).split).toEqual([]);

    await carryOut(deps, bela, { kind: 'setSplit', shares: [] });
    // what was earned under it is still divided by it
    expect((await overview(bela)).split).toHaveLength(2);
    await pass(deps, 2 * MINUTE);
    expect((await overview(bela)).split).toEqual([]);
  });

  test('is not known while the chain does not answer', async () => {
    const { deps, bela } = await world();
    deps.ledger.setReachable(false);
    expect(await overview(bela)).toMatchObject({ owed: null, split: null, forOthers: 0n });
  });

  test('names a person only when a public stream with a price was paid to that address', async () => {
    const { deps, bela, chan } = await world();
    await carryOut(deps, bela, { kind: 'setSplit', shares: [{ address: chan.address, basisPoints: 100 }] });
    const named = async () => (await overview(bela)).split![0]!.person;
    const ended = { status: 'ended', payee: chan.h160, ratePerSecond: '1', visibility: 'public' } as const;
    const secrets = [{ visibility: 'unlisted' }, { ratePerSecond: '0' }, { payee: bela.h160 }] as const;
    for (const secret of secrets) await makeStream(deps, { creatorId: chan.id, ...ended, ...secret });
    await makeStream(deps, { creatorId: bela.id, ...ended }); // somebody else's stream says nothing of this wallet
    expect(await named()).toBeNull();
    await makeStream(deps, { creatorId: chan.id, ...ended });
    expect(await named()).toEqual({ handle: chan.handle, displayName: chan.handle });
  });

  test('counts for what is settled from then on, and what was settled before is divided as it was shared until then', async () => {
    const { deps, asha, bela, chan } = await world();
    await makeVoucher(deps, asha, bela, { seconds: 100n });
    await settle(deps);
    const before = (await overview(bela)).owed!;
    await makeVoucher(deps, asha, bela, { seconds: 300n }); // signed for, and not settled yet
    await carryOut(deps, bela, { kind: 'setSplit', shares: [{ address: chan.address, basisPoints: 5_000 }] });
    expect(await overview(bela)).toMatchObject({ owed: before, forOthers: 0n });
    expect(await overview(chan)).toMatchObject({ owed: 0n });

    await settle(deps);
    const { owed, forOthers: theirs } = await overview(bela);
    expect(theirs).toBe(before); // half of twice as much
    expect(owed).toBe(2n * before);
    expect(await overview(chan)).toMatchObject({ owed: 0n }); // it lies in the pot of Bela

    await carryOut(deps, bela, { kind: 'setSplit', shares: [] });
    expect(await overview(bela)).toMatchObject({ owed, forOthers: 0n });
    expect(await overview(chan)).toMatchObject({ owed: before });
  });

  test('is paid to a wallet of somebody who is no creator, too', async () => {
    const { deps, asha, bela, chan } = await world();
    await deps.db.account.update({ where: { id: chan.id }, data: { roles: ['viewer'] } });
    const shares = [{ address: chan.address, basisPoints: 10_000 }];
    await carryOut(deps, bela, { kind: 'setSplit', shares });
    await makeVoucher(deps, asha, bela, { seconds: 100n });
    await settle(deps);
    expect(await overview(bela)).toMatchObject({ owed: 0n });
    // the same again divides what was settled
    await carryOut(deps, bela, { kind: 'setSplit', shares });
    const { owed } = await overview(chan);
    expect(owed).toBeGreaterThan(0n);
    expect(await carryOut(deps, chan, { kind: 'withdraw' })).toMatchObject({ status: 'finalized' });
    expect(await overview(chan)).toMatchObject({ owed: 0n, withdrawn: owed });
  });
});

test('what one gets and what others get is the whole of the pot, but for what does not divide', () => {
  const account = `0x${'1'.repeat(40)}` as H160;
  const pot = amount(7n * UNIT + 12_345n);
  const earnings = { owed: amount(3n), pot, split: [{ account, basisPoints: 3_333 }], nextSplit: null };
  expect(withdrawable(earnings) + forOthers(earnings)).toBe(3n + pot - 2_345n);
  expect(forOthers({ ...earnings, split: [] })).toBe(0n);
});
