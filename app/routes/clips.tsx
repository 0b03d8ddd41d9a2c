import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { changeClips } from '../features/clips/actions.server';
import { ClipsPage } from '../features/clips/ClipsPage';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({ matches, title: msg`Clips`, description: msg`What people cut out of your videos.`, hidden: true });

export function loader(args: LoaderFunctionArgs) {
  return load(args, async (api) => ({ clips: await api.clips.mine() }));
}

export function action(args: ActionFunctionArgs) {
  return changeClips(args, null);
}

export default function Clips() {
  return <ClipsPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
