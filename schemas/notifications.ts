import { emailInput } from './names';
import { newPassword } from './accounts';
import { z } from './zod';
import { says } from '../texts/says';

/** The kinds of notices that somebody can choose ways for, in the order of the settings. */
export const CHOSEN_KINDS = ['wentLive', 'scheduled', 'reminder', 'mention', 'newFollower', 'moderation'] as const;
export type ChosenKind = (typeof CHOSEN_KINDS)[number];

/** How somebody wants to be told: each kind once. */
export const choicesInput = z.object({
  choices: z
    .array(z.object({ kind: z.enum(CHOSEN_KINDS), bell: z.boolean(), push: z.boolean(), mail: z.boolean() }))
    .max(CHOSEN_KINDS.length)
    .refine(
      (choices) => new Set(choices.map(({ kind }) => kind)).size === choices.length,
      says('Name each kind once.'),
    ),
});

export const endpointInput = z.object({ endpoint: z.url().max(1_000) });

/** What a browser says of its subscription. */
export const pushInput = endpointInput.extend({
  p256dh: z.string().regex(/^[\w-]{87}=?$/),
  auth: z.string().regex(/^[\w-]{22}={0,2}$/),
});

/** Who has forgotten their password. */
export const askForResetInput = z.object({ email: emailInput });

const token = z.string().min(1).max(100);

/** What a link in a mail holds. */
export const linkInput = z.object({ token });

/** The new password, by the link of a mail. */
export const resetInput = z.object({ token, password: newPassword });
