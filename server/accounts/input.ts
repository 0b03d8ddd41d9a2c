import { z } from 'zod';
import { LANGUAGES } from '../../texts/languages';
import { withoutHidden } from '../../schemas/text';
import { says } from '../../texts/says';

const nonce = z.string().regex(/^[0-9a-f]{40}$/, says('This wallet request is not one of ours. Start again.'));
const signature = z.string().regex(/^0x[0-9a-fA-F]{128,132}$/, says('That is not a signature. Start again.'));

export const addressInput = z.object({
  address: z
    .string()
    .trim()
    .min(1, says('Choose a wallet.'))
    .max(100, says('That is not a wallet address that we know.')),
});

export const languageInput = z.object({ language: z.enum(LANGUAGES) });

export const signedInput = z.object({ nonce, signature });

/**
 * The wallet's own name for the account: nobody typed it here, so it is made to fit rather than
 * refused.
 */
const walletLabel = z
  .string()
  .max(1_000)
  .transform((text) => withoutHidden(text.normalize('NFC')).trim())
  .transform((text) => [...text].slice(0, 40).join('').trim());

export const linkInput = signedInput.extend({ label: walletLabel.default('') });
