const RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/** From the first byte to the last one, which is included. */
export interface ByteRange {
  from: number;
  to: number;
}

/**
 * What a `Range` header asks for of so many bytes. Null: all of them, also where it asks in a way
 * that is not known here, such as for several parts (RFC 9110, 14.2).
 */
export function byteRangeOf(header: string | undefined, bytes: number): ByteRange | 'unsatisfiable' | null {
  const [all, first = '', last = ''] = RANGE.exec(header ?? '') ?? [];
  if (all === undefined || (first === '' && last === '')) return null;
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const to = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  return from >= bytes || from > to ? 'unsatisfiable' : { from, to };
}
