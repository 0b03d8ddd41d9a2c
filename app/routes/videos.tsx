import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { changeVideos } from '../features/videos/actions.server';
import { VideosPage } from '../features/videos/VideosPage';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({ matches, title: msg`Videos`, description: msg`Your recordings and uploads.`, hidden: true });

export function loader(args: LoaderFunctionArgs) {
  return load(args, async (api) => ({ mine: await api.videos.mine() }));
}

export function action(args: ActionFunctionArgs) {
  return changeVideos(args, '');
}

export default function Videos() {
  return <VideosPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
