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
export const searchShows = ['all', 'live', 'videos', 'soon', 'past', 'creators', 'tags'] as const;

export const searchInput = z.object({ q: query, show: z.enum(searchShows).default('all'), cursor });

export const suggestInput = z.object({ q: query });

export type SearchShow = (typeof searchShows)[number];

/** Which streams a list holds. */
export const browseShows = ['live', 'videos', 'soon', 'past'] as const;
/** By what the list of live streams is ordered; the others have their one order. */
export const browseSorts = ['viewers', 'trending', 'newest'] as const;

const slug = z.string().max(40);

export const browseInput = z.object({
  show: z.enum(browseShows).default('live'),
  sort: z.enum(browseSorts).default('viewers'),
  category: slug.nullish(),
  language: slug.nullish(),
  /** Of streams with several tags, those that have them all. */
  tags: z.array(z.string().max(40)).max(8).default([]),
  price: z.enum(['free', 'paid']).nullish(),
  /** At most so much a second. */
  most: z.bigint().min(0n).nullish(),
  cursor,
});

export type BrowseInput = z.infer<typeof browseInput>;
export type BrowseShow = (typeof browseShows)[number];
export type BrowseSort = (typeof browseSorts)[number];
