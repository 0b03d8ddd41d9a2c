import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { signUpInput } from '../../schemas/accounts';
import { SignUpPage } from '../features/accounts/SignUpPage';
import { load, refused } from '../lib/api.server';
import { redirectAndSay } from '../lib/flash.server';
import { submitForm } from '../lib/form.server';
import { pageMeta } from '../lib/meta';
import { safeNext } from '../lib/safe-next';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({
    matches,
    title: msg`Sign up`,
    description: msg`Make an account on Vilokanam: a name and a password, or a wallet, are enough.`,
  });

export async function loader(args: LoaderFunctionArgs) {
  const next = safeNext(new URL(args.request.url).searchParams.get('next'));
  const { account } = await load(args, (api) => api.session.me());
  if (account) throw redirect(next);
  return { next };
}

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const done = await submitForm(args, form, { schema: signUpInput, secret: ['password'] }, (api, typed) =>
    api.session.signUp(typed),
  );
  if (!done.ok) return refused(done.refusal, { result: done.result });
  return redirectAndSay(safeNext(form.get('next')), 'accountReady');
}

export default function SignUp() {
  return <SignUpPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
