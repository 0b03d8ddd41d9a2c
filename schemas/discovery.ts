import { z } from './zod';

/** What is typed into the search box: cut where nobody types on, and never refused. */
const query = z
  .string()
  .default('')
  .transform((text) =>
    text
      .slice(0, 400)
      .replace(/\p{Cs}/gu, '')
      .trim(),
  );

const cursor = z.string().max(200).nullish();

/** What a search shows: something of everything, or one kind, page by page. */
export const searchShows = ['all', 'live', 'soon', 'past', 'creators', 'tags'] as const;

export const searchInput = z.object({ q: query, show: z.enum(searchShows).default('all'), cursor });

export const suggestInput = z.object({ q: query });

export type SearchShow = (typeof searchShows)[number];
