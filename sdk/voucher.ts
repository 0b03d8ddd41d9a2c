import { type Amount } from './money';

/** Bytes as 0x and lower-case hex. */
export type Hex = `0x${string}`;
/** An account as the contract knows it: 0x and 40 lower-case hex digits. */
export type H160 = Hex;

/**
 * What a session key signs each second for one (viewer, creator) pair: everything is cumulative for
 * this key and creator since the purse was opened.
 */
export interface Voucher {
  viewer: H160;
  /** Which opening of the viewer's purse. */
  purseNonce: number;
  /** Which of the purse's keys signed it: 0 came with the opening, each rekey makes the next. */
  key: number;
  creator: H160;
  seconds: bigint;
  amount: Amount;
  extras: Amount;
}

/** A voucher and the session key's signature: 64 bytes, r then s. */
export interface SignedVoucher extends Voucher {
  signature: Hex;
}

/**
 * Where a voucher counts: the chain's EVM id and the contract's address there. It is in the signed
 * bytes, so it is void anywhere else.
 */
export interface VoucherDomain {
  chainId: bigint;
  contract: H160;
}

/** The operator's word that a purse has nothing outstanding: with it the purse closes at once. */
export interface Release {
  viewer: H160;
  purseNonce: number;
  /** The chain's time, in seconds since 1970, up to which the contract accepts it. */
  validUntil: bigint;
}

const ADDRESS_BYTES = 20;
const VOUCHER_TAG = new TextEncoder().encode('vilokanam/v2');
const RELEASE_TAG = new TextEncoder().encode('vilokanam/release/v2');

/** How long an encoded voucher is. */
export const VOUCHER_BYTES = 152;
/** How long an encoded release is. */
export const RELEASE_BYTES = 104;

/**
 * The bytes that a session key signs. They are fixed in width, so no two vouchers have the same.
 */
export function encodeVoucher({ chainId, contract }: VoucherDomain, voucher: Voucher): Uint8Array<ArrayBuffer> {
  return joined(
    VOUCHER_TAG,
    number('chainId', chainId, 32),
    address('contract', contract),
    address('viewer', voucher.viewer),
    number('purseNonce', voucher.purseNonce, 4),
    number('key', voucher.key, 4),
    address('creator', voucher.creator),
    number('seconds', voucher.seconds, 8),
    number('amount', voucher.amount, 16),
    number('extras', voucher.extras, 16),
  );
}

/** The bytes that the operator's release key signs for close_now. */
export function encodeRelease({ chainId, contract }: VoucherDomain, release: Release): Uint8Array<ArrayBuffer> {
  return joined(
    RELEASE_TAG,
    number('chainId', chainId, 32),
    address('contract', contract),
    address('viewer', release.viewer),
    number('purseNonce', release.purseNonce, 4),
    number('validUntil', release.validUntil, 8),
  );
}

/** Bytes as 0x and lower-case hex. */
export function hexOf(bytes: Uint8Array): Hex {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return `0x${text}`;
}

/**
 * The bytes of a hex text with 0x; refuses anything else. Upper-case digits are read too, for
 * wallets write them.
 */
export function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  if (!/^0x(?:[\dA-Fa-f]{2})*$/.test(hex)) throw new RangeError(`not hex: ${hex.slice(0, 80)}`);
  const bytes = new Uint8Array(hex.length / 2 - 1);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Number.parseInt(hex.slice(2 + 2 * at, 4 + 2 * at), 16);
  return bytes;
}

/**
 * A number in big endian of exactly this width. One that does not fit is refused, for truncated it
 * would be another amount.
 */
function number(name: string, value: bigint | number, width: number): Uint8Array {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError(`${name} is no whole number`);
  let rest = BigInt(value);
  if (rest < 0n || rest >> BigInt(8 * width) !== 0n)
    throw new RangeError(`${name} does not fit ${width} bytes: ${rest}`);
  const bytes = new Uint8Array(width);
  for (let at = width - 1; at >= 0; at -= 1, rest >>= 8n) bytes[at] = Number(rest & 0xffn);
  return bytes;
}

function address(name: string, value: H160): Uint8Array {
  const bytes = bytesOf(value);
  if (bytes.length !== ADDRESS_BYTES)
    throw new RangeError(`${name} is not ${ADDRESS_BYTES} bytes: ${value.slice(0, 80)}`);
  return bytes;
}

/** Bytes one after the other. */
export function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
