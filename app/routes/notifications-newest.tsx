import { type LoaderFunctionArgs } from '@remix-run/node';
import { act } from '../lib/api.server';

/** What the bell shows when it is opened; null when it cannot be read. */
export async function loader(args: LoaderFunctionArgs) {
  const done = await act(args, (api) => api.notifications.list({ take: 10 }));
  return { page: done.ok ? done.value : null };
}
