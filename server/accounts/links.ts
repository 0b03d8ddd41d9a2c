import { z } from 'zod';
import { cleanText } from '../text';

/** A link on a profile. */
export interface Link {
  label: string;
  url: string;
}

/** At most this many on a profile; the database holds it too. */
const MOST = 5;

/** A web address that is safe to stand in a page: http or https, no user name or password in it. */
const webAddress = z
  .string()
  .trim()
  .max(300, 'A link has at most 300 characters.')
  .refine(isWebAddress, 'A link starts with https:// or http://.')
  .transform((text) => new URL(text).href);

function isWebAddress(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && !username && !password;
}

/** Links as somebody typed them. */
export const linksInput = z
  .array(z.object({ label: cleanText(1, 40, 'Give the link a name of up to 40 characters.'), url: webAddress }))
  .max(MOST, `Use at most ${MOST} links.`);

const storedLinks = z.array(z.object({ label: z.string(), url: z.string().refine(isWebAddress) }));

/** Links as the database keeps them. What is none is left out: a page is worth more than its worst row. */
export function parseLinks(stored: unknown): Link[] {
  return storedLinks.safeParse(stored).data ?? [];
}
