import { createClient } from '../../sdk/client';
import { type ApiProcedures } from '../../server/trpc/root';

/** The whole API, for a page in the browser. */
export function createApiClient() {
  return createClient<ApiProcedures>({ url: '' });
}
