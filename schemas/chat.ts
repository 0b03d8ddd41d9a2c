import { countCharacters, MAX_CHARACTERS } from './chat-wire';
import { hasSomethingToSee, stripHidden } from './text';
import { z } from './zod';
import { says } from '../texts/says';

/** No message of 500 characters needs more; each may otherwise have marks without end. */
const MAX_UNITS = 4_000;
/** No script puts more marks on one letter; what is piled higher covers the lines around it. */
const MARKS = /(\p{M}{6})\p{M}+/gu;

const TOO_LONG = says('A message has at most {most} characters.', { most: MAX_CHARACTERS });

/**
 * What somebody says in a chat: in one line and one Unicode form. What hides or turns text around
 * is taken out rather than refused, for it comes along with what people paste.
 */
export const chatText = z
  .string(says('Write a message.'))
  .max(MAX_UNITS, { message: TOO_LONG, abort: true }) // counting takes more than linear time
  .overwrite((text) =>
    stripHidden(text.replace(/\s+/gu, ' ').normalize('NFC')).replace(MARKS, '$1').replace(/\s+/gu, ' ').trim(),
  )
  .min(1, says('Write a message.'))
  .refine((text) => countCharacters(text) <= MAX_CHARACTERS, TOO_LONG)
  .refine(hasSomethingToSee, says('Use at least one character that can be seen.'));
