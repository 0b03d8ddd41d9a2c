import { type ActionFunctionArgs, data, redirect } from '@remix-run/node';
import { act } from '../lib/api.server';
import { redirectAndSay, sentenceFor } from '../lib/flash.server';
import { safeNext } from '../lib/safe-next';

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const creatorId = String(form.get('creatorId'));
  const follows = form.get('do') === 'follow';
  const done = await act(args, (api) =>
    follows ? api.follows.follow({ creatorId }) : api.follows.unfollow({ creatorId }),
  );
  const next = form.get('next');
  if (!done.ok)
    return next ? redirectAndSay(safeNext(next), sentenceFor(done.refusal.code)) : data({ refusal: done.refusal }, 400);
  return next ? redirect(safeNext(next)) : { refusal: null };
}

export const loader = () => redirect('/');
