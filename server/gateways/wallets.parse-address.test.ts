import { base58Encode, blake2AsU8a, encodeAddress, keccakAsU8a } from '@polkadot/util-crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWallets } from './wallets';

const wallets = createWallets();
const accounts = fc.uint8Array({ minLength: 32, maxLength: 32 });
const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`;

test.each([
  // The development accounts, as the Polkadot SDK's own tools print them.
  ['5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY', '0x9621dde636de098b43efb0fa9b61facfe328f99d'],
  ['5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty', '0x41dccbd49b26c50d34355ed86ff0fa9e489d1e01'],
])('%s is %s in the contract', (address, h160) => {
  expect(wallets.parseAddress(address)).toEqual({ address, h160 });
});

test('an account that stands for an Ethereum address is that address in the contract', () => {
  const ethereum = new Uint8Array(20).fill(0xab);
  const address = encodeAddress(new Uint8Array([...ethereum, ...new Uint8Array(12).fill(0xee)]), 42);
  expect(wallets.parseAddress(address)).toEqual({ address, h160: hex(ethereum) });
});

test('property: every spelling of an account, on whatever network, is one address', () => {
  const prefixes = fc.integer({ min: 0, max: 16_383 }).filter((prefix) => prefix !== 46 && prefix !== 47);
  fc.assert(
    fc.property(accounts, prefixes, (account, prefix) => {
      const h160 = hex(keccakAsU8a(account).slice(12));
      const parsed = wallets.parseAddress(` ${encodeAddress(account, prefix)} `);
      expect(parsed).toEqual({ address: encodeAddress(account, 42), h160 });
    }),
  );
});

test('property: an address with a character changed, added or left out is none', () => {
  fc.assert(
    fc.property(accounts, fc.nat(45), fc.constantFrom(...'123ABCxyz0OIl+'), (account, at, character) => {
      const address = encodeAddress(account, 42);
      const changed = `${address.slice(0, at)}${character}${address.slice(at + 1)}`;
      fc.pre(changed !== address);
      expect(wallets.parseAddress(changed)).toBeNull();
      expect(wallets.parseAddress(`${address.slice(0, at)}${address.slice(at + 1)}`)).toBeNull();
      expect(wallets.parseAddress(`${address.slice(0, at)}${character}${address.slice(at)}`)).toBeNull();
    }),
  );
});

test('property: text that is no address is null, never an error', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => wallets.parseAddress(text) === null));
});

test.each([
  ['nothing', ''],
  ['an Ethereum address', '0x9621dde636de098b43efb0fa9b61facfe328f99d'],
  ['a public key in hex', `0x${'d4'.repeat(32)}`],
  ['a short account index', 'F7Hs'],
  ['a 33-byte key', encodeAddress(new Uint8Array(33).fill(2), 42)],
  ['a wrong checksum', '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ'],
  ['a checksum of one byte after a long prefix', shortChecksum()],
  ['a key for which anybody can sign (zero)', encodeAddress(new Uint8Array(32), 42)],
  ['a key for which anybody can sign (one)', encodeAddress(new Uint8Array([1, ...new Uint8Array(31)]), 42)],
  ['a key for which anybody can sign (sign bit set)', encodeAddress(new Uint8Array([...new Uint8Array(31), 0x80]), 42)],
  ['two addresses', '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY '.repeat(2)],
])('%s is no address', (_what, text) => {
  expect(wallets.parseAddress(text)).toBeNull();
});

/** A long prefix (two bytes) and 32 bytes, with one byte of checksum: the library decodes it. */
function shortChecksum(): string {
  const body = new Uint8Array([0x50, 0x00, ...new Uint8Array(32).fill(9)]);
  const sum = blake2AsU8a(new Uint8Array([...new TextEncoder().encode('SS58PRE'), ...body]), 512);
  return base58Encode(new Uint8Array([...body, sum[0]!]));
}
