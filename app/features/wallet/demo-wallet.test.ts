import { encodeAddress } from '@polkadot/util-crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ss58 } from './demo-wallet';

test('the demo wallet writes addresses as the chain library does', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (publicKey) => {
      expect(ss58(publicKey)).toBe(encodeAddress(publicKey, 42));
    }),
  );
});
