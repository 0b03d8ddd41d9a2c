import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import { saveStream } from '../features/studio/stream-form.server';
import { StreamEditor } from '../features/studio/StreamEditor';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';
import { signInPath } from '../lib/safe-next';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({ matches, title: msg`New stream`, description: msg`Plan a stream.`, hidden: true });

export async function loader(args: LoaderFunctionArgs) {
  const { account } = await load(args, (api) => api.session.me());
  if (!account) throw redirect(signInPath('/dashboard/new'));
  if (!account.roles.includes('creator')) throw redirect('/dashboard');
  return { categories: await load(args, (api) => api.streams.categories()) };
}

export async function action(args: ActionFunctionArgs) {
  return saveStream(args, await args.request.formData(), null);
}

export default function NewStream() {
  return (
    <StreamEditor
      stream={null}
      guests={null}
      {...useLoaderData<typeof loader>()}
      answer={useActionData<typeof action>()}
    />
  );
}
