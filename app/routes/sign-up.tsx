import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { SignUpPage } from '../features/accounts/SignUpPage';
import { act, load, refused } from '../lib/api.server';
import { redirectAndSay } from '../lib/flash.server';
import { pageMeta } from '../lib/meta';
import { safeNext } from '../lib/safe-next';

export const meta = () =>
  pageMeta({
    title: 'Sign up',
    description: 'Make an account on Vilokanam: a name and a password, or a wallet, are enough.',
  });

export async function loader(args: LoaderFunctionArgs) {
  const next = safeNext(new URL(args.request.url).searchParams.get('next'));
  const { account } = await load(args, (api) => api.session.me());
  if (account) throw redirect(next);
  return { next };
}

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const text = (name: string) => String(form.get(name) ?? '');
  const values = { handle: text('handle'), displayName: text('displayName'), email: text('email') };
  const done = await act(args, (api) =>
    api.session.signUp({
      handle: values.handle,
      displayName: values.displayName.trim() || values.handle,
      password: text('password'),
      ...(values.email.trim() ? { email: values.email } : {}),
    }),
  );
  if (!done.ok) return refused(done.refusal, { values });
  return redirectAndSay(safeNext(form.get('next')), 'Your account is ready. Welcome.');
}

export default function SignUp() {
  return <SignUpPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
