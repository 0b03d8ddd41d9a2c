import { blake2b } from '@noble/hashes/blake2.js';
import { type WalletPayload } from '../../../server/ledger';
import { bytesOf, type Hex, hexOf, joined } from '../../../sdk/voucher';
import { type ConnectedWallet } from './extensions';
import { base58 } from './ss58';

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

/** The kind of a signature, as the chain's MultiSignature numbers them. */
const ED25519 = Uint8Array.of(0);
/** Longer than this, the hash is signed. */
const LONGEST_SIGNED_WHOLE = 256;

async function open(): Promise<ConnectedWallet> {
  const { privateKey, publicKey } = await loadKey();
  const address = ss58(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)));
  return {
    accounts: { get: () => Promise.resolve([{ address, name: 'Demo account', type: 'ed25519' }]) },
    signer: {
      async signRaw({ data }) {
        const wrapped = joined(utf8('<Bytes>'), bytesOf(data), utf8('</Bytes>')); // no text can be mistaken for a transaction
        return { signature: hexOf(new Uint8Array(await crypto.subtle.sign(ALGORITHM, privateKey, wrapped))) };
      },
      async signPayload(payload) {
        if (payload.address !== address) throw new Error('that account is not in this wallet');
        const signature = await crypto.subtle.sign(ALGORITHM, privateKey, signingBytes(payload));
        return { signature: hexOf(joined(ED25519, new Uint8Array(signature))) };
      },
    },
  };
}

type Part = (payload: WalletPayload) => Uint8Array;

/** The extensions of a transaction that this wallet knows: what each writes into it, and what it has signed besides. */
const EXTENSIONS: Record<string, { explicit?: Part; implicit?: Part } | undefined> = {
  CheckNonZeroSender: {},
  CheckSpecVersion: { implicit: ({ specVersion }) => u32(specVersion) },
  CheckTxVersion: { implicit: ({ transactionVersion }) => u32(transactionVersion) },
  CheckGenesis: { implicit: ({ genesisHash }) => bytesOf(genesisHash) },
  CheckMortality: { explicit: ({ era }) => bytesOf(era), implicit: ({ blockHash }) => bytesOf(blockHash) },
  CheckNonce: { explicit: ({ nonce }) => compact(BigInt(nonce)) },
  CheckWeight: {},
  ChargeTransactionPayment: { explicit: ({ tip }) => compact(BigInt(tip)) },
  EthSetOrigin: {},
};

/** What is signed of a transaction: the call, what its extensions write, what they imply. Refuses what it does not know whole. */
export function signingBytes(payload: WalletPayload): Uint8Array<ArrayBuffer> {
  if (payload.version !== 4) throw new Error(`a transaction of version ${payload.version} is unknown to this wallet`);
  const extensions = payload.signedExtensions.map((name) => {
    const known = Object.hasOwn(EXTENSIONS, name) ? EXTENSIONS[name] : undefined;
    if (!known) throw new Error(`the extension ${name} is unknown to this wallet`);
    return known;
  });
  const written = extensions.flatMap(({ explicit }) => explicit?.(payload) ?? []);
  const implied = extensions.flatMap(({ implicit }) => implicit?.(payload) ?? []);
  const whole = joined(bytesOf(payload.method), ...written, ...implied);
  return whole.length > LONGEST_SIGNED_WHOLE ? new Uint8Array(blake2b(whole, { dkLen: 32 })) : whole;
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
  const body = joined(Uint8Array.of(SS58_PREFIX), publicKey);
  const checksum = blake2b(joined(utf8('SS58PRE'), body), { dkLen: 64 }).subarray(0, 2);
  return base58(joined(body, checksum));
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A number of the payload (hex, most significant digit first) as the chain writes 32 bits. */
function u32(hex: Hex): Uint8Array {
  return littleEndian(BigInt(hex), 4);
}

/** SCALE's compact form of a whole number: one, two or four bytes with their size in the lowest two bits, or counted bytes. */
function compact(value: bigint): Uint8Array {
  if (value < 1n << 6n) return littleEndian(value << 2n, 1);
  if (value < 1n << 14n) return littleEndian((value << 2n) | 1n, 2);
  if (value < 1n << 30n) return littleEndian((value << 2n) | 2n, 4);
  const length = Math.ceil(value.toString(16).length / 2);
  return joined(Uint8Array.of(((length - 4) << 2) | 3), littleEndian(value, length));
}

function littleEndian(value: bigint, length: number): Uint8Array {
  if (value >> BigInt(8 * length)) throw new RangeError(`${value} does not fit ${length} bytes`);
  return Uint8Array.from({ length }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
}
