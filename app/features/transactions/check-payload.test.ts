import { readFileSync } from 'node:fs';
import { Abi } from '@polkadot/api-contract';
import { encodeAddress } from '@polkadot/util-crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOf, h160Of } from '../../../server/gateways/wallets';
import { amount, amountPerPlanck } from '../../../sdk/money';
import { bytesOf, hexOf, type Hex, joined } from '../../../sdk/voucher';
import { checkPayload, messageBytes, SELECTORS } from './check-payload';
import { type PreparedTransaction, type PurseAction } from './purse-types';
import { compact, littleEndian, Reader } from '../../lib/wallets/scale';

const abi = new Abi(JSON.parse(readFileSync('contracts/artifacts/purse.contract', 'utf8')) as Record<string, unknown>);
const message = (name: string) => abi.messages.find(({ identifier }) => identifier === name)!;
/** The message by the chain's own library. */
const byLibrary = (name: string, ...args: unknown[]) =>
  hexOf(
    joined(
      message(name).selector.toU8a(true).subarray(-4),
      ...message(name).args.map(({ type }, at) =>
        abi.registry.createType(type.lookupName || type.type, args[at]).toU8a(),
      ),
    ),
  );

const address = encodeAddress(new Uint8Array(32).fill(7), 42);
const contract = `0x${'c0'.repeat(20)}` as const;
const limits = {
  maxRate: amount(8_333_333_333_333_334n),
  lanes: 2,
  extrasAllowance: amount(0n),
  expiresAt: new Date('2026-12-29T16:00:00Z'),
};
const decimals = 10;
const open: PurseAction = {
  kind: 'open',
  deposit: amount(20n * 10n ** 18n),
  sessionKey: `0x${'5a'.repeat(64)}`,
  limits,
};

/** What a server prepares: the call of a contract in the runtime's form. */
function prepared(
  data: Uint8Array,
  {
    to = contract as string,
    value = 0n,
    storage = 5n,
    prefix = '0x3d07',
    before = '0x',
    after = '0x',
    tip = '0x00',
  } = {},
): PreparedTransaction {
  const call = joined(
    ...[bytesOf(before), bytesOf(prefix), bytesOf(to), compact(value), compact(2_000_000_000n), compact(130_000n)],
    ...[compact(storage), compact(BigInt(data.length)), data, bytesOf(after)],
  );
  const payload = { address, method: hexOf(call), tip, genesisHash: `0x${'01'.repeat(32)}` };
  return { payload, storageDeposit: amount(5n * amountPerPlanck(decimals)) } as unknown as PreparedTransaction;
}
const check = (action: PurseAction, transaction: PreparedTransaction) =>
  checkPayload({ address, action, contract, decimals }, transaction);
/** The deposit as the chain counts it. */
const DEPOSIT = 20n * 10n ** BigInt(decimals);
const openBytes = messageBytes(open);

describe('messages are written as the chain library writes them', () => {
  it('by the selectors of the compiled contract', () => {
    const names = Object.entries(SELECTORS).map(([kind, selector]) => {
      const name = kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      return [name, selector, message(name).selector.toHex()];
    });
    for (const [, ours, theirs] of names) expect(ours).toBe(theirs);
  });

  it('law: a purse that is opened or given another key, byte for byte', () => {
    const whole = (bits: bigint) => fc.bigInt({ min: 0n, max: (1n << bits) - 1n });
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 64, maxLength: 64 }),
        whole(128n),
        fc.integer({ min: 0, max: 65_535 }),
        whole(128n),
        fc.integer({ min: 0, max: 4_000_000_000 }),
        (key, maxRate, lanes, extras, seconds) => {
          const sessionKey = hexOf(key);
          const said = { maxRate, lanes, extrasAllowance: extras, expiresAt: new Date(seconds * 1_000) };
          const action = { kind: 'rekey' as const, sessionKey, limits: said } as unknown as Extract<
            PurseAction,
            { kind: 'rekey' }
          >;
          const chain = { max_rate: maxRate, lanes, extras_allowance: extras, expires_at: seconds };
          expect(hexOf(messageBytes(action))).toBe(byLibrary('rekey', sessionKey, chain));
        },
      ),
    );
  });

  it('law: a split, whose addresses become what the contract knows', () => {
    const accounts = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((account) => encodeAddress(account, 42));
    const shares = fc.array(fc.record({ address: accounts, basisPoints: fc.integer({ min: 1, max: 9_999 }) }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(shares, (wished) => {
        const chain = wished.map(({ address: to, basisPoints }) => ({
          account: h160Of(accountOf(to)!),
          basis_points: basisPoints,
        }));
        expect(hexOf(messageBytes({ kind: 'setSplit', shares: wished }))).toBe(byLibrary('set_split', chain));
      }),
    );
  });

  it('law: a compact number is read as it was written, and in no other form', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }),
        (value) => new Reader(compact(value)).compact() === value,
      ),
    );
    expect(() => new Reader(Uint8Array.of(1, 0)).compact()).toThrow(RangeError);
    expect(() => littleEndian(256n, 1)).toThrow(RangeError);
  });
});

describe('the wallet is opened for what was asked for', () => {
  it('and for that alone: the call, its contract, its money', () => {
    expect(check(open, prepared(openBytes, { value: DEPOSIT }))).toEqual({ callNumber: '0x3d07' });
    expect(check({ kind: 'withdraw' }, prepared(bytesOf(SELECTORS.withdraw)))).toEqual({ callNumber: '0x3d07' });
    const release = joined(bytesOf(SELECTORS.closeNow), new Uint8Array(72));
    expect(check({ kind: 'closeNow' }, prepared(release))).toEqual({ callNumber: '0x3d07' });
  });

  it('also behind the mapping of the account, by a call of the same pallet', () => {
    const mapped = prepared(openBytes, { value: DEPOSIT, before: '0x1c02083d08' });
    expect(check(open, mapped)).toEqual({ callNumber: '0x3d07' });
    expect(check(open, prepared(openBytes, { value: DEPOSIT, before: '0x1c02080a03' }))).toBe('unreadable');
  });

  const changed = (change: Partial<typeof limits>, sessionKey: Hex = `0x${'5a'.repeat(64)}`) =>
    messageBytes({ ...open, sessionKey, limits: { ...limits, ...change } } as typeof open & { kind: 'open' });
  it.each([
    ['another contract', prepared(openBytes, { value: DEPOSIT, to: `0x${'c1'.repeat(20)}` }), 'otherContract'],
    ['a planck more', prepared(openBytes, { value: DEPOSIT + 1n }), 'otherAmount'],
    ['no money', prepared(openBytes), 'otherAmount'],
    ['what would be as much on a chain of 12 decimals', prepared(openBytes, { value: DEPOSIT * 100n }), 'otherAmount'],
    ['a higher price', prepared(changed({ maxRate: amount(10n ** 18n) }), { value: DEPOSIT }), 'otherMessage'],
    ['more streams', prepared(changed({ lanes: 16 }), { value: DEPOSIT }), 'otherMessage'],
    ['an allowance for extras', prepared(changed({ extrasAllowance: amount(1n) }), { value: DEPOSIT }), 'otherMessage'],
    ['a later end', prepared(changed({ expiresAt: new Date('2027-12-01') }), { value: DEPOSIT }), 'otherMessage'],
    ['a key of somebody else', prepared(changed({}, `0x${'66'.repeat(64)}`), { value: DEPOSIT }), 'otherMessage'],
    ['another message', prepared(bytesOf(SELECTORS.topUp), { value: DEPOSIT }), 'otherMessage'],
    ['more bytes than the message', prepared(joined(openBytes, Uint8Array.of(0)), { value: DEPOSIT }), 'otherMessage'],
    ['a second call', prepared(openBytes, { value: DEPOSIT, after: '0x0403' }), 'unreadable'],
    ['more held back than was said', prepared(openBytes, { value: DEPOSIT, storage: 6n }), 'dearer'],
    ['a tip', prepared(openBytes, { value: DEPOSIT, tip: '0x01' }), 'dearer'],
  ] as const)('not for %s', (_, transaction, why) => {
    expect(check(open, transaction)).toBe(why);
  });

  it('not for another account', () => {
    const other = encodeAddress(new Uint8Array(32).fill(8), 42);
    const transaction = prepared(openBytes, { value: DEPOSIT });
    expect(checkPayload({ address: other, action: open, contract, decimals }, transaction)).toBe('otherAccount');
  });
});
