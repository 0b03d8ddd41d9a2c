import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import { proofForm } from '../../schemas/accounts';
import { ConfirmPage } from '../features/security/ConfirmPage';
import { load, refused } from '../lib/api.server';
import { submitForm } from '../lib/form.server';
import { pageMeta } from '../lib/meta';
import { safeNext, signInPath } from '../lib/safe-next';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({ matches, title: msg`Is it you?`, description: msg`Prove that it is you.`, hidden: true });

export async function loader(args: LoaderFunctionArgs) {
  const { account } = await load(args, (api) => api.session.me());
  const next = safeNext(new URL(args.request.url).searchParams.get('next'), '/settings');
  if (!account) throw redirect(signInPath(next));
  return { next };
}

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const next = safeNext(form.get('next'), '/settings');
  const carried = [...form]
    .filter(([name]) => name !== 'proof' && name !== 'next')
    .map(([name, value]): [string, string] => [name, String(value)]);
  const done = await submitForm(args, form, { schema: proofForm, secret: ['proof'] }, (api, { proof }) =>
    api.security.prove({ password: proof }),
  );
  if (!done.ok) return refused(done.refusal, { result: done.result, next, carried });
  // 307: the browser sends the same form on to where it had been going.
  return redirect(next, carried.length > 0 ? 307 : 303);
}

export default function Confirm() {
  const { next } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return <ConfirmPage next={answer?.next ?? next} carried={answer?.carried ?? []} answer={answer} />;
}
