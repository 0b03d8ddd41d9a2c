import { blake2b } from '@noble/hashes/blake2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { type H160, hexOf, joined } from '../../../sdk/voucher';
import { readAddress } from '../../lib/wallets/ss58';

const H160_BYTES = 20;

/**
 * As the contract sees whoever has this address, in any spelling; null when it is none, by its
 * checksum where it has one.
 */
export function contractAddress(text: string): H160 | null {
  if (/^0x[0-9a-f]{40}$/i.test(text)) return text.toLowerCase() as H160;
  const account = accountOf(text);
  if (!account) return null;
  // An account that stands for an Ethereum address is that address; the chain maps any other by its
  // hash.
  const derived = account.subarray(H160_BYTES).every((byte) => byte === 0xee);
  return hexOf(derived ? account.subarray(0, H160_BYTES) : keccak_256(account).subarray(-H160_BYTES)) as H160;
}

/** The account that an address names whose checksum is right. */
function accountOf(text: string): Uint8Array | null {
  const read = readAddress(text);
  if (!read) return null;
  const sum = blake2b(joined(new TextEncoder().encode('SS58PRE'), read.summed), { dkLen: 64 });
  return read.checksum.every((byte, index) => byte === sum[index]) ? read.account : null;
}
