import { msg } from '@lingui/core/macro';
import { type LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { FollowersPage } from '../features/follows/FollowingPage';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({ matches, title: msg`Followers`, description: msg`Who follows you.`, hidden: true });

export function loader(args: LoaderFunctionArgs) {
  const after = new URL(args.request.url).searchParams.get('after') ?? undefined;
  return load(args, (api) => api.follows.followers({ after }));
}

export default function Followers() {
  return <FollowersPage {...useLoaderData<typeof loader>()} />;
}
