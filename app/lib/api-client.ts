import { type Client, createClient } from '../../sdk/client';
import { type ApiProcedures } from '../../server/trpc/root';

/** The whole API, for a page in the browser. */
export type ApiClient = Client<ApiProcedures>;

/** A socket that nothing uses any more is kept for the page that may come next. */
const CLOSE_UNUSED_AFTER_MS = 5_000;

let shared: ApiClient | undefined;

/** The one of this page: all that it follows goes over one socket. Only in the browser. */
export function apiClient(): ApiClient {
  return (shared ??= createClient({ url: '', closeUnusedAfter: CLOSE_UNUSED_AFTER_MS }));
}
