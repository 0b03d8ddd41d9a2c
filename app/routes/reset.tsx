import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { askForResetInput, resetInput } from '../../schemas/notifications';
import { says } from '../../texts/says';
import { ResetPage } from '../features/accounts/ResetPage';
import { act, load, refused } from '../lib/api.server';
import { redirectAndSay } from '../lib/flash.server';
import { submitForm } from '../lib/form.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({ matches, title: msg`Forgot your password?`, description: msg`Choose a new password.`, hidden: true });

const SENT = says('If that is the confirmed address of an account, a link is on its way to it. It works for an hour.');

export async function loader(args: LoaderFunctionArgs) {
  const token = new URL(args.request.url).searchParams.get('token');
  const mails = await load(args, (api) => api.session.mailIsOn());
  if (token === null) return { mails, link: null };
  const found = await act(args, (api) => api.session.readReset({ token }));
  return { mails, link: found.ok ? { token, ...found.value } : { problem: found.refusal.message } };
}

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  if (form.get('do') === 'ask') {
    const asked = await submitForm(args, form, { schema: askForResetInput }, (api, typed) =>
      api.session.askForReset(typed),
    );
    if (!asked.ok) return refused(asked.refusal, { result: asked.result });
    return { refusal: null, done: SENT, result: { status: 'success' as const } };
  }
  const set = await submitForm(args, form, { schema: resetInput, secret: ['password'] }, (api, typed) =>
    api.session.resetPassword(typed),
  );
  if (!set.ok) return refused(set.refusal, { result: set.result });
  return redirectAndSay('/sign-in', 'passwordReset');
}

export default function Reset() {
  return <ResetPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
