import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { appealInput } from '../../schemas/moderation';
import { SuspendedPage } from '../features/moderation/SuspendedPage';
import { load, refused } from '../lib/api.server';
import { submitForm } from '../lib/form.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({
    matches,
    title: msg`This account is suspended`,
    description: msg`Why, and how to answer.`,
    hidden: true,
  });

export async function loader(args: LoaderFunctionArgs) {
  const suspension = await load(args, (api) => api.moderation.suspension());
  if (!suspension) throw redirect('/sign-in');
  return { suspension };
}

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const done = await submitForm(args, form, { schema: appealInput }, (api, { text }) =>
    api.moderation.appealSuspension({ text }),
  );
  if (!done.ok) return refused(done.refusal, { result: done.result });
  // the page shows what was written
  return redirect('/suspended');
}

export default function Suspended() {
  return <SuspendedPage {...useLoaderData<typeof loader>()} />;
}
