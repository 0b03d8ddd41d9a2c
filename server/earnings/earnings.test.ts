import { describe, expect, test } from 'vitest';
import { amount, exactAmount } from '../../sdk/money';
import { compareWithChain } from '../chain/compare';
import { followChain } from '../chain/follow';
import { DAY, later, MINUTE, SECOND } from '../clock';
import { prepareTransaction } from '../purses/prepare';
import { submitTransaction } from '../purses/submit';
import { pass, settle } from '../testing/chain-time';
import { makePayer, makePurse, makeStream, makeVoucher, sendCall, UNIT, type Payer } from '../testing/factories';
import { expectNothingWritten, testDeps, type TestDeps } from '../testing/harness';
import { type SessionId } from '../ids';
import { readDashboard } from '../streams/read';
import { readEarnings } from './read';

/** Asha has an open purse and has watched for ten minutes; Bela is paid, and has no purse. */
async function world() {
  const deps = await testDeps();
  await compareWithChain(deps);
  const [asha, bela, chan] = [await makePayer(deps, 1), await makePayer(deps, 2), await makePayer(deps, 3)];
  await makePurse(deps, asha);
  await pass(deps, 10 * MINUTE);
  return { deps, asha, bela, chan };
}

const memberOf = ({ id: accountId }: Payer) => ({
  signedIn: { accountId, sessionId: 'a session' as SessionId },
  origin: { ipAddress: '192.0.2.1', userAgent: 'Test' },
});

const prepareWithdrawal = (deps: TestDeps, who: Payer, address = who.address) =>
  prepareTransaction(deps, memberOf(who), { address, action: { kind: 'withdraw' } }, 'en');

describe('a creator sees', () => {
  test('what is on the way, then what is owed, then what was withdrawn, to the last unit of the contract', async () => {
    const { deps, asha, bela, chan } = await world();
    await makeVoucher(deps, asha, bela, { seconds: 100n });
    await makeVoucher(deps, asha, chan, { seconds: 7n });
    const signed = UNIT;
    expect(await readEarnings(deps, bela.id)).toMatchObject({
      contract: deps.config.chain.contract,
      payouts: [],
      wallets: [{ address: bela.address, h160: bela.h160, owed: 0n, onTheWay: signed, withdrawn: 0n }],
    });

    await settle(deps);
    const settled = await readEarnings(deps, bela.id);
    const owed = signed - (signed * BigInt(settled.feeBasisPoints)) / 10_000n;
    expect(settled.wallets).toMatchObject([{ owed, onTheWay: 0n, withdrawn: 0n }]);

    const { id, payload, words } = await prepareWithdrawal(deps, bela);
    const [said] = words.lines;
    expect(said?.value).toBe(`${exactAmount(amount(owed))} UNIT`);
    await submitTransaction(deps, memberOf(bela), { id, signature: bela.wallet.signPayload(payload) }, 'en');
    await deps.transactions.finish();
    await followChain(deps);
    const { blockNumber, seenAt: at } = await deps.db.chainEvent.findFirstOrThrow({ where: { kind: 'withdrawn' } });
    const after = await readEarnings(deps, bela.id);
    expect(after.wallets).toMatchObject([{ owed: 0n, onTheWay: 0n, withdrawn: owed }]);
    expect(after.payouts).toEqual([
      { amount: owed, fee: 0n, recipient: bela.h160, at, blockNumber, blockUrl: `/blocks/${blockNumber}` },
    ]);
    expect(await deps.db.purse.count({ where: { viewer: bela.h160 } })).toBe(0);
  });

  test('what a withdrawal really pays when the earnings are shared, as does whom they are shared with', async () => {
    const { deps, asha, bela, chan } = await world();
    await sendCall(deps, bela, { kind: 'setSplit', shares: [{ account: chan.h160, basisPoints: 3_333 }] });
    await makeVoucher(deps, asha, bela, { seconds: 100n, amount: amount(UNIT - 7_654_321n) });
    await settle(deps);
    const paid: bigint[] = [];
    for (const who of [bela, chan]) {
      const [wallet] = (await readEarnings(deps, who.id)).wallets;
      await sendCall(deps, who, { kind: 'withdraw' });
      await followChain(deps);
      const { wallets } = await readEarnings(deps, who.id);
      expect(wallets).toMatchObject([{ withdrawn: wallet?.owed, owed: 0n }]);
      paid.push(wallet?.owed ?? 0n);
    }
    expect(paid.every((part) => part > 0n)).toBe(true);
  });

  test('on the dashboard the same figure as on the earnings page, and apart from it what is on no chain', async () => {
    const { deps, asha, bela } = await world();
    const told = { secondsSeen: 60, secondsPaid: 60, amount: '64680000000000000000', status: 'ended' } as const;
    const stream = await makeStream(deps, { creatorId: bela.id, status: 'ended' });
    const [then, now] = [later(deps.clock.now(), -DAY), deps.clock.now()];
    await deps.db.viewing.create({
      data: {
        ...told,
        streamId: stream.id,
        accountId: asha.id,
        joinedAt: then,
        lastSeenAt: then,
        leftAt: now,
        endReason: 'left',
      },
    });
    const figures = async () => {
      const [{ figures }, earnings] = [await readDashboard(deps, bela.id), await readEarnings(deps, bela.id)];
      expect(figures).toMatchObject({ earned: earnings.inAll, history: 64_680000000000000000n });
      return earnings.inAll!;
    };
    expect(await figures()).toBe(0n);
    await makeVoucher(deps, asha, bela, { seconds: 100n });
    expect(await figures()).toBe(UNIT);
    await settle(deps);
    const settled = await figures();
    expect(settled).toBeLessThan(UNIT); // the fee came off
    await sendCall(deps, bela, { kind: 'withdraw' });
    await followChain(deps);
    expect(await figures()).toBe(settled);

    deps.ledger.setReachable(false);
    expect(await readDashboard(deps, bela.id)).toMatchObject({ figures: { earned: null } });
  });

  test('nothing of what others are paid', async () => {
    const { deps, asha, bela, chan } = await world();
    await makeVoucher(deps, asha, bela, { seconds: 100n });
    await settle(deps);
    await makeVoucher(deps, asha, bela, { seconds: 101n });
    expect((await readEarnings(deps, chan.id)).wallets).toMatchObject([{ owed: 0n, onTheWay: 0n, withdrawn: 0n }]);
  });

  test('the first wallet first: it is the one that new streams pay', async () => {
    const { deps, bela } = await world();
    deps.clock.advance(SECOND);
    const second = { address: '5second', h160: `0x${'5'.repeat(40)}`, scheme: 'sr25519', label: 'Phone' } as const;
    await deps.db.wallet.create({ data: { ...second, accountId: bela.id, linkedAt: deps.clock.now() } });
    const { wallets } = await readEarnings(deps, bela.id);
    expect(wallets.map(({ h160, label }) => [h160, label])).toEqual([
      [bela.h160, ''],
      [second.h160, 'Phone'],
    ]);
  });

  test('all but what is owed while the chain does not answer', async () => {
    const { deps, asha, bela } = await world();
    await makeVoucher(deps, asha, bela, { seconds: 100n });
    deps.ledger.setReachable(false);
    expect((await readEarnings(deps, bela.id)).wallets).toMatchObject([{ owed: null, onTheWay: UNIT }]);
  });

  test('that payments are not set up here', async () => {
    const { deps, bela } = await world();
    const config = { ...deps.config, chain: { ...deps.config.chain, contract: null } };
    expect(await readEarnings({ ...deps, config }, bela.id)).toMatchObject({
      contract: null,
      wallets: [{ owed: null }],
    });
  });
});

describe('withdrawing is refused, and nothing is written,', () => {
  test('when nothing is owed', async () => {
    const { deps, bela } = await world();
    await expectNothingWritten(deps.db, () =>
      expect(prepareWithdrawal(deps, bela)).rejects.toMatchObject({ code: 'nothingToWithdraw' }),
    );
  });

  test('from somebody else’s wallet', async () => {
    const { deps, asha, bela, chan } = await world();
    await makeVoucher(deps, asha, bela, { seconds: 100n });
    await settle(deps);
    await expectNothingWritten(deps.db, () =>
      expect(prepareWithdrawal(deps, chan, bela.address)).rejects.toMatchObject({ code: 'notFound' }),
    );
  });
});
