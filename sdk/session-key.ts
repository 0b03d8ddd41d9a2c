import { runInStore, type StoreLocation } from './indexed-db';
import {
  bytesOf,
  encodeVoucher,
  hexOf,
  joined,
  type H160,
  type Hex,
  type SignedVoucher,
  type Voucher,
  type VoucherDomain,
} from './voucher';

/**
 * Whose session key it is: it signs for this viewer's purse in this contract on this chain and for
 * nothing else.
 */
export interface KeyOwner extends VoucherDomain {
  viewer: H160;
}

/**
 * A P-256 key that signs vouchers. Nobody can read its private half, not even whoever holds this.
 */
export interface SessionKey {
  /** x then y, 64 bytes, as the contract wants it. */
  readonly publicKey: Hex;
  /**
   * Throws RetiredSessionKey once the key is retired, RangeError for a voucher of another owner.
   */
  signVoucher(domain: VoucherDomain, voucher: Voucher): Promise<SignedVoucher>;
  /** Whether this very key signed exactly this for this contract on this chain; retired or not. */
  hasSigned(domain: VoucherDomain, voucher: SignedVoucher): Promise<boolean>;
}

/** The session keys that this device holds. */
export interface SessionKeys {
  /**
   * The owner's key: the oldest that is not retired, or a new one. Two tabs that ask at the same
   * time get the same.
   */
  loadOrCreate(owner: KeyOwner): Promise<SessionKey>;
  /** One more key, for exchanging the purse's: the others go on signing until they are retired. */
  create(owner: KeyOwner): Promise<SessionKey>;
  /** The key that a purse names, retired or not; null when this device does not hold it. */
  find(owner: KeyOwner, publicKey: Hex): Promise<SessionKey | null>;
  /**
   * The public halves of all keys that this device signs with, for whatever purses: those that are
   * not retired.
   */
  publicKeys(): Promise<Hex[]>;
  /**
   * From now on it signs nothing. To be called when the chain knows the purse's new key, not
   * before.
   */
  retire(owner: KeyOwner, publicKey: Hex): Promise<void>;
}

/** Of so many keys the server is told, the newest of them. */
const MAX_KEYS_SENT = 64;

/** What the server is told of this device's keys; none where they cannot be read. */
export async function newestPublicKeys(keys: Pick<SessionKeys, 'publicKeys'>): Promise<Hex[]> {
  const held = await keys.publicKeys().catch(() => []);
  return held.slice(-MAX_KEYS_SENT);
}

/** Asked to sign with a key that was replaced. */
export class RetiredSessionKey extends Error {
  override readonly name = 'RetiredSessionKey';
  constructor(readonly publicKey: Hex) {
    super('this session key was replaced and signs nothing any more');
  }
}

/** WebCrypto's handle of a key, by the types of the browser or of Node, whichever are there. */
type PrivateKey = Parameters<typeof crypto.subtle.sign>[1];

/**
 * A key as it is kept. The private half is a handle: it was made so that WebCrypto never tells its
 * bytes.
 */
export interface StoredKey {
  publicKey: Hex;
  privateKey: PrivateKey;
  retired: boolean;
}

/** Where keys are kept: an owner has places 0, 1, 2 …, each of which is taken once. */
export interface KeyStore {
  /** All of an owner's keys, in the order of their places. */
  list(owner: string): Promise<StoredKey[]>;
  /** The keys of all owners. */
  all(): Promise<StoredKey[]>;
  /**
   * Takes a place. False when it is taken already, also by another tab a moment ago: that decides
   * who was first.
   */
  add(owner: string, place: number, key: StoredKey): Promise<boolean>;
  retire(owner: string, publicKey: Hex): Promise<void>;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** Session keys in this store: browserKeyStore() in a browser, memoryKeyStore() elsewhere. */
export function sessionKeys(store: KeyStore): SessionKeys {
  const retired = new Set<Hex>(); // also what was handed out before it was retired must stop

  const usable = (owner: KeyOwner, kept: StoredKey): SessionKey => {
    if (kept.retired) retired.add(kept.publicKey);
    const { publicKey, privateKey } = kept;
    const home = ownerName(owner);
    return Object.freeze({
      publicKey,
      async signVoucher(domain: VoucherDomain, voucher: Voucher) {
        if (retired.has(publicKey)) throw new RetiredSessionKey(publicKey);
        if (ownerName({ ...domain, viewer: voucher.viewer }) !== home)
          throw new RangeError('this session key belongs to another purse');
        const signature = await crypto.subtle.sign(SIGNING, privateKey, encodeVoucher(domain, voucher));
        return { ...voucher, signature: hexOf(new Uint8Array(signature)) };
      },
      async hasSigned(domain: VoucherDomain, voucher: SignedVoucher) {
        try {
          const key = await importKey(publicKey);
          return await crypto.subtle.verify(SIGNING, key, bytesOf(voucher.signature), encodeVoucher(domain, voucher));
        } catch {
          return false; // no signature, or a voucher that cannot be written
        }
      },
    });
  };

  return {
    async loadOrCreate(owner) {
      const name = ownerName(owner);
      let made: StoredKey | undefined;
      for (;;) {
        const keys = await store.list(name);
        const present = keys.find((key) => !key.retired);
        if (present) return usable(owner, present);
        made ??= await makeKey();
        if (await store.add(name, keys.length, made)) return usable(owner, made);
      }
    },
    async create(owner) {
      const name = ownerName(owner);
      const made = await makeKey();
      for (;;) {
        const { length } = await store.list(name);
        if (await store.add(name, length, made)) return usable(owner, made);
      }
    },
    async find(owner, publicKey) {
      const kept = (await store.list(ownerName(owner))).find((key) => key.publicKey === publicKey.toLowerCase());
      return kept ? usable(owner, kept) : null;
    },
    async publicKeys() {
      const kept = await store.all();
      return kept.filter((key) => !key.retired && !retired.has(key.publicKey)).map(({ publicKey }) => publicKey);
    },
    async retire(owner, publicKey) {
      const key = publicKey.toLowerCase() as Hex;
      retired.add(key);
      await store.retire(ownerName(owner), key);
    },
  };
}

function ownerName({ chainId, contract, viewer }: KeyOwner): string {
  return `${chainId} ${contract} ${viewer}`.toLowerCase();
}

function importKey(publicKey: Hex): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', joined(Uint8Array.of(4), bytesOf(publicKey)), ALGORITHM, false, ['verify']);
}

async function makeKey(): Promise<StoredKey> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)); // 4, x, y
  return { publicKey: hexOf(point.subarray(1)), privateKey, retired: false };
}

/** Keys that last as long as this process: for programs in Node, and tests. */
export function memoryKeyStore(): KeyStore {
  const owners = new Map<string, StoredKey[]>();
  const keysOf = (owner: string) => owners.get(owner) ?? [];
  return {
    list: (owner) => Promise.resolve(keysOf(owner).map((key) => ({ ...key }))),
    all: () => Promise.resolve([...owners.values()].flat().map((key) => ({ ...key }))),
    add(owner, place, key) {
      const keys = keysOf(owner);
      if (place !== keys.length) return Promise.resolve(false);
      owners.set(owner, [...keys, { ...key }]);
      return Promise.resolve(true);
    },
    retire(owner, publicKey) {
      for (const key of keysOf(owner)) if (key.publicKey === publicKey) key.retired = true;
      return Promise.resolve();
    },
  };
}

const KEYS: StoreLocation = { database: 'vilokanam-session-keys', store: 'keys' };

/**
 * Keys in this browser's IndexedDB: they outlive reloads and restarts, and no script can read their
 * private halves.
 */
export function browserKeyStore(): KeyStore {
  const all = (owner: string) => IDBKeyRange.bound([owner, 0], [owner, Number.MAX_SAFE_INTEGER]);
  return {
    list: (owner) => runInStore(KEYS, 'readonly', (keys) => keys.getAll(all(owner)) as IDBRequest<StoredKey[]>),
    all: () => runInStore(KEYS, 'readonly', (keys) => keys.getAll() as IDBRequest<StoredKey[]>),
    async add(owner, place, key) {
      try {
        await runInStore(KEYS, 'readwrite', (keys) => keys.add(key, [owner, place]));
        return true;
      } catch (error) {
        if (error instanceof DOMException && error.name === 'ConstraintError') return false;
        throw error;
      }
    },
    retire: (owner, publicKey) =>
      runInStore(KEYS, 'readwrite', (keys) => {
        const cursors = keys.openCursor(all(owner));
        cursors.addEventListener('success', () => {
          const cursor = cursors.result;
          const key = cursor?.value as StoredKey | undefined;
          if (key?.publicKey === publicKey) cursor?.update({ ...key, retired: true });
          cursor?.continue();
        });
        return cursors as IDBRequest<unknown>;
      }).then(() => undefined),
  };
}
