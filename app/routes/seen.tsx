import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { act } from '../lib/api.server';
import { safeNext } from '../lib/safe-next';

/** The banner about changes of the account was seen. */
export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const until = new Date(String(form.get('until') ?? ''));
  if (!Number.isNaN(until.getTime())) await act(args, (api) => api.security.seen({ until }));
  return redirect(safeNext(form.get('next')));
}

export const loader = () => redirect('/');
