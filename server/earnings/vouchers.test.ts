import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amount, MAX_AMOUNT } from '../../sdk/money';
import { hexOf, type SignedVoucher } from '../../sdk/voucher';
import { MINUTE } from '../clock';
import { pass, settle } from '../testing/chain-time';
import { testBrowser } from '../testing/browser';
import { makePurse, makeVoucher } from '../testing/factories';
import { expectNothingWritten } from '../testing/harness';
import { paymentDeps, purseBrowser } from '../testing/purse-browser';
import { readVoucherFile, writeVoucherFile } from './voucher-file';

/** Asha has watched Bela and Chan; nothing of it is settled. */
async function world() {
  const deps = await paymentDeps();
  const [asha, bela, chan] = [await purseBrowser(deps, 1), await purseBrowser(deps, 2), await purseBrowser(deps, 3)];
  await makePurse(deps, asha);
  await pass(deps, 10 * MINUTE);
  const forBela = await makeVoucher(deps, asha, bela, { seconds: 100n });
  const forChan = await makeVoucher(deps, asha, chan, { seconds: 7n });
  return { deps, asha, bela, chan, forBela, forChan };
}

const fileOf = async ({ api }: { api: Awaited<ReturnType<typeof world>>['bela']['api'] }) =>
  readVoucherFile((await api.earnings.vouchers()).text);

describe('the file of a creator’s vouchers', () => {
  test('holds what is signed for the own wallets and not settled, whole, and nothing of anybody else’s', async () => {
    const { deps, asha, bela, chan, forBela, forChan } = await world();
    const { name } = await bela.api.earnings.vouchers();
    expect(name).toMatch(/^vouchers-\d{4}-\d\d-\d\d\.json$/);
    expect(await fileOf(bela)).toEqual({
      genesisHash: await deps.ledger.genesisHash(),
      contract: deps.ledger.domain.contract,
      madeAt: deps.clock.now(),
      vouchers: [forBela],
    });
    expect((await fileOf(chan)).vouchers).toEqual([forChan]);
    expect((await fileOf(asha)).vouchers).toEqual([]); // who signed them has no use for them
    const { text } = await chan.api.earnings.vouchers();
    expect(text).not.toContain(bela.h160);
    expect(text).not.toContain(forBela.signature);
  });

  test('leaves out what is settled, and what a closed purse owed', async () => {
    const { deps, asha, bela } = await world();
    await settle(deps);
    expect((await fileOf(bela)).vouchers).toEqual([]);
    const newer = await makeVoucher(deps, asha, bela, { seconds: 160n });
    expect((await fileOf(bela)).vouchers).toEqual([newer]);
    await deps.db.purse.updateMany({ data: { status: 'closed', closedAt: deps.clock.now() } });
    expect((await fileOf(bela)).vouchers).toEqual([]);
  });

  test('holds also what this server thinks the contract will not take', async () => {
    const { deps, bela, forBela } = await world();
    await deps.db.voucher.updateMany({
      data: { skipReason: 'Expired', skippedAt: deps.clock.now(), skippedForGood: true },
    });
    expect((await fileOf(bela)).vouchers).toEqual([forBela]);
  });

  test('is made while the chain does not answer', async () => {
    const { deps, bela, forBela } = await world();
    deps.ledger.setReachable(false);
    expect((await fileOf(bela)).vouchers).toEqual([forBela]);
  });

  test('goes with the wallet: unlinked, its vouchers are not given any more', async () => {
    const { deps, bela } = await world();
    await deps.db.wallet.delete({ where: { h160: bela.h160 } });
    expect((await fileOf(bela)).vouchers).toEqual([]);
  });

  test('is refused to who is not signed in, and to who asks too often', async () => {
    const { deps, bela } = await world();
    await expectNothingWritten(deps.db, () =>
      expect(testBrowser(deps).api.earnings.vouchers()).rejects.toMatchObject({ cause: { code: 'notSignedIn' } }),
    );
    for (let tries = 0; tries < 10; tries += 1) await bela.api.earnings.vouchers();
    await expectNothingWritten(deps.db, () =>
      expect(bela.api.earnings.vouchers()).rejects.toMatchObject({ cause: { code: 'tooManyTries' } }),
    );
  });
});

describe('its text', () => {
  const bytes = (count: number) => fc.uint8Array({ minLength: count, maxLength: count }).map(hexOf);
  const sum = fc.bigInt({ min: 0n, max: MAX_AMOUNT }).map(amount);
  const voucher: fc.Arbitrary<SignedVoucher> = fc.record({
    viewer: bytes(20),
    purseNonce: fc.nat(0xffff_ffff),
    key: fc.nat(0xffff_ffff),
    creator: bytes(20),
    seconds: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    amount: sum,
    extras: sum,
    signature: bytes(64),
  });

  test('property: what is read is what was written', () => {
    const file = fc.record({
      genesisHash: bytes(32),
      contract: bytes(20),
      madeAt: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-01-01') }),
      vouchers: fc.array(voucher, { maxLength: 5 }),
    });
    fc.assert(
      fc.property(file, (one) => {
        expect(readVoucherFile(writeVoucherFile(one))).toEqual(one);
      }),
    );
  });

  test('that is none, is of another version or was changed is refused with its place', () => {
    const [one] = fc.sample(voucher, 1);
    const good = writeVoucherFile({
      genesisHash: `0x${'11'.repeat(32)}`,
      contract: `0x${'22'.repeat(20)}`,
      madeAt: new Date(0),
      vouchers: [one!],
    });
    expect(() => readVoucherFile('<html>')).toThrow('the file is not JSON');
    expect(() => readVoucherFile(good.replace('version 2', 'version 1'))).toThrow('not hold vouchers of this version');
    const changed = (change: (first: Record<string, unknown>) => void) => {
      const read = JSON.parse(good) as { vouchers: Record<string, unknown>[] };
      change(read.vouchers[0]!);
      return () => readVoucherFile(JSON.stringify(read));
    };
    expect(changed((first) => (first.amount = 12))).toThrow('vouchers.0.amount');
    expect(changed((first) => (first.amount = '-1'))).toThrow('vouchers.0.amount is not a whole number');
    expect(changed((first) => (first.amount = String(MAX_AMOUNT + 1n)))).toThrow('vouchers.0.amount is more than');
    expect(changed((first) => (first.signature = '0x00'))).toThrow('vouchers.0.signature is not 0x and 128 hex digits');
    expect(changed((first) => delete first.key)).toThrow('vouchers.0.key');
  });
});
