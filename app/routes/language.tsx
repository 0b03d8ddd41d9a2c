import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { parseLanguage } from '../../texts/languages';
import { act } from '../lib/api.server';
import { sitePath } from '../lib/safe-next';

/** The page comes anew, for all of its texts are others. */
export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const language = parseLanguage(form.get('language'));
  if (language) await act(args, (api) => api.session.chooseLanguage({ language }));
  return redirect(sitePath(form.get('next')));
}

export const loader = () => redirect('/');
