import { z } from 'zod';
import { amount } from '../../sdk/money';
import { type H160, type Hex } from '../../sdk/voucher';
import { type Prisma } from '../generated/prisma/client';
import { type ContractEvent } from '../ledger';

/** An event as it lies in chain_events: JSON knows no bigints and no times, so they are digits and ISO 8601. */
export function eventData(event: ContractEvent): Prisma.InputJsonObject {
  return JSON.parse(
    JSON.stringify(event, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
  ) as Prisma.InputJsonObject;
}

const hex = z.string().transform((text) => text as Hex);
const address = z.string().transform((text) => text as H160);
const money = z.string().transform((digits) => amount(BigInt(digits)));
const seconds = z.string().transform((digits) => BigInt(digits));
const time = z.iso.datetime().transform((text) => new Date(text));
const nonce = z.number();
const limits = z.object({ maxRate: money, lanes: z.number(), extrasAllowance: money, expiresAt: time });
const place = { index: z.number(), transaction: hex };
const ofPurse = { ...place, viewer: address, nonce };
const ofPair = { ...ofPurse, creator: address, seconds };
const share = z.object({ account: address, basisPoints: z.number() });
const reasons = [
  ...(['NoPurse', 'OldOpening', 'BadSignature', 'Expired', 'Stale'] as const),
  ...(['NotGrowing', 'OverRate', 'OverTime', 'OverAllowance', 'Empty'] as const),
];

const storedEvent: z.ZodType<ContractEvent> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('opened'), ...ofPurse, sessionKey: hex, limits, deposit: money }),
  z.object({ kind: z.literal('toppedUp'), ...ofPurse, added: money, deposit: money }),
  z.object({ kind: z.literal('rekeyed'), ...ofPurse, sessionKey: hex, limits, oldKeyUntil: time }),
  z.object({ kind: z.literal('closingRequested'), ...ofPurse, closesAt: time }),
  z.object({ kind: z.literal('closingCancelled'), ...ofPurse }),
  z.object({ kind: z.literal('closed'), ...ofPurse, paidBack: money, early: z.boolean() }),
  z.object({ kind: z.literal('announced'), ...ofPair, amount: money, extras: money, readyAt: time, until: time }),
  z.object({
    kind: z.literal('settled'),
    ...ofPair,
    amount: money,
    extras: money,
    paid: money,
    fee: money,
    short: money,
  }),
  z.object({ kind: z.literal('skipped'), ...ofPair, reason: z.enum(reasons) }),
  z.object({ kind: z.literal('splitChanged'), ...place, creator: address, shares: z.array(share) }),
  z.object({ kind: z.literal('distributed'), ...place, creator: address, amount: money }),
  z.object({ kind: z.literal('withdrawn'), ...place, account: address, amount: money }),
  z.object({ kind: z.literal('feesWithdrawn'), ...place, owner: address, amount: money }),
  z.object({ kind: z.literal('feeChanged'), ...place, feeBasisPoints: z.number() }),
  z.object({ kind: z.literal('operatorChanged'), ...place, operator: address, operatorKey: hex }),
  z.object({ kind: z.literal('ownershipOffered'), ...place, to: address }),
  z.object({ kind: z.literal('ownershipAccepted'), ...place, owner: address }),
]);

/** Reads what `eventData` wrote. */
export function eventOf(data: unknown): ContractEvent {
  return storedEvent.parse(data);
}
