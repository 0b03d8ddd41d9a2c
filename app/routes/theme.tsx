import { type ActionFunctionArgs, data, redirect } from '@remix-run/node';
import { sitePath } from '../lib/safe-next';
import { parseTheme, themeCookie } from '../lib/theme';

export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData();
  const headers = { 'Set-Cookie': themeCookie(parseTheme(form.get('theme'))) };
  const next = form.get('next');
  return next ? redirect(sitePath(next), { headers }) : data(null, { headers });
}

export const loader = () => redirect('/');
