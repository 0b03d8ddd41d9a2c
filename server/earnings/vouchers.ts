import { type Hex, type SignedVoucher } from '../../sdk/voucher';
import { type Member } from '../identity/visitor';
import { readCursor } from '../chain/cursor';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';
import { limit } from '../limits/take';
import { contractOf } from '../chain/ask-chain';
import { UNPAID } from '../balances/outstanding';
import { toSignedVoucher, VOUCHER_COLUMNS, type VoucherRow } from '../balances/voucher-row';
import { writeVoucherFile } from './voucher-file';

/** A file to be downloaded. */
export interface Download {
  name: string;
  text: string;
}

/**
 * What is signed for one's wallets and not settled, with all that the contract wants to see. The
 * chain is not asked: it is for when something does not work.
 */
export async function downloadVouchers(
  deps: Pick<Deps, 'db' | 'clock' | 'config'>,
  { signedIn: { accountId }, origin }: Member,
): Promise<Download> {
  const contract = contractOf(deps);
  await limit(deps, 'downloadVouchers', origin, accountId);
  const cursor = await readCursor(deps);
  if (!cursor) throw new DomainError('chainAway');
  const madeAt = deps.clock.now();
  const vouchers = await unsettledOf(deps, accountId);
  return {
    name: `vouchers-${madeAt.toISOString().slice(0, 10)}.json`,
    text: writeVoucherFile({ genesisHash: cursor.genesisHash as Hex, contract, madeAt, vouchers }),
  };
}

/** Also what this server thinks the contract would not take: that is for the contract to say. */
async function unsettledOf({ db }: Pick<Deps, 'db'>, accountId: AccountId): Promise<SignedVoucher[]> {
  const rows = await db.$queryRawUnsafe<VoucherRow[]>(
    `SELECT ${VOUCHER_COLUMNS}
     FROM vouchers v
     JOIN wallets w ON w.h160 = v.creator
     JOIN purses p ON (p.viewer, p.nonce) = (v.viewer, v.purse_nonce)
     WHERE w.account_id = $1::uuid AND v.signature IS NOT NULL AND p.status <> 'closed' AND ${UNPAID} > 0
     ORDER BY v.viewer, v.purse_nonce, v.key, v.creator`,
    accountId,
  );
  return rows.map(toSignedVoucher);
}
