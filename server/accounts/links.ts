import { z } from 'zod';
import { isWebAddress, type Link } from '../../schemas/links';

const storedLinks = z.array(z.object({ label: z.string(), url: z.string().refine(isWebAddress) }));

/**
 * Links as the database keeps them. What is none is left out: a page is worth more than its worst
 * row.
 */
export function parseLinks(stored: unknown): Link[] {
  return storedLinks.safeParse(stored).data ?? [];
}
