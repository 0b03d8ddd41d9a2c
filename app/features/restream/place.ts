/** Where the page is. */
export const RESTREAM_PAGE = '/dashboard/restream';
