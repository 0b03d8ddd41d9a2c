import { blake2b } from '@noble/hashes/blake2.js';
import { type WalletPayload } from '../../../server/ledger';
import { bytesOf, type Hex, hexOf, joined } from '../../../sdk/voucher';
import { type ConnectedWallet, type WalletAccount } from './extensions';
import { compact, littleEndian } from './scale';
import { base58 } from './ss58';

/**
 * A wallet for trying things out on the local chain, without an extension: an Ed25519 key that
 * WebCrypto makes in this browser and nobody can read out of it. It offers itself as extensions do,
 * so there is one way to use a wallet. It signs without asking: what it signs is shown in the page
 * before. It is not in production bundles (__DEMO_WALLET__ in vite.config.ts).
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
  let keys = await loadKeys();
  const keyOf = (address: string) => {
    const found = keys.find((key) => key.address === address);
    if (!found) throw new Error('that account is not in this wallet');
    return found.privateKey;
  };
  return {
    accounts: { get: () => Promise.resolve(keys.map(accountOf)) },
    async addAccount() {
      keys = [...keys, await addKey(keys.length)];
      return keys.map(accountOf);
    },
    signer: {
      async signRaw({ address, data }) {
        // no text can be mistaken for a transaction
        const wrapped = joined(utf8('<Bytes>'), bytesOf(data), utf8('</Bytes>'));
        return { signature: hexOf(new Uint8Array(await crypto.subtle.sign(ALGORITHM, keyOf(address), wrapped))) };
      },
      async signPayload(payload) {
        const signature = await crypto.subtle.sign(ALGORITHM, keyOf(payload.address), signingBytes(payload));
        return { signature: hexOf(joined(ED25519, new Uint8Array(signature))) };
      },
    },
  };
}

interface DemoKey {
  address: string;
  privateKey: CryptoKey;
}

const accountOf = ({ address }: DemoKey, at: number): WalletAccount => ({
  address,
  name: at === 0 ? 'Demo account' : `Demo account ${at + 1}`,
  type: 'ed25519',
});

type Part = (payload: WalletPayload) => Uint8Array;

/**
 * The extensions of a transaction that this wallet knows: what each writes into it, and what it has
 * signed besides.
 */
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

/**
 * What is signed of a transaction: the call, what its extensions write, what they imply. Refuses
 * what it does not know whole.
 */
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

/**
 * The keys of this browser, in the order in which they were made: kept in IndexedDB, not
 * extractable. The first is made when it is asked for.
 */
async function loadKeys(): Promise<DemoKey[]> {
  const names = await inStore<IDBValidKey[]>('readonly', (store) => store.getAllKeys());
  if (names.length === 0) return [await addKey(0)];
  const stored = await inStore<CryptoKeyPair[]>('readonly', (store) => store.getAll());
  return Promise.all(stored.map(demoKey));
}

/** Makes the key at that place: 'key', 'key 2', … */
async function addKey(place: number): Promise<DemoKey> {
  const made = (await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify'])) as CryptoKeyPair;
  await inStore('readwrite', (store) =>
    store.add(made, place === 0 ? 'key' : `key ${String(place + 1).padStart(3, '0')}`),
  );
  return demoKey(made);
}

async function demoKey({ privateKey, publicKey }: CryptoKeyPair): Promise<DemoKey> {
  const address = ss58(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)));
  return { address, privateKey };
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
