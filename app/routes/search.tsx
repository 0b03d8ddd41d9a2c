import { msg } from '@lingui/core/macro';
import { type LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { searchInput } from '../../schemas/discovery';
import { SearchPage } from '../features/discovery/SearchPage';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

const searchFor = (words: string) => msg`Search: ${words}`;

export const meta: MetaFunction<typeof loader> = ({ data, matches }) =>
  pageMeta({
    matches,
    title: data?.q ? searchFor(data.q) : msg`Search`,
    description: msg`Streams, creators and tags.`,
    hidden: true,
  });

export async function loader(args: LoaderFunctionArgs) {
  const params = new URL(args.request.url).searchParams;
  const { q } = searchInput.parse({ q: params.get('q') ?? '' });
  // what the address says of kind and page may be anything: what is not known is the beginning
  const { success, data } = searchInput.safeParse({
    q,
    show: params.get('show') ?? 'all',
    cursor: params.get('cursor'),
  });
  const asked = success ? data : { q, show: 'all' as const };
  return { q, show: asked.show, found: q ? await load(args, (api) => api.discovery.search(asked)) : null };
}

export default function Search() {
  return <SearchPage {...useLoaderData<typeof loader>()} />;
}
