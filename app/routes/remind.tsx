import { type ActionFunctionArgs, data, redirect } from '@remix-run/node';
import { act } from '../lib/api.server';
import { redirectAndSay, sentenceFor } from '../lib/flash.server';
import { safeNext } from '../lib/safe-next';

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const id = String(form.get('id'));
  const wanted = form.get('do') === 'remind';
  const done = await act(args, (api) => (wanted ? api.schedule.remind({ id }) : api.schedule.forget({ id })));
  const next = form.get('next');
  if (!done.ok)
    return next ? redirectAndSay(safeNext(next), sentenceFor(done.refusal.code)) : data({ refusal: done.refusal }, 400);
  return next ? redirect(safeNext(next)) : { refusal: null };
}

export const loader = () => redirect('/');
