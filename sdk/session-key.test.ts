import { describe, expect, it } from 'vitest';
import { checkSignature } from '../server/vouchers/check-signature';
import { amount } from './money';
import { memoryKeyStore, RetiredSessionKey, sessionKeys, type KeyOwner, type KeyStore } from './session-key';
import { type Hex, type SignedVoucher, type Voucher } from './voucher';

const owner: KeyOwner = { chainId: 420_420n, contract: `0x${'33'.repeat(20)}`, viewer: `0x${'11'.repeat(20)}` };
const voucher: Voucher = {
  viewer: owner.viewer,
  purseNonce: 1,
  key: 0,
  creator: `0x${'22'.repeat(20)}`,
  seconds: 60n,
  amount: amount(600n),
  extras: amount(5n),
};

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * The other signature that is good for the same: s instead of its negative, or the other way round.
 */
function mirrored(signature: Hex): Hex {
  const s = BigInt(`0x${signature.slice(66)}`);
  return `0x${signature.slice(2, 66)}${(ORDER - s).toString(16).padStart(64, '0')}`;
}

describe("a viewer's session key", () => {
  it('signs what the server and the contract accept', async () => {
    const key = await sessionKeys(memoryKeyStore()).loadOrCreate(owner);
    expect(key.publicKey).toMatch(/^0x[\da-f]{128}$/);
    const signed = await key.signVoucher(owner, voucher);
    expect(signed).toMatchObject(voucher);
    expect(checkSignature(owner, key.publicKey, signed)).toBe(true);
    expect(checkSignature(owner, key.publicKey, { ...signed, seconds: 61n })).toBe(false);
  });

  it('tells what it has signed from everything else, retired or not', async () => {
    const keys = sessionKeys(memoryKeyStore());
    const key = await keys.loadOrCreate(owner);
    const signed = await key.signVoucher(owner, voucher);
    expect(await key.hasSigned(owner, signed)).toBe(true);
    // it is as good a proof
    expect(await key.hasSigned(owner, { ...signed, signature: mirrored(signed.signature) })).toBe(true);
    await keys.retire(owner, key.publicKey);
    expect(await key.hasSigned(owner, signed)).toBe(true);
    const other = await keys.create(owner);
    expect(await other.hasSigned(owner, signed)).toBe(false);
  });

  it.each<[string, Partial<KeyOwner>, Partial<SignedVoucher>]>([
    ['on another chain', { chainId: 1n }, {}],
    ['for another contract', { contract: `0x${'34'.repeat(20)}` }, {}],
    ['of another viewer', {}, { viewer: `0x${'12'.repeat(20)}` }],
    ['of another opening', {}, { purseNonce: 2 }],
    ['under another number of a key', {}, { key: 1 }],
    ['for another creator', {}, { creator: `0x${'23'.repeat(20)}` }],
    ['with one second more', {}, { seconds: 61n }],
    ['with another amount', {}, { amount: amount(601n) }],
    ['with other extras', {}, { extras: amount(6n) }],
    ['with seconds that no voucher holds', {}, { seconds: 2n ** 64n }],
    ['with a negative amount', {}, { amount: -1n as SignedVoucher['amount'] }],
    ['without a signature', {}, { signature: '0x' }],
    ['with a signature of zeros', {}, { signature: `0x${'00'.repeat(64)}` }],
    ['with a signature that is no hex', {}, { signature: `0x${'zz'.repeat(64)}` }],
    ['with a signature that is too long', {}, { signature: `0x${'11'.repeat(65)}` }],
  ])('has not signed a voucher %s', async (_, where, change) => {
    const key = await sessionKeys(memoryKeyStore()).loadOrCreate(owner);
    const signed = await key.signVoucher(owner, voucher);
    expect(await key.hasSigned({ ...owner, ...where }, { ...signed, ...change })).toBe(false);
  });

  it('cannot be read out: not from the key, and not from where it is kept', async () => {
    const store = memoryKeyStore();
    const key = await sessionKeys(store).loadOrCreate(owner);
    expect(Object.keys(key).sort()).toEqual(['hasSigned', 'publicKey', 'signVoucher']);
    const [kept] = await store.list(`${owner.chainId} ${owner.contract} ${owner.viewer}`);
    expect(kept).toMatchObject({ publicKey: key.publicKey, privateKey: { extractable: false, usages: ['sign'] } });
    for (const format of ['jwk', 'pkcs8', 'raw'] as const)
      await expect(crypto.subtle.exportKey(format, kept!.privateKey)).rejects.toThrow();
  });

  it('is the same when it is loaded again, and another for another viewer, contract or chain', async () => {
    const store = memoryKeyStore();
    const first = await sessionKeys(store).loadOrCreate(owner);
    const owners: KeyOwner[] = [
      owner,
      { ...owner, viewer: `0x${'12'.repeat(20)}` },
      { ...owner, contract: `0x${'34'.repeat(20)}` },
      { ...owner, chainId: 420_421n },
    ];
    const keys = await Promise.all(owners.map((one) => sessionKeys(store).loadOrCreate(one)));
    expect(keys[0]!.publicKey).toBe(first.publicKey);
    expect(new Set(keys.map((key) => key.publicKey)).size).toBe(4);
  });

  it('signs for its own purse alone', async () => {
    const key = await sessionKeys(memoryKeyStore()).loadOrCreate(owner);
    await expect(key.signVoucher({ ...owner, chainId: 1n }, voucher)).rejects.toThrow(RangeError);
    await expect(key.signVoucher({ ...owner, contract: `0x${'34'.repeat(20)}` }, voucher)).rejects.toThrow(RangeError);
    await expect(key.signVoucher(owner, { ...voucher, viewer: voucher.creator })).rejects.toThrow(RangeError);
    await expect(key.signVoucher(owner, { ...voucher, seconds: 2n ** 64n })).rejects.toThrow('seconds does not fit');
  });

  it('is one, when two tabs ask for it at the same time', async () => {
    // Both find nothing, both make a key, and then the store decides: each reads before either has
    // written.
    const memory = memoryKeyStore();
    let reading = 0;
    let letGo = () => {};
    const bothHaveRead = new Promise<void>((resolve) => (letGo = resolve));
    const slow: KeyStore = {
      ...memory,
      async list(name) {
        const found = await memory.list(name);
        if ((reading += 1) === 2) letGo();
        await bothHaveRead;
        return found;
      },
    };
    const [one, other] = await Promise.all([
      sessionKeys(slow).loadOrCreate(owner),
      sessionKeys(slow).loadOrCreate(owner),
    ]);
    expect(one.publicKey).toBe(other.publicKey);
    expect(checkSignature(owner, one.publicKey, await other.signVoucher(owner, voucher))).toBe(true);
  });
});

describe('an exchanged session key', () => {
  it('stands beside the old one until that is retired', async () => {
    const keys = sessionKeys(memoryKeyStore());
    const old = await keys.loadOrCreate(owner);
    const next = await keys.create(owner);
    expect(next.publicKey).not.toBe(old.publicKey);
    expect((await keys.loadOrCreate(owner)).publicKey).toBe(old.publicKey);
    await old.signVoucher(owner, voucher);

    await keys.retire(owner, old.publicKey);
    expect((await keys.loadOrCreate(owner)).publicKey).toBe(next.publicKey);
    await next.signVoucher(owner, voucher);
  });

  it('is found by its public half, signs nothing once retired, and a stranger is not found', async () => {
    const store = memoryKeyStore();
    const keys = sessionKeys(store);
    const old = await keys.loadOrCreate(owner);
    await keys.retire(owner, old.publicKey);
    const found = await keys.find(owner, old.publicKey);
    expect(found?.publicKey).toBe(old.publicKey);
    await expect(found?.signVoucher(owner, voucher)).rejects.toThrow(RetiredSessionKey);
    await expect(old.signVoucher(owner, voucher)).rejects.toThrow(RetiredSessionKey);
    const afterReload = await sessionKeys(store).find(owner, old.publicKey);
    await expect(afterReload?.signVoucher(owner, voucher)).rejects.toThrow(RetiredSessionKey);
    expect(await keys.find(owner, `0x${'00'.repeat(64)}`)).toBeNull();
    expect(await keys.find({ ...owner, chainId: 1n }, old.publicKey)).toBeNull();
  });

  it('is followed by a new one when all are retired', async () => {
    const keys = sessionKeys(memoryKeyStore());
    const old = await keys.loadOrCreate(owner);
    await keys.retire(owner, old.publicKey);
    const next = await keys.loadOrCreate(owner);
    expect(next.publicKey).not.toBe(old.publicKey);
    await next.signVoucher(owner, voucher);
  });

  it('made twice at the same time is two keys', async () => {
    const keys = sessionKeys(memoryKeyStore());
    const made = await Promise.all([keys.create(owner), keys.create(owner), keys.create(owner)]);
    expect(new Set(made.map((key) => key.publicKey)).size).toBe(3);
    for (const { publicKey } of made) expect((await keys.find(owner, publicKey))?.publicKey).toBe(publicKey);
  });
});
