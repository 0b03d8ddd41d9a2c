import { type Agreement } from './protocol';
import { amount } from './money';
import { type SessionKey, type SessionKeys } from './session-key';
import { isCount } from './signing';
import { type SignedVoucher, type Voucher } from './voucher';
import { pairKey, isAtLeast, streamKey, type VoucherStore } from './voucher-store';

type VoucherTotals = Pick<Voucher, 'seconds' | 'amount' | 'extras'>;

const NO_TOTALS: VoucherTotals = { seconds: 0n, amount: amount(0n), extras: amount(0n) };

/** What this device remembers of what it signed in a stream, and what it therefore agrees to. */
export class Terms {
  private last: { pair: string; said: VoucherTotals } | null = null;

  constructor(
    private readonly streamId: string,
    private readonly keys: SessionKeys,
    private readonly vouchers: VoucherStore,
  ) {}

  /** Finds the key that signs for a purse; null when this device does not hold it. */
  async findKey({ domain, viewer, sessionKey }: Agreement) {
    return this.keys.find({ ...domain, viewer }, sessionKey).catch(() => null);
  }

  /**
   * Tells whether no more is counted than this key has signed: by what this device remembers, or by
   * the key's own signature over exactly that. Every key counts from nothing with each creator, and
   * no other device has it: what neither tells of was never signed.
   */
  async isProven(offered: Agreement, key: SessionKey): Promise<boolean> {
    const { domain, viewer, purseNonce, key: number, creator, base } = offered;
    if (![base.seconds, base.amount, base.extras, offered.rate].every(isCount)) return false;
    const pair = pairKey(offered);
    const known = (await this.kept(pair)) ?? (this.last?.pair === pair ? this.last.said : NO_TOTALS);
    if (isAtLeast(known, base)) return true;
    if (base.signature === null) return false;
    const { seconds, amount, extras, signature } = base;
    return key.hasSigned(domain, { viewer, purseNonce, key: number, creator, seconds, amount, extras, signature });
  }

  /**
   * Stores a voucher. A browser that keeps nothing pays all the same: then the server alone holds
   * the voucher.
   */
  async storeVoucher(agreed: Agreement, voucher: SignedVoucher): Promise<void> {
    this.last = { pair: pairKey(agreed), said: voucher };
    const storing = [pairKey(agreed), streamKey(this.streamId)].map((name) => this.vouchers.save(name, voucher));
    await Promise.allSettled(storing);
  }

  /** Finds the newest voucher of this stream or, once it is known, of the pair. */
  newest(agreed: Agreement | null): Promise<SignedVoucher | null> {
    return this.kept(agreed ? pairKey(agreed) : streamKey(this.streamId));
  }

  private kept(name: string): Promise<SignedVoucher | null> {
    return this.vouchers.newest(name).catch(() => null);
  }
}
