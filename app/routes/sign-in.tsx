import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { signInInput } from '../../schemas/accounts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../scripts/demo-accounts.mjs';
import { SignInPage } from '../features/accounts/SignInPage';
import { load, refused } from '../lib/api.server';
import { submitForm } from '../lib/form.server';
import { pageMeta } from '../lib/meta';
import { safeNext } from '../lib/safe-next';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({ matches, title: msg`Sign in`, description: msg`Sign in to Vilokanam with a password or a wallet.` });

export async function loader(args: LoaderFunctionArgs) {
  const next = safeNext(new URL(args.request.url).searchParams.get('next'));
  const { account } = await load(args, (api) => api.session.me());
  if (account) throw redirect(next);
  const demo = args.context.config.localDemo ? { password: DEMO_PASSWORD, accounts: [...DEMO_ACCOUNTS] } : null;
  return { next, demo };
}

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const done = await submitForm(args, form, { schema: signInInput, secret: ['password'] }, (api, typed) =>
    api.session.signIn(typed),
  );
  // they have shown whose account it is: they read why, and can answer
  if (!done.ok && done.refusal.code === 'accountSuspended') return redirect('/suspended');
  if (!done.ok) return refused(done.refusal, { result: done.result });
  return redirect(safeNext(form.get('next')));
}

export default function SignIn() {
  return <SignInPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
