import { linkRows, linksInput } from './links';
import { emailOrNone, handleInput, plainHandle } from './names';
import { cleanLine, cleanText } from './text';
import { z } from './zod';
import { says } from '../texts/says';

const displayName = cleanLine(1, 50, says('A display name has 1 to 50 characters.'));

export const newPassword = z
  .string(says('Choose a password.'))
  .min(10, says('A password has at least 10 characters. Three words make a good one.'))
  .max(200, says('A password has at most 200 characters.'));

/** What was typed to prove oneself; how long it may be says nothing about how long it is. */
const typedPassword = z.string(says('Type your password.')).max(1_000, says('That is too long for a password.'));

/** Who signs up: without a display name, people see the name. */
export const signUpInput = z.object({
  handle: handleInput,
  displayName: displayName.optional(),
  password: newPassword,
  email: emailOrNone.optional(),
});

export const signInInput = z.object({
  name: z
    .string(says('Type your name or e-mail address.'))
    .trim()
    .min(1, says('Type your name or e-mail address.'))
    .max(254, says('That name is too long.')),
  password: typedPassword.min(1, says('Type your password.')),
});

/** Who is signed in already proves it once more. */
export const proofInput = z.object({ password: typedPassword.min(1, says('Type your password.')) });

/** The same, where other fields wait beside it for the proof. */
export const proofForm = z.object({ proof: proofInput.shape.password });

export const profileInput = z.object({
  displayName,
  bio: cleanText(0, 1_000, says('Keep it under 1,000 characters.')),
  links: linksInput,
});

export const profileForm = profileInput.extend({ bio: profileInput.shape.bio.default(''), links: linkRows });

export const namesInput = z.object({ handle: handleInput, email: emailOrNone });

export const namesForm = namesInput.extend({ email: emailOrNone.default(null) });

export const passwordInput = z.object({ current: typedPassword.optional(), next: newPassword });

const NOT_THE_NAME = says('That is not your name here. Nothing was deleted.');

export const deleteInput = z.object({
  handle: z.string(NOT_THE_NAME).max(100, NOT_THE_NAME).overwrite(plainHandle),
  password: typedPassword.optional(),
});
