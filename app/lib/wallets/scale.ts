import { joined } from '../../../sdk/voucher';

// The chain's own form of bytes (SCALE), as far as what a wallet signs needs it.

/**
 * A whole number in so many bytes, the least significant first. One that does not fit is refused,
 * for cut off it would be another.
 */
export function littleEndian(value: bigint, length: number): Uint8Array {
  if (value < 0n || value >> BigInt(8 * length)) throw new RangeError(`${value} does not fit ${length} bytes`);
  return Uint8Array.from({ length }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
}

/**
 * The compact form of a whole number: one, two or four bytes with their size in the lowest two
 * bits, or counted bytes.
 */
export function compact(value: bigint): Uint8Array {
  if (value < 1n << 6n) return littleEndian(value << 2n, 1);
  if (value < 1n << 14n) return littleEndian((value << 2n) | 1n, 2);
  if (value < 1n << 30n) return littleEndian((value << 2n) | 2n, 4);
  const length = Math.ceil(value.toString(16).length / 2);
  return joined(Uint8Array.of(((length - 4) << 2) | 3), littleEndian(value, length));
}

/** Reads bytes one part after the other; throws where there are too few. */
export class Reader {
  private at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  take(count: number): Uint8Array {
    if (this.at + count > this.bytes.length) throw new RangeError('too few bytes');
    return this.bytes.subarray(this.at, (this.at += count));
  }

  /** A compact number, and only in its shortest form: each number has one. */
  compact(): bigint {
    const from = this.at;
    const [first = 0] = this.take(1);
    const more = [0, 1, 3, (first >> 2) + 4][first & 3] ?? 0;
    const rest = this.take(more);
    const value = (first & 3) === 3 ? number(rest) : number(joined(Uint8Array.of(first), rest)) >> 2n;
    const shortest = compact(value);
    if (shortest.length !== this.at - from) throw new RangeError('not the shortest form');
    return value;
  }

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }
}

function number(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
