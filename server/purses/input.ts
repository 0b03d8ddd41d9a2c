import { z } from 'zod';
import { depositInput, limitsInput, topUpInput } from '../../schemas/purse';
import { sharesInput } from '../../schemas/sharing';
import { type Hex } from '../../sdk/voucher';

const bytes = (count: number, message: string) =>
  z
    .string(message)
    .regex(new RegExp(`^0x[0-9a-fA-F]{${count * 2}}$`), message)
    .transform((text) => text.toLowerCase() as Hex);

const sessionKey = bytes(64, 'A session key is 64 bytes.').refine(
  (key) => !/^0x0+$/.test(key),
  'A session key of nothing but zeros is none.',
);

/** What somebody may ask their wallet to do with the contract. */
export const actionInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), deposit: depositInput, sessionKey, limits: limitsInput }),
  z.object({ kind: z.literal('topUp'), amount: topUpInput }),
  z.object({ kind: z.literal('rekey'), sessionKey, limits: limitsInput }),
  z.object({ kind: z.literal('requestClose') }),
  z.object({ kind: z.literal('cancelClose') }),
  z.object({ kind: z.literal('close') }),
  z.object({ kind: z.literal('closeNow') }),
  z.object({ kind: z.literal('withdraw') }),
  z.object({ kind: z.literal('setSplit'), shares: sharesInput }),
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
