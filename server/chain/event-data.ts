import { z } from 'zod';
import { amount } from '../../sdk/money';
import { type H160, type Hex } from '../../sdk/voucher';
import { type Prisma } from '../generated/prisma/client';
import { type ContractEvent } from '../ledger';

/**
 * An event as it lies in chain_events: JSON knows no bigints and no times, so they are digits and
 * ISO 8601.
 */
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
const key = z.number();
const ofPurse = { ...place, viewer: address, nonce };
const ofTab = { ...ofPurse, key, creator: address, seconds };
const share = z.object({ account: address, basisPoints: z.number() });
const reasons = [
  ...(['NoPurse', 'OldOpening', 'UnknownKey', 'Expired', 'BadSignature', 'OverRate'] as const),
  ...(['Stale', 'OverTime', 'OverAllowance', 'Empty', 'NoWeight'] as const),
];

const storedEvent: z.ZodType<ContractEvent> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('opened'),
    ...ofPurse,
    key,
    sessionKey: hex,
    limits,
    deposit: money,
    feeBasisPoints: z.number(),
  }),
  z.object({ kind: z.literal('toppedUp'), ...ofPurse, added: money, deposit: money }),
  z.object({ kind: z.literal('rekeyed'), ...ofPurse, key, sessionKey: hex, limits, oldKeyUntil: time }),
  z.object({ kind: z.literal('closingRequested'), ...ofPurse, closesAt: time }),
  z.object({ kind: z.literal('closingCancelled'), ...ofPurse }),
  z.object({ kind: z.literal('closed'), ...ofPurse, paidBack: money, early: z.boolean() }),
  z.object({
    kind: z.literal('announced'),
    ...ofTab,
    amount: money,
    extras: money,
    due: money,
    announcer: address,
    windowEndsAt: time,
  }),
  z.object({ kind: z.literal('windowEnded'), ...ofPurse, reserved: money }),
  z.object({
    kind: z.literal('settled'),
    ...ofTab,
    amount: money,
    extras: money,
    paid: money,
    fee: money,
    storage: money,
    short: money,
  }),
  z.object({ kind: z.literal('skipped'), ...ofTab, reason: z.enum(reasons) }),
  z.object({
    kind: z.literal('splitChanged'),
    ...place,
    creator: address,
    shares: z.array(share),
    effectiveAt: time,
  }),
  z.object({ kind: z.literal('distributed'), ...place, creator: address, amount: money }),
  z.object({ kind: z.literal('withdrawn'), ...place, account: address, amount: money, fee: money }),
  z.object({ kind: z.literal('feesWithdrawn'), ...place, owner: address, amount: money }),
  z.object({ kind: z.literal('surplusWithdrawn'), ...place, owner: address, amount: money }),
  z.object({ kind: z.literal('feeChanged'), ...place, feeBasisPoints: z.number(), effectiveAt: time }),
  z.object({
    kind: z.literal('operatorChanged'),
    ...place,
    operator: address,
    operatorKey: hex,
    effectiveAt: time,
  }),
  z.object({ kind: z.literal('ownershipOffered'), ...place, to: address }),
  z.object({ kind: z.literal('ownershipAccepted'), ...place, owner: address }),
  z.object({ kind: z.literal('tabsRemoved'), ...place, viewer: address, count: z.number() }),
  z.object({ kind: z.literal('claimsCleared'), ...place, announcer: address, count: z.number() }),
]);

/** Reads what `eventData` wrote. */
export function eventOf(data: unknown): ContractEvent {
  return storedEvent.parse(data);
}
