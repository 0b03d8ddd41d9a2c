import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { appealInput } from '../../schemas/moderation';
import { refused } from '../lib/api.server';
import { submitForm } from '../lib/form.server';
import { safeNext } from '../lib/safe-next';

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const id = String(form.get('id') ?? '');
  const done = await submitForm(args, form, { schema: appealInput }, (api, { text }) =>
    api.moderation.appeal({ id, text }),
  );
  if (!done.ok) return refused(done.refusal, { result: done.result });
  // the page shows what was written
  return redirect(safeNext(form.get('next')));
}

export const loader = () => redirect('/');
