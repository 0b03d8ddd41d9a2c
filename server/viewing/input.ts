import { z } from 'zod';
import { amount } from '../../sdk/money';
import { type H160, type Hex } from '../../sdk/voucher';
import { says } from '../../texts/says';
import { streamId, viewingId } from '../ids';

const U64 = 2n ** 64n - 1n;
const U128 = 2n ** 128n - 1n;
const units = z.bigint().min(0n).max(U128).transform(amount);
const h160 = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, says('That is not an address of the contract.'))
  .transform((text) => text.toLowerCase() as H160);
const signature = z
  .string()
  .regex(/^0x[0-9a-f]{128}$/, says('That is not a signature.'))
  .transform((text) => text as Hex);

/** What a voucher says beyond what both sides know already. */
const said = { seconds: z.bigint().min(0n).max(U64), amount: units, extras: units, signature };

const number = z
  .int()
  .min(0)
  .max(2 ** 32 - 1);
const voucher = z.object({ viewer: h160, purseNonce: number, key: number, creator: h160, ...said });

/** Keys of more purses than this no device has to tell of. */
const MOST_KEYS = 64;

const sessionKey = z
  .string()
  .regex(/^0x[0-9a-f]{128}$/, says('That is not a session key.'))
  .transform((text) => text as Hex);

export const joinInput = z.object({
  streamId,
  /** Whose purse is to pay; without it, the first of the viewer's purses that can. */
  wallet: h160.nullish(),
  /** The session keys that this device holds, the public halves. */
  keys: z.array(sessionKey).max(MOST_KEYS).default([]),
  /** False: where the account watches this stream already, that goes on and this is refused. */
  takeOver: z.boolean().default(true),
  /** A viewing that this device has just left, which may not have been told yet. */
  insteadOf: viewingId.nullish(),
  /**
   * What this stream may cost in all: it lowers the limit that is kept for the account, and never
   * raises it. Null: what is kept stands.
   */
  limit: units.nullish(),
  /** What this browser kept of the stream's password; an account has no need of it. */
  pass: z.string().max(100).nullish(),
  /** Whoever watches says to be of age; an account says it once. */
  adult: z.boolean().default(false),
  /** The place in the line before a full stream, whose turn it is. */
  waiting: z.uuid().nullish(),
  /** A name that this device keeps for itself: a stranger's previews are counted by it. */
  device: z.string().min(8).max(100).nullish(),
  /** The newest voucher of the pair that this device kept: after a crash ours may be older. */
  newest: voucher.nullish(),
});
/** Who stands in line says the same at the door as who comes in. */
export const lineInput = joinInput.pick({ streamId: true, pass: true, adult: true });
export const placeInput = z.object({ id: z.uuid() });
export const viewingInput = z.object({ viewing: viewingId });
export const payInput = z.object({ viewing: viewingId, ...said });
export const limitInput = z.object({ viewing: viewingId, limit: units.nullable() });
export const agreeInput = z.object({ viewing: viewingId, rate: units.nullable() });
export const leaveInput = z.object({ viewing: viewingId, newest: voucher.nullish() });

export type JoinInput = z.output<typeof joinInput>;
export type PayInput = z.output<typeof payInput>;
export type LeaveInput = z.output<typeof leaveInput>;
