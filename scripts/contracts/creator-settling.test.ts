import { describe, expect, test } from 'vitest';
import { amount } from '../../sdk/money';
import { type SignedVoucher } from '../../sdk/voucher';
import { followChain } from '../../server/chain/follow';
import { MINUTE } from '../../server/clock';
import { readVoucherFile } from '../../server/earnings/voucher-file';
import { pass, settle } from '../../server/testing/chain-time';
import { makePurse, makeVoucher, sendCall, signVoucher, UNIT } from '../../server/testing/factories';
import { type TestDeps } from '../../server/testing/harness';
import { paymentDeps, purseBrowser, type PurseBrowser } from '../../server/testing/purse-browser';
import { collect, type Collector } from './creator-settling';

/** Asha and Dora have watched Bela for a minute; the platform settles nothing. */
async function world() {
  const deps = await paymentDeps();
  const people = [];
  for (const seed of [1, 2, 3, 4]) people.push(await purseBrowser(deps, seed));
  const [asha, bela, chan, dora] = people as [PurseBrowser, PurseBrowser, PurseBrowser, PurseBrowser];
  for (const viewer of [asha, dora]) await makePurse(deps, viewer);
  await pass(deps, 10 * MINUTE);
  for (const viewer of [asha, dora]) await makeVoucher(deps, viewer, bela, { seconds: 60n });
  const { vouchers } = readVoucherFile((await bela.api.earnings.vouchers()).text);
  return { deps, asha, bela, chan, dora, vouchers };
}

/** Sixty seconds at 0.01, less the fee of 2.5 %. */
const NET = (60n * UNIT * 975n) / 100_000n;

function collector(deps: TestDeps, { address, h160, wallet }: PurseBrowser, changed: Partial<Collector> = {}) {
  const told: string[] = [];
  return {
    ledger: deps.ledger,
    address,
    account: h160,
    told,
    sign: wallet.signPayload,
    waitUntil: (time: Date) => pass(deps, time.getTime() - deps.clock.now().getTime()),
    tell: (line: string) => void told.push(line),
    ...changed,
  };
}

/** How many transactions an account has had. */
const sentBy = async (deps: TestDeps, { address }: PurseBrowser) =>
  Number((await deps.ledger.prepare(address, { kind: 'setSplit', shares: [] })).payload.nonce);

describe('with nothing but the file', () => {
  test('a creator announces, waits for the windows, is paid and withdraws; run again, nothing is sent', async () => {
    const { deps, asha, bela, dora, vouchers } = await world();
    const before = await deps.ledger.balance(bela.address);
    const { purses, withdrawn } = await collect(collector(deps, bela), vouchers);
    const done = { paid: NET, settled: 1, closed: 0, refused: [], waitsUntil: null };
    expect(purses).toHaveLength(2);
    for (const { h160: viewer } of [asha, dora]) expect(purses).toContainEqual({ ...done, viewer });
    expect(withdrawn).toBe(2n * NET);
    expect(await deps.ledger.balance(bela.address)).toBeGreaterThan(before);
    expect(await deps.ledger.earnings(bela.h160)).toMatchObject({ owed: 0n, pot: 0n });

    const sent = await sentBy(deps, bela);
    const again = await collect(collector(deps, bela), vouchers);
    expect(again.purses.every(({ paid, settled }) => paid === 0n && settled === 1)).toBe(true);
    expect(again.withdrawn).toBe(0n);
    expect(await sentBy(deps, bela)).toBe(sent);
  });

  test('anybody pays the fees; what is paid is the creator’s and stays in the contract', async () => {
    const { deps, bela, chan, vouchers } = await world();
    const { withdrawn } = await collect(collector(deps, chan), vouchers);
    expect(withdrawn).toBe(0n);
    expect(await deps.ledger.earnings(bela.h160)).toMatchObject({ pot: 2n * NET });
    expect(await deps.ledger.earnings(chan.h160)).toMatchObject({ owed: 0n, pot: 0n });
  });

  test('who does not wait is told when to come again, and is paid then', async () => {
    const { deps, bela, vouchers } = await world();
    const { purses } = await collect(collector(deps, bela), vouchers, { wait: false });
    for (const { waitsUntil, paid } of purses) {
      expect(paid).toBe(0n);
      expect(waitsUntil!.getTime()).toBeGreaterThan(deps.clock.now().getTime());
    }
    const early = await collect(collector(deps, bela), vouchers, { wait: false });
    expect(early.purses).toEqual(purses);
    await pass(deps, 3 * MINUTE);
    const { withdrawn } = await collect(collector(deps, bela), vouchers, { wait: false });
    expect(withdrawn).toBe(2n * NET);
  });

  test('a run that is stopped anywhere is gone on with, and pays once', async () => {
    const { deps, bela, vouchers } = await world();
    const { submit } = deps.ledger;
    let withdrawn = 0n;
    // The process dies after its first transaction, then after its second of the next run, and so
    // on.
    for (let most = 1; withdrawn === 0n && most < 12; most += 1) {
      let sent = 0;
      const dying: typeof submit = async (transaction, onBlock) => {
        const ending = await submit(transaction, onBlock);
        if ((sent += 1) >= most) throw new Error('this process was killed');
        return ending;
      };
      const ledger = { ...deps.ledger, submit: dying };
      await collect(collector(deps, bela, { ledger }), vouchers).then(
        (outcome) => (withdrawn = outcome.withdrawn),
        () => undefined,
      );
    }
    const last = await collect(collector(deps, bela), vouchers);
    expect(last.purses.map(({ settled }) => settled)).toEqual([1, 1]);
    expect(await deps.ledger.earnings(bela.h160)).toMatchObject({ owed: 0n, pot: 0n });
    const { earnings, fees } = await deps.ledger.totals();
    expect(earnings).toBe(0n);
    expect(fees).toBe(2n * ((60n * UNIT) / 100n) - 2n * NET);
  });

  test('what the platform settles meanwhile is not paid twice', async () => {
    const { deps, bela, vouchers } = await world();
    const waiting = collector(deps, bela);
    const waitUntil = async (time: Date) => {
      await settle(deps);
      await waiting.waitUntil(time);
    };
    const { purses, withdrawn } = await collect({ ...waiting, waitUntil }, vouchers);
    expect(purses.map(({ settled }) => settled)).toEqual([1, 1]);
    expect(withdrawn).toBe(2n * NET);
    await followChain(deps);
    expect(await deps.db.chainEvent.count({ where: { kind: 'claimsCleared' } })).toBe(1);
  });

  test('what a purse owes others in an ended window is paid first, where it keeps the own vouchers out', async () => {
    const { deps, asha, bela, chan, vouchers } = await world();
    const [ofAsha] = vouchers.filter(({ viewer }) => viewer === asha.h160);
    const theirs = await signVoucher(deps, asha, chan, { seconds: 5n });
    await sendCall(deps, chan, { kind: 'announce', vouchers: [theirs] });
    await pass(deps, 3 * MINUTE);
    const { purses } = await collect(collector(deps, bela), [ofAsha!]);
    expect(purses).toMatchObject([{ paid: NET, settled: 1, refused: [] }]);
    expect((await deps.ledger.tab(asha.h160, 0, chan.h160))!.amount).toBe(theirs.amount);
  });

  test('what the contract does not take is said with its word, and holds up nothing else', async () => {
    const { deps, asha, bela, chan, vouchers } = await world();
    const forged = { ...(await signVoucher(deps, asha, chan, { seconds: 5n })), amount: amount(UNIT) };
    const elsewhere: SignedVoucher = { ...vouchers[0]!, viewer: chan.h160 };
    const { purses, withdrawn } = await collect(collector(deps, bela), [...vouchers, forged, elsewhere]);
    expect(withdrawn).toBe(2n * NET);
    expect(purses.find(({ viewer }) => viewer === asha.h160)).toMatchObject({
      paid: NET,
      settled: 1,
      refused: [{ voucher: forged, why: 'BadSignature' }],
    });
    expect(purses.find(({ viewer }) => viewer === chan.h160)).toMatchObject({ closed: 1, paid: 0n });
  });

  test('a key that expired too long ago is said, and the run ends', async () => {
    const { deps, bela, vouchers } = await world();
    await pass(deps, 25 * 60 * MINUTE);
    const { purses } = await collect(collector(deps, bela), vouchers);
    expect(purses.map(({ refused }) => refused.map(({ why }) => why))).toEqual([['NothingNew'], ['NothingNew']]);
  });

  test('an account that cannot pay the fee is said by its address', async () => {
    const { deps, bela, vouchers } = await world();
    deps.ledger.empty(bela.address);
    await expect(collect(collector(deps, bela), vouchers)).rejects.toThrow(`${bela.address} does not hold enough`);
  });
});
