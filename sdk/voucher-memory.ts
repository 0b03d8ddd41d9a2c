import { type Agreement } from './protocol';
import { inStore, type Place } from './indexed-db';
import { type SignedVoucher, type Voucher } from './voucher';

/** Where a device keeps the newest voucher of each pair, so that a reload or a crash loses none. */
export interface VoucherMemory {
  newest(pair: string): Promise<SignedVoucher | null>;
  /** Kept once this resolves. A voucher that says less than the one that is there is not kept. */
  keep(pair: string, voucher: SignedVoucher): Promise<void>;
}

/** Under which name the newest voucher of a pair lies that one key signed: what this key signed no other device can have signed. */
export function pairOf({ domain, viewer, purseNonce, key, creator, sessionKey }: Agreement): string {
  return [domain.chainId, domain.contract, viewer, purseNonce, key, creator, sessionKey].join(' ').toLowerCase();
}

/** Under which name the newest voucher of a stream lies: before joining nobody knows yet which pair it will be. */
export function streamOf(streamId: string): string {
  return `stream ${streamId}`;
}

/** Whether one says at least what the other says. */
export function saysAtLeast(
  one: Pick<Voucher, 'seconds' | 'amount' | 'extras'>,
  other: Pick<Voucher, 'seconds' | 'amount' | 'extras'>,
): boolean {
  return one.seconds >= other.seconds && one.amount >= other.amount && one.extras >= other.extras;
}

/** Of the same pair, purse and key; of another the newer one is the one that comes later. */
function replaces(voucher: SignedVoucher, kept: SignedVoucher | undefined): boolean {
  if (!kept || kept.viewer !== voucher.viewer || kept.purseNonce !== voucher.purseNonce) return true;
  return kept.creator !== voucher.creator || kept.key !== voucher.key || saysAtLeast(voucher, kept);
}

/** Vouchers that last as long as this process: for programs in Node that need no more, and tests. */
export function memoryVouchers(): VoucherMemory {
  const kept = new Map<string, SignedVoucher>();
  return {
    newest: (pair) => Promise.resolve(kept.get(pair) ?? null),
    keep(pair, voucher) {
      if (replaces(voucher, kept.get(pair))) kept.set(pair, voucher);
      return Promise.resolve();
    },
  };
}

const VOUCHERS: Place = { database: 'vilokanam-vouchers', store: 'vouchers' };

/** Vouchers in this browser's IndexedDB, which outlive reloads and crashes and are the same in all tabs. */
export function browserVouchers(): VoucherMemory {
  return {
    async newest(pair) {
      const kept = await inStore(VOUCHERS, 'readonly', (vouchers) => vouchers.get(pair) as IDBRequest<SignedVoucher>);
      return (kept as SignedVoucher | undefined) ?? null;
    },
    async keep(pair, voucher) {
      await inStore(VOUCHERS, 'readwrite', (vouchers) => {
        const reading = vouchers.get(pair) as IDBRequest<SignedVoucher | undefined>;
        reading.addEventListener('success', () => {
          if (replaces(voucher, reading.result)) vouchers.put(voucher, pair);
        });
        return reading;
      });
    },
  };
}
