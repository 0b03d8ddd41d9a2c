import { createHash } from 'node:crypto';
import { type H160 } from '../../sdk/voucher';

/**
 * Where a demo creator's seconds are paid to: an address that no key is known for, so play money
 * that goes there stays there.
 */
export function payeeOf(handle: string): H160 {
  return `0x${createHash('sha256').update(`vilokanam demo creator ${handle}`).digest('hex').slice(-40)}`;
}
