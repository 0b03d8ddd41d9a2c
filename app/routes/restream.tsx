import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { changeRestreams } from '../features/restream/actions.server';
import { RestreamPage } from '../features/restream/RestreamPage';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({
    matches,
    title: msg`Send on to other sites`,
    description: msg`Your public streams, on other sites as well.`,
    hidden: true,
  });

export function loader(args: LoaderFunctionArgs) {
  return load(args, async (api) => ({ overview: await api.restream.overview() }));
}

export function action(args: ActionFunctionArgs) {
  return changeRestreams(args);
}

export default function Restream() {
  return <RestreamPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
