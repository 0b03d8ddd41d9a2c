import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { load } from '../lib/api.server';

/** Marks a notice as read and goes on to what it is about; it is read by being opened. */
export async function loader(args: LoaderFunctionArgs) {
  const id = new URL(args.request.url).searchParams.get('id') ?? '';
  const { path } = await load(args, (api) => api.notifications.open({ id }));
  return redirect(path);
}
