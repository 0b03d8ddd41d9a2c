import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { safeNext } from '../lib/safe-next';
import { parseTheme, themeCookie } from '../lib/theme';

export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData();
  const headers = { 'Set-Cookie': themeCookie(parseTheme(form.get('theme'))) };
  return redirect(safeNext(form.get('next')), { headers });
}

export const loader = () => redirect('/');
