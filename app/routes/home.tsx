import { msg } from '@lingui/core/macro';
import { type LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { HomePage } from '../features/discovery/HomePage';
import { load } from '../lib/api.server';
import { originOf, pageMeta } from '../lib/meta';
import { useMe } from '../lib/me';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({
    matches,
    title: null,
    description: msg`Live video that you pay for by the second: only for seconds that you really see, and you can stop at any time.`,
    origin: originOf(matches),
    path: '/',
  });

export async function loader(args: LoaderFunctionArgs) {
  return { home: await load(args, (api) => api.discovery.home()) };
}

export default function Home() {
  return <HomePage home={useLoaderData<typeof loader>().home} me={useMe()} />;
}
