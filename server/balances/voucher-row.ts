import { hexOf, type H160, type SignedVoucher } from '../../sdk/voucher';
import { type Prisma } from '../generated/prisma/client';
import { amountOf } from '../money';

/** The columns of `vouchers v` that a signed voucher is read from. */
export const VOUCHER_COLUMNS = 'v.viewer, v.purse_nonce, v.key, v.creator, v.seconds, v.amount, v.extras, v.signature';

/** A row of these columns; it has a signature. */
export interface VoucherRow {
  viewer: string;
  purse_nonce: number;
  key: number;
  creator: string;
  seconds: bigint;
  amount: Prisma.Decimal;
  extras: Prisma.Decimal;
  signature: Uint8Array;
}

export function toSignedVoucher(row: VoucherRow): SignedVoucher {
  return {
    viewer: row.viewer as H160,
    purseNonce: row.purse_nonce,
    key: row.key,
    creator: row.creator as H160,
    seconds: row.seconds,
    amount: amountOf(row.amount),
    extras: amountOf(row.extras),
    signature: hexOf(row.signature),
  };
}
