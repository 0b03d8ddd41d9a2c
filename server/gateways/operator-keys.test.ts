import { createPublicKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { bytesOf, encodeRelease, type Hex } from '../../sdk/voucher';
import { releaseKeyOf } from './operator-keys';

const DOMAIN = { chainId: 420_420_420n, contract: `0x${'c0'.repeat(20)}` as Hex };
const RELEASE = { viewer: `0x${'aa'.repeat(20)}` as Hex, purseNonce: 3, validUntil: 1_700_000_000n };

function opens(publicKey: Hex, message: Uint8Array, signature: Hex): boolean {
  const point = Buffer.from(publicKey.slice(2), 'hex');
  const [x, y] = [point.subarray(0, 32), point.subarray(32)].map((part) => part.toString('base64url'));
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, bytesOf(signature));
}

test('a release is signed by the key whose public half the contract is told', () => {
  const { publicKey, sign } = releaseKeyOf('//Bob');
  expect(publicKey).toMatch(/^0x[\da-f]{128}$/);
  const signature = sign(DOMAIN, RELEASE);
  expect(signature).toMatch(/^0x[\da-f]{128}$/);
  expect(opens(publicKey, encodeRelease(DOMAIN, RELEASE), signature)).toBe(true);
  expect(opens(publicKey, encodeRelease(DOMAIN, { ...RELEASE, purseNonce: 4 }), signature)).toBe(false);
});

test('the same secret gives the same key, with or without the newline at the end of its file; another one gives another', () => {
  const { publicKey } = releaseKeyOf('//Bob');
  expect(releaseKeyOf('//Bob\n').publicKey).toBe(publicKey);
  expect(releaseKeyOf('//Alice').publicKey).not.toBe(publicKey);
  // deployed contracts hold it: deriving may never change
  expect(publicKey).toMatchInlineSnapshot(
    `"0x70f4e1b7b3c1f685efc323546a43091253bedfcfbfc23e9ba25dd6d2435d59534e4a6a439807061be59093f60fc717421d9f848d98ec309ad75003c88fbe0fef"`,
  );
});
