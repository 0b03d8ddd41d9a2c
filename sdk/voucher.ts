import { type Amount } from './money';

/** Bytes as 0x and lower-case hex. */
export type Hex = `0x${string}`;
/** An account as the contract knows it: 0x and 40 lower-case hex digits. */
export type H160 = Hex;

/** What a session key signs each second for one (viewer, creator) pair: everything is cumulative since the purse was opened. */
export interface Voucher {
  viewer: H160;
  /** Which opening of the viewer's purse. */
  purseNonce: number;
  creator: H160;
  seconds: bigint;
  amount: Amount;
  extras: Amount;
}

/** A voucher and the session key's signature: 64 bytes, r then s. */
export interface SignedVoucher extends Voucher {
  signature: Hex;
}
