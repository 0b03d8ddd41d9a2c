import { cleanLine } from './text';
import { readBy } from './read-by';
import { z } from './zod';
import { says } from '../texts/says';

/** A link on a profile. */
export interface Link {
  label: string;
  url: string;
}

/** At most this many on a profile; the database holds it too. */
export const MOST_LINKS = 5;
const LABEL_LENGTH = 40;
const URL_LENGTH = 300;
const NAME_THE_LINK = says('Give the link a name of up to {most} characters.', { most: LABEL_LENGTH });
const TOO_MANY_LINKS = says('Use at most {most} links.', { most: MOST_LINKS });
const TOO_LONG_A_LINK = says('A link has at most {most} characters.', { most: URL_LENGTH });

/**
 * Whether it is a web address that is safe to stand in a page: http or https, no user name or
 * password in it.
 */
export function isWebAddress(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && !username && !password;
}

const link = z.object({
  label: cleanLine(1, LABEL_LENGTH, NAME_THE_LINK),
  url: z
    .string()
    .trim()
    .max(URL_LENGTH, TOO_LONG_A_LINK)
    .refine((text) => isWebAddress(text) && /^https:/i.test(text), says('A link starts with https://.'))
    .transform((text) => new URL(text).href),
});

/** Links as somebody wrote them. */
export const linksInput = z.array(link).max(MOST_LINKS, TOO_MANY_LINKS);

/** A row of their form. One in which nothing stands is no link. */
const row = z
  .object({
    label: z.string().max(LABEL_LENGTH, NAME_THE_LINK).default(''),
    url: z.string().max(URL_LENGTH, TOO_LONG_A_LINK).default(''),
  })
  .transform((typed, ctx) => (typed.label.trim() || typed.url.trim() ? readBy(link, typed, ctx) : null));

/** The same, each in a row of a form. */
export const linkRows = z
  .array(row)
  .max(MOST_LINKS, TOO_MANY_LINKS)
  .transform((rows) => rows.filter((read) => read !== null));
