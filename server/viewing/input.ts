import { z } from 'zod';
import { amount } from '../../sdk/money';
import { type H160, type Hex } from '../../sdk/voucher';
import { streamId, viewingId } from '../ids';

const U64 = 2n ** 64n - 1n;
const U128 = 2n ** 128n - 1n;
const units = z.bigint().min(0n).max(U128).transform(amount);
const h160 = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'That is not an address of the contract.')
  .transform((text) => text.toLowerCase() as H160);
const signature = z
  .string()
  .regex(/^0x[0-9a-f]{128}$/, 'That is not a signature.')
  .transform((text) => text as Hex);

/** What a voucher says beyond what both sides know already. */
const said = { seconds: z.bigint().min(0n).max(U64), amount: units, extras: units, signature };

const voucher = z.object({ viewer: h160, purseNonce: z.int().min(0), creator: h160, ...said });

export const joinInput = z.object({
  streamId,
  /** Whose purse is to pay; without it, the first of the viewer's purses that can. */
  wallet: h160.nullish(),
  limit: units.nullish(),
  /** The newest voucher of the pair that this device kept: after a crash ours may be older. */
  newest: voucher.nullish(),
});
export const viewingInput = z.object({ viewing: viewingId });
export const payInput = z.object({ viewing: viewingId, ...said });
export const limitInput = z.object({ viewing: viewingId, limit: units.nullable() });
export const leaveInput = z.object({ viewing: viewingId, newest: voucher.nullish() });

export type JoinInput = z.output<typeof joinInput>;
export type PayInput = z.output<typeof payInput>;
export type LeaveInput = z.output<typeof leaveInput>;
