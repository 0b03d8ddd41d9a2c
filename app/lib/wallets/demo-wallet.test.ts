import { readFileSync } from 'node:fs';
import { Metadata, TypeRegistry } from '@polkadot/types';
import { blake2AsU8a, encodeAddress } from '@polkadot/util-crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type WalletPayload } from '../../../server/ledger';
import { CHAIN_SPEC } from '../../../contracts/devnet/artifact.mjs';
import { signingBytes, ss58 } from './demo-wallet';
import { sameAccount } from './ss58';

const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });

test('the demo wallet writes addresses as the chain library does', () => {
  fc.assert(fc.property(keys, (publicKey) => ss58(publicKey) === encodeAddress(publicKey, 42)));
});

test('an account is the same whichever prefix its address carries, and no other is', () => {
  const prefixes = fc.constantFrom(0, 2, 42, 63, 64, 1284, 16_383);
  fc.assert(
    fc.property(keys, keys, prefixes, prefixes, (key, other, one, two) => {
      expect(sameAccount(encodeAddress(key, one), encodeAddress(key, two))).toBe(true);
      const same = key.every((byte, index) => byte === other[index]);
      expect(sameAccount(encodeAddress(key, one), encodeAddress(other, two))).toBe(same);
    }),
  );
  expect(sameAccount('', '')).toBe(false);
  expect(sameAccount('0x12', '0x12')).toBe(false);
});

describe('a transaction of the local chain', () => {
  const registry = new TypeRegistry();
  beforeAll(async () => {
    // The library takes EthSetOrigin as one that writes nothing, and says so; its copies complain
    // about each other.
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    registry.setMetadata(new Metadata(registry, await localMetadata()));
  });

  const hex = (bytes: number) =>
    fc
      .uint8Array({ minLength: bytes, maxLength: bytes })
      .map((value) => `0x${Buffer.from(value).toString('hex')}` as const);
  const number = (max: bigint) =>
    fc
      .oneof(fc.bigInt({ min: 0n, max: 70_000n }), fc.bigInt({ min: 0n, max }))
      .map((value) => `0x${value.toString(16)}` as const);
  const payloads = fc.record({
    address: fc.constant(encodeAddress(new Uint8Array(32), 42)),
    blockHash: hex(32),
    blockNumber: number(2n ** 32n - 1n),
    era: fc.constantFrom('0x00' as const, '0x4500' as const, '0xf503' as const),
    genesisHash: hex(32),
    method: fc.integer({ min: 2, max: 400 }).chain(hex),
    nonce: number(2n ** 32n - 1n),
    specVersion: number(2n ** 32n - 1n),
    transactionVersion: number(2n ** 32n - 1n),
    tip: number(2n ** 128n - 1n),
    version: fc.constant(4),
    withSignedTransaction: fc.constant(true),
  });

  test('is signed byte for byte as the chain library signs it', () => {
    const { signedExtensions } = registry;
    expect(signedExtensions).toContain('CheckMortality');
    fc.assert(
      fc.property(payloads, (unsigned) => {
        const payload: WalletPayload = { ...unsigned, signedExtensions };
        const whole = registry.createType('ExtrinsicPayload', payload, { version: 4 }).toU8a({ method: true });
        expect(signingBytes(payload)).toEqual(Uint8Array.from(whole.length > 256 ? blake2AsU8a(whole, 256) : whole));
      }),
    );
  });

  test.each([
    { signedExtensions: ['CheckNonce', 'CheckMetadataHash'] },
    { signedExtensions: ['constructor'] },
    { version: 5 },
    { specVersion: '0x100000000' as const },
    { method: '0x0' as const },
    { blockHash: 'nonsense' as WalletPayload['blockHash'] },
  ])('is refused when there is something in it that the wallet does not know: %j', (strange) => {
    const [plain] = fc.sample(payloads, 1);
    expect(() => signingBytes({ ...plain!, signedExtensions: registry.signedExtensions, ...strange })).toThrow();
  });
});

/** The metadata as the compiled runtime of the local chain tells it. */
async function localMetadata(): Promise<`0x${string}`> {
  const { runTask } = await import('@acala-network/chopsticks-core/wasm-executor/index');
  const spec = JSON.parse(readFileSync(CHAIN_SPEC, 'utf8')) as {
    genesis: { raw: { top: Record<string, `0x${string}`> } };
  };
  const { top } = spec.genesis.raw;
  const told = await runTask(
    {
      wasm: top['0x3a636f6465']!,
      calls: [['Metadata_metadata', []]],
      mockSignatureHost: false,
      allowUnresolvedImports: true,
      runtimeLogLevel: 0,
    },
    { ...emptyHost, getStorage: (key) => Promise.resolve(top[key]) },
  );
  if ('Error' in told) throw new Error(told.Error);
  const bytes = Buffer.from(told.Call.result.slice(2), 'hex');
  // the answer is a byte string with its length before it
  const lengthBytes = [1, 2, 4][bytes[0]! & 0b11]!;
  return `0x${bytes.subarray(lengthBytes).toString('hex')}`;
}

const none = () => Promise.reject(new Error('not asked for'));
const emptyHost = {
  getNextKey: none,
  offchainGetStorage: none,
  offchainTimestamp: none,
  offchainRandomSeed: none,
  offchainSubmitTransaction: none,
};
