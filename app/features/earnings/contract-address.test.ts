import { decodeAddress, encodeAddress, keccakAsHex } from '@polkadot/util-crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contractAddress } from './contract-address';

const accounts = fc.uint8Array({ minLength: 32, maxLength: 32 });

test('property: every spelling of an account is the address that the chain maps it to', () => {
  const prefixes = fc.constantFrom(0, 2, 42, 63, 64, 1284, 16_383);
  fc.assert(
    fc.property(accounts, prefixes, (account, prefix) => {
      expect(contractAddress(encodeAddress(account, prefix))).toBe(`0x${keccakAsHex(account).slice(-40)}`);
    }),
  );
});

test('an account that stands for an Ethereum address is that address, and one in hex is taken as it is', () => {
  const account = new Uint8Array([...new Uint8Array(20).fill(0xab), ...new Uint8Array(12).fill(0xee)]);
  expect(contractAddress(encodeAddress(account, 42))).toBe(`0x${'ab'.repeat(20)}`);
  expect(contractAddress(`0x${'AB'.repeat(20)}`)).toBe(`0x${'ab'.repeat(20)}`);
});

test('property: an address with a character changed, added or left out is none', () => {
  const address = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
  expect(decodeAddress(address)).toHaveLength(32);
  expect(contractAddress(address)).not.toBeNull();
  fc.assert(
    fc.property(fc.nat(address.length - 1), fc.constantFrom(...'123ABCxyz0OIl+ '), (at, character) => {
      const [before, after] = [address.slice(0, at), address.slice(at + 1)];
      if (address[at] !== character) expect(contractAddress(before + character + after)).toBeNull();
      expect(contractAddress(before + after)).toBeNull();
      expect(contractAddress(address.slice(0, at + 1) + character + after)).toBeNull();
    }),
  );
});

test.each(['', '0x', '0x12', `0x${'d4'.repeat(32)}`, '@maya', 'F7Hs'])('"%s" is no address', (text) => {
  expect(contractAddress(text)).toBeNull();
});
