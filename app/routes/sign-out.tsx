import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { act } from '../lib/api.server';
import { redirectAndSay } from '../lib/flash.server';

export async function action(args: ActionFunctionArgs) {
  await act(args, (api) => api.session.signOut());
  return redirectAndSay('/', 'signedOut');
}

export const loader = () => redirect('/');
