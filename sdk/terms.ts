import { type Agreement } from '../server/viewing/types';
import { type SessionKeys } from './session-key';
import { type SignedVoucher, type Voucher } from './voucher';
import { pairOf, saysAtLeast, streamOf, type VoucherMemory } from './voucher-memory';

type Said = Pick<Voucher, 'seconds' | 'amount' | 'extras'>;

/** What this device remembers of what it signed in a stream, and what it therefore agrees to. */
export class Terms {
  private last: { pair: string; said: Said } | null = null;

  constructor(
    private readonly streamId: string,
    private readonly keys: SessionKeys,
    private readonly vouchers: VoucherMemory,
  ) {}

  /** The key that signs for a purse; null when this device does not hold it. */
  async keyOf({ domain, viewer, sessionKey }: Agreement) {
    return this.keys.find({ ...domain, viewer }, sessionKey).catch(() => null);
  }

  /** Whether no more is counted than this key has signed, as far as this device knows; what it knows nothing of, it takes as the beginning. */
  async fits(offered: Agreement): Promise<boolean> {
    const pair = pairOf(offered);
    const known = (await this.kept(pair)) ?? (this.last?.pair === pair ? this.last.said : null);
    if (known !== null && !saysAtLeast(known, offered.base)) return false;
    if (known === null) this.last = { pair, said: offered.base };
    return true;
  }

  /** Keeps a voucher before it is sent. A browser that keeps nothing pays all the same: then the server alone holds it. */
  async keep(agreed: Agreement, voucher: SignedVoucher): Promise<void> {
    this.last = { pair: pairOf(agreed), said: voucher };
    const keeping = [pairOf(agreed), streamOf(this.streamId)].map((name) => this.vouchers.keep(name, voucher));
    await Promise.allSettled(keeping);
  }

  /** The newest voucher of this stream or, once it is known, of the pair. */
  newest(agreed: Agreement | null): Promise<SignedVoucher | null> {
    return this.kept(agreed ? pairOf(agreed) : streamOf(this.streamId));
  }

  private kept(name: string): Promise<SignedVoucher | null> {
    return this.vouchers.newest(name).catch(() => null);
  }
}

/** By whom, to whom, with what and for how much a second: with anything else it is agreed anew. */
export function nameOf(agreed: Agreement): string {
  return `${pairOf(agreed)} ${agreed.rate}`;
}
