import { z } from 'zod';
import { amount, AMOUNT_PER_PLANCK, MAX_AMOUNT } from '../../sdk/money';
import { type Hex } from '../../sdk/voucher';
import { SECOND } from '../clock';

/** Money that is signed for, which the contract counts in its own unit. */
const money = (what: string) =>
  z
    .bigint(`${what} is an amount.`)
    .min(0n, `${what} cannot be negative.`)
    .max(MAX_AMOUNT, `${what} is more than the contract can count.`);

/** Money that leaves an account, which counts in plancks: nothing is rounded away. */
const transferred = (what: string) =>
  money(what)
    .min(1n, `${what} must be more than nothing.`)
    .refine((value) => value % AMOUNT_PER_PLANCK === 0n, `${what} has more decimals than this chain's money.`)
    .transform(amount);

const bytes = (count: number, message: string) =>
  z
    .string(message)
    .regex(new RegExp(`^0x[0-9a-fA-F]{${count * 2}}$`), message)
    .transform((text) => text.toLowerCase() as Hex);

const sessionKey = bytes(64, 'A session key is 64 bytes.').refine(
  (key) => !/^0x0+$/.test(key),
  'A session key of nothing but zeros is none.',
);

const limits = z.object({
  maxRate: money('The rate').min(1n, 'The rate must be more than nothing.').transform(amount),
  lanes: z
    .int('How many streams at once is a whole number.')
    .min(1, 'At least one stream at a time.')
    .max(16, 'At most 16 streams at a time.'),
  extrasAllowance: money('What tips and passes may cost').transform(amount),
  // The contract counts in whole seconds.
  expiresAt: z.date('Say until when.').transform((date) => new Date(Math.floor(date.getTime() / SECOND) * SECOND)),
});

const share = z.object({
  address: z.string().trim().min(1, 'Say who gets this part.').max(100, 'That is not an address.'),
  basisPoints: z
    .int('A part is a whole number of hundredths of a percent.')
    .min(1, 'A part is at least 0.01 %.')
    .max(10_000, 'A part is at most 100 %.'),
});

/** What somebody may ask their wallet to do with the contract. */
export const actionInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), deposit: transferred('The deposit'), sessionKey, limits }),
  z.object({ kind: z.literal('topUp'), amount: transferred('The amount') }),
  z.object({ kind: z.literal('rekey'), sessionKey, limits }),
  z.object({ kind: z.literal('requestClose') }),
  z.object({ kind: z.literal('cancelClose') }),
  z.object({ kind: z.literal('close') }),
  z.object({ kind: z.literal('closeNow') }),
  z.object({ kind: z.literal('withdraw') }),
  z.object({ kind: z.literal('setSplit'), shares: z.array(share).max(8, 'At most eight people share.') }),
]);

/** The same, parsed. */
export type PurseAction = z.output<typeof actionInput>;

const address = z.string().trim().min(1, 'Choose a wallet.').max(100, 'That is not a wallet address that we know.');

export const walletInput = z.object({ address });

export const prepareInput = walletInput.extend({ action: actionInput });

export const historyInput = walletInput.extend({
  before: z
    .string()
    .regex(/^\d{1,10}-\d{1,10}$/, 'That is not a place in the history.')
    .nullish(),
});

export const transactionInput = z.object({ id: z.uuid('That is not an id.') });

export const submitInput = transactionInput.extend({
  // 64 or 65 bytes, with the byte of the scheme in front or without
  signature: z
    .string()
    .regex(/^0x(?:[0-9a-fA-F]{2}){64,66}$/, 'That is not a signature. Start again.')
    .transform((text) => text.toLowerCase() as Hex),
  signedTransaction: z
    .string()
    .max(100_000, 'That is too long for a transaction.')
    .regex(/^0x(?:[0-9a-fA-F]{2})+$/, 'That is not a transaction. Start again.')
    .transform((text) => text.toLowerCase() as Hex)
    .nullish(),
});

export const blockInput = z.object({
  number: z
    .int('A block has a number.')
    .min(0)
    .max(2 ** 31 - 1),
});
