import {
  decodeAddress,
  encodeAddress,
  keccakAsU8a,
  secp256k1Expand,
  secp256k1PairFromSeed,
  secp256k1Sign,
  signatureVerify,
} from '@polkadot/util-crypto';
import { describe, expect, test } from 'vitest';
import { testWallet } from '../testing/wallets';
import { createWallets } from './wallets';

const wallets = createWallets();
const TEXT = 'localhost:3000 asks you to sign in with this wallet:\n5G…\n\nನಮಸ್ಕಾರ';
const schemes = ['sr25519', 'ed25519', 'ecdsa'] as const;
const byteOf = { ed25519: '00', sr25519: '01', ecdsa: '02' };

describe.each(schemes)('%s', (scheme) => {
  const wallet = testWallet(scheme);
  const { address } = wallet;
  const signature = wallet.sign(TEXT);

  test('signs, plain or wrapped as extensions do', () => {
    expect(wallets.verify(address, TEXT, signature)).toBe(scheme);
    expect(wallets.verify(address, TEXT, wallet.sign(TEXT, { plain: true }))).toBe(scheme);
  });

  test('signs, with the byte in front that names the scheme', () => {
    expect(wallets.verify(address, TEXT, `0x${byteOf[scheme]}${signature.slice(2)}`)).toBe(scheme);
  });

  test('does not sign for another, nor another text', () => {
    expect(wallets.verify(testWallet(scheme, 2).address, TEXT, signature)).toBeNull();
    expect(wallets.verify(address, `${TEXT} `, signature)).toBeNull();
    expect(wallets.verify(address, TEXT.replace('localhost:3000', 'evil.example'), signature)).toBeNull();
  });

  test('does not sign with a byte in front that names another scheme', () => {
    for (const other of ['00', '01', '02', '03', 'ff'].filter((byte) => byte !== byteOf[scheme])) {
      expect(wallets.verify(address, TEXT, `0x${other}${signature.slice(2)}`)).toBeNull();
    }
  });

  test('a signature with any one bit changed is none', () => {
    const bytes = Buffer.from(signature.slice(2), 'hex');
    for (let at = 0; at < bytes.length; at += 1) {
      const forged = Buffer.from(bytes);
      forged[at] = bytes[at]! ^ (1 << (at % 8));
      expect(wallets.verify(address, TEXT, `0x${forged.toString('hex')}`), `byte ${at}`).toBeNull();
    }
  });

  test('is told from nonsense without an error', () => {
    const long = '00'.repeat(32);
    for (const nonsense of [
      '',
      '0x',
      'signature',
      `0x${long}`,
      `0x${long}${long}`,
      `0x${'ff'.repeat(65)}`,
      signature.slice(0, -2),
    ])
      expect(wallets.verify(address, TEXT, nonsense)).toBeNull();
    expect(wallets.verify('not an address', TEXT, signature)).toBeNull();
  });
});

test('an Ethereum signature is refused, for an account whose last 20 bytes are its address too (the library says yes to it)', () => {
  const pair = secp256k1PairFromSeed(new Uint8Array(32).fill(7));
  const ethereum = keccakAsU8a(secp256k1Expand(pair.publicKey)).slice(12);
  const address = encodeAddress(new Uint8Array([...new Uint8Array(12).fill(1), ...ethereum]), 42);
  const message = `<Bytes>${TEXT}</Bytes>`;
  const signature = secp256k1Sign(message, pair, 'keccak');
  expect(signatureVerify(message, signature, address).isValid).toBe(true);
  expect(wallets.verify(address, TEXT, `0x${Buffer.from(signature).toString('hex')}`)).toBeNull();
});

test('nobody signs for a key of small order, although the arithmetic would let anybody', () => {
  const identity = encodeAddress(new Uint8Array([1, ...new Uint8Array(31)]), 42);
  const forged = new Uint8Array(64);
  forged[0] = 1; // R is the neutral point and s is zero: it fits every text
  expect(decodeAddress(identity)).toHaveLength(32);
  expect(signatureVerify(TEXT, forged, identity).isValid).toBe(true);
  expect(wallets.verify(identity, TEXT, `0x${Buffer.from(forged).toString('hex')}`)).toBeNull();
});
