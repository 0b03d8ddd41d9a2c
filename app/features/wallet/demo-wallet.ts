import { blake2b } from '@noble/hashes/blake2.js';
import { type ConnectedWallet } from './extensions';

/**
 * A wallet for trying things out on the local chain, without an extension: an Ed25519 key that WebCrypto makes in this browser and
 * nobody can read out of it. It offers itself as extensions do, so there is one way to use a wallet. It signs without asking: what it
 * signs is shown in the page before. It is not in production bundles (__DEMO_WALLET__ in vite.config.ts).
 */
export function installDemoWallet(): void {
  window.injectedWeb3 = { ...window.injectedWeb3, 'vilokanam-demo': { version: '1', enable: () => open() } };
}

const ALGORITHM = 'Ed25519';
const SS58_PREFIX = 42;
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

async function open(): Promise<ConnectedWallet> {
  const { privateKey, publicKey } = await loadKey();
  const address = ss58(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)));
  return {
    accounts: { get: () => Promise.resolve([{ address, name: 'Demo account', type: 'ed25519' }]) },
    signer: {
      async signRaw({ data }) {
        const bytes = Uint8Array.from(data.match(/[\da-f]{2}/gi) ?? [], (hex) => Number.parseInt(hex, 16));
        const wrapped = concat(utf8('<Bytes>'), bytes, utf8('</Bytes>')); // no text can be mistaken for a transaction
        const signature = new Uint8Array(await crypto.subtle.sign(ALGORITHM, privateKey, wrapped));
        return { signature: `0x${Array.from(signature, (byte) => byte.toString(16).padStart(2, '0')).join('')}` };
      },
    },
  };
}

/** The key of this browser: made once, kept in IndexedDB, not extractable. */
async function loadKey(): Promise<CryptoKeyPair> {
  const kept = await inStore<CryptoKeyPair | undefined>('readonly', (store) => store.get('key'));
  if (kept) return kept;
  const made = (await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify'])) as CryptoKeyPair;
  await inStore('readwrite', (store) => store.put(made, 'key'));
  return made;
}

async function inStore<Result>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest): Promise<Result> {
  const opening = indexedDB.open('vilokanam-demo-wallet', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('keys');
  const database = await settled(opening);
  try {
    return (await settled(act(database.transaction('keys', mode).objectStore('keys')))) as Result;
  } finally {
    database.close();
  }
}

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
  });
}

/** A public key as people and chains write it. */
export function ss58(publicKey: Uint8Array): string {
  const body = concat(Uint8Array.of(SS58_PREFIX), publicKey);
  const checksum = blake2b(concat(utf8('SS58PRE'), body), { dkLen: 64 }).subarray(0, 2);
  return base58(concat(body, checksum));
}

function base58(bytes: Uint8Array): string {
  let number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let text = '';
  for (; number > 0n; number /= 58n) text = (BASE58[Number(number % 58n)] ?? '') + text;
  return text;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function concat(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
