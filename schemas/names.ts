import { z } from './zod';
import { says } from '../texts/says';

/**
 * What was typed for a handle, in the one spelling in which handles are kept: with or without its
 * @, in any case.
 */
export function plainHandle(typed: string): string {
  return typed.trim().replace(/^@/, '').toLowerCase();
}

/** A handle that somebody chooses. */
export const handleInput = z
  .string(says('Choose a name.'))
  .overwrite(plainHandle)
  .regex(/^[a-z0-9_]*$/, says('Use letters a to z, digits and underscores.'))
  .min(3, says('A name has at least 3 characters.'))
  .max(24, says('A name has at most 24 characters.'));

const NO_EMAIL = says('That is not an e-mail address.');

/** An e-mail address, in the one spelling in which it is kept. */
export const emailInput = z
  .string(NO_EMAIL)
  .overwrite((text) => text.trim().toLowerCase())
  .max(254, says('That e-mail address is too long.'))
  .check(z.email(NO_EMAIL));

/** An e-mail address, or none: nothing typed is none. */
export const emailOrNone = z.union([z.literal('').transform(() => null), emailInput], NO_EMAIL).nullable();
