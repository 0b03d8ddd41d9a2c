import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { ConfirmEmailPage } from '../features/accounts/ResetPage';
import { act } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({ matches, title: msg`Confirm your address`, description: msg`Confirm your e-mail address.`, hidden: true });

export const loader = ({ request }: LoaderFunctionArgs) => ({
  token: new URL(request.url).searchParams.get('token') ?? '',
});

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const token = String(form.get('token') ?? '');
  const done = await act(args, (api) => api.session.confirmEmail({ token }));
  return { done: done.ok, problem: done.ok ? null : done.refusal.message };
}

export default function ConfirmEmail() {
  return <ConfirmEmailPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
