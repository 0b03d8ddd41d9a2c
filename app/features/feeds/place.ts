/** Where the page is. */
export const FEEDS_PAGE = '/dashboard/obs';
