import { z } from 'zod';
import { cleanText } from '../text';
import { linksInput } from './links';
import { emailInput, handleInput, plainHandle } from './names';

/** The joiners and variants that scripts and emoji need, among the characters that have no shape of their own. */
const JOINERS = /\u200c|\u200d|[\ufe00-\ufe0f]/gu;
/** Line breaks, the blank Braille pattern, and whatever else has no shape: a name made with them passes for another. */
const UNSEEN = /[\n\u2800]|\p{Default_Ignorable_Code_Point}/u;

const displayName = cleanText(1, 50, 'A display name has 1 to 50 characters.')
  .refine((text) => !UNSEEN.test(text.replace(JOINERS, '')), 'Leave out hidden characters and line breaks.')
  .refine((text) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(text), 'Use at least one character that can be seen.');

const newPassword = z
  .string('Choose a password.')
  .min(10, 'A password has at least 10 characters. Three words make a good one.')
  .max(200, 'A password has at most 200 characters.');

/** What was typed to prove oneself; how long it may be says nothing about how long it is. */
const typedPassword = z.string().max(1_000, 'That is too long for a password.');

const nonce = z.string().regex(/^[0-9a-f]{40}$/, 'This wallet request is not one of ours. Start again.');
const signature = z.string().regex(/^0x[0-9a-fA-F]{128,132}$/, 'That is not a signature. Start again.');
const noEmail = z.literal('').transform(() => null);

export const signUpInput = z.object({
  handle: handleInput,
  displayName,
  password: newPassword,
  email: z.union([noEmail, emailInput], 'That is not an e-mail address.').nullish(),
});

export const signInInput = z.object({
  name: z.string().trim().min(1, 'Type your name or e-mail address.').max(254, 'That name is too long.'),
  password: typedPassword.min(1, 'Type your password.'),
});

export const addressInput = z.object({
  address: z.string().trim().min(1, 'Choose a wallet.').max(100, 'That is not a wallet address that we know.'),
});

export const signedInput = z.object({ nonce, signature });

/** The wallet's own name for the account: nobody typed it here, so it is made to fit rather than refused. */
const walletLabel = z
  .string()
  .max(1_000)
  .transform((text) =>
    text
      .normalize('NFC')
      .replace(/\p{C}+/gu, ' ')
      .trim(),
  )
  .transform((text) => [...text].slice(0, 40).join('').trim());

export const linkInput = signedInput.extend({ label: walletLabel.default('') });

export const profileInput = z.object({
  displayName,
  bio: cleanText(0, 1_000, 'Keep it under 1,000 characters.'),
  links: linksInput,
});

export const namesInput = z.object({
  handle: handleInput,
  email: z.union([noEmail, emailInput], 'That is not an e-mail address.').nullable(),
});

export const passwordInput = z.object({ current: typedPassword.optional(), next: newPassword });

export const deleteInput = z.object({
  handle: z.string().max(100, 'That is not your name here.').transform(plainHandle),
  password: typedPassword.optional(),
});
