import { type H160 } from '../../sdk/voucher';
import { type Tx } from '../deps';

/**
 * Holds purses until the transaction ends, as everybody does who promises or releases something of
 * them. Not FOR UPDATE: the first voucher of a pair looks at the purse through its foreign key
 * while it holds the viewing, which who leases wants next.
 */
export async function lockPurses(tx: Tx, viewers: string[], nonces: number[]): Promise<void> {
  await tx.$queryRaw`
    SELECT FROM purses p JOIN unnest(${viewers}::bpchar[], ${nonces}::int[]) AS a (viewer, nonce) USING (viewer, nonce)
    ORDER BY p.viewer, p.nonce FOR NO KEY UPDATE OF p`;
}

export function lockPurse(tx: Tx, viewer: H160, nonce: number): Promise<void> {
  return lockPurses(tx, [viewer], [nonce]);
}
