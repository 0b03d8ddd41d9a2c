import { type Agreement } from './protocol';
import { runInStore, type StoreLocation } from './indexed-db';
import { type SignedVoucher, type Voucher } from './voucher';

/** Where a device keeps the newest voucher of each pair, so that a reload or a crash loses none. */
export interface VoucherStore {
  newest(pair: string): Promise<SignedVoucher | null>;
  /** Kept once this resolves. A voucher that says less than the one that is there is not kept. */
  save(pair: string, voucher: SignedVoucher): Promise<void>;
}

/**
 * Under which name the newest voucher of a pair lies that one key signed: what this key signed no
 * other device can have signed.
 */
export function pairKey({ domain, viewer, purseNonce, key, creator, sessionKey }: Agreement): string {
  return [domain.chainId, domain.contract, viewer, purseNonce, key, creator, sessionKey].join(' ').toLowerCase();
}

/**
 * Under which name the newest voucher of a stream lies: before joining nobody knows yet which pair
 * it will be.
 */
export function streamKey(streamId: string): string {
  return `stream ${streamId}`;
}

/** Whether one says at least what the other says. */
export function isAtLeast(
  one: Pick<Voucher, 'seconds' | 'amount' | 'extras'>,
  other: Pick<Voucher, 'seconds' | 'amount' | 'extras'>,
): boolean {
  return one.seconds >= other.seconds && one.amount >= other.amount && one.extras >= other.extras;
}

/** Of the same pair, purse and key; of another the newer one is the one that comes later. */
function replaces(voucher: SignedVoucher, kept: SignedVoucher | undefined): boolean {
  if (!kept || kept.viewer !== voucher.viewer || kept.purseNonce !== voucher.purseNonce) return true;
  return kept.creator !== voucher.creator || kept.key !== voucher.key || isAtLeast(voucher, kept);
}

/**
 * Vouchers that last as long as this process: for programs in Node that need no more, and tests.
 */
export function memoryVouchers(): VoucherStore {
  const kept = new Map<string, SignedVoucher>();
  return {
    newest: (pair) => Promise.resolve(kept.get(pair) ?? null),
    save(pair, voucher) {
      if (replaces(voucher, kept.get(pair))) kept.set(pair, voucher);
      return Promise.resolve();
    },
  };
}

const VOUCHERS: StoreLocation = { database: 'vilokanam-vouchers', store: 'vouchers' };

/**
 * Vouchers in this browser's IndexedDB, which outlive reloads and crashes and are the same in all
 * tabs.
 */
export function browserVouchers(): VoucherStore {
  return {
    async newest(pair) {
      const kept = await runInStore(
        VOUCHERS,
        'readonly',
        (vouchers) => vouchers.get(pair) as IDBRequest<SignedVoucher>,
      );
      return (kept as SignedVoucher | undefined) ?? null;
    },
    async save(pair, voucher) {
      await runInStore(VOUCHERS, 'readwrite', (vouchers) => {
        const reading = vouchers.get(pair) as IDBRequest<SignedVoucher | undefined>;
        reading.addEventListener('success', () => {
          if (replaces(voucher, reading.result)) vouchers.put(voucher, pair);
        });
        return reading;
      });
    },
  };
}
