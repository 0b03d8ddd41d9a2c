const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** A prefix below this takes one byte, any other two. */
const ONE_BYTE_PREFIXES = 64;
const CHECKSUM_BYTES = 2;
/** No address of 32 bytes is longer; what is pasted may be a book. */
const LONGEST = 60;

/**
 * Whether two addresses name one account: wallets write the same key with the prefix of whichever
 * chain they think of.
 */
export function sameAccount(a: string, b: string): boolean {
  const key = publicKeyText(a);
  return key !== null && key === publicKeyText(b);
}

/** Enough of an address to know it by; all of it belongs on hover. */
export function shortAddress(address: string): string {
  return `${address.slice(0, 8)}…${address.slice(-8)}`;
}

/** What of an address is the account's own, as text to compare; null when it is not an address. */
function publicKeyText(address: string): string | null {
  return readAddress(address)?.account.join(' ') ?? null;
}

/**
 * The account of 32 bytes that an address names, and what a checksum is made of and is; null when
 * it is not an address.
 */
export function readAddress(address: string): Record<'account' | 'summed' | 'checksum', Uint8Array> | null {
  const bytes = fromBase58(address);
  if (!bytes) return null;
  const from = (bytes[0] ?? 0) < ONE_BYTE_PREFIXES ? 1 : 2;
  const account = bytes.slice(from, -CHECKSUM_BYTES);
  if (account.length !== 32) return null;
  return { account, summed: bytes.slice(0, -CHECKSUM_BYTES), checksum: bytes.slice(-CHECKSUM_BYTES) };
}

export function base58(bytes: Uint8Array): string {
  let number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let text = '';
  for (; number > 0n; number /= 58n) text = (BASE58[Number(number % 58n)] ?? '') + text;
  return text;
}

function fromBase58(text: string): Uint8Array | null {
  if (text.length > LONGEST) return null;
  let number = 0n;
  for (const letter of text) {
    const digit = BASE58.indexOf(letter);
    if (digit < 0) return null;
    number = number * 58n + BigInt(digit);
  }
  const bytes: number[] = [];
  for (; number > 0n; number >>= 8n) bytes.unshift(Number(number & 0xffn));
  // Leading zero bytes are no part of a number: each is a 1 in the text. Addresses of Polkadot
  // begin with one.
  const zeros = /^1*/.exec(text)?.[0].length ?? 0;
  return Uint8Array.from([...Array<number>(zeros).fill(0), ...bytes]);
}
