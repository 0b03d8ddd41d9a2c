import { type LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { CategoryPage } from '../features/discovery/CategoryPage';
import { load } from '../lib/api.server';
import { originOf, pageMeta } from '../lib/meta';

export const meta: MetaFunction<typeof loader> = ({ data, matches, location }) =>
  data
    ? pageMeta({
        title: data.category.name,
        description: data.category.description || `Live streams in ${data.category.name}, paid by the second.`,
        origin: originOf(matches),
        path: location.pathname,
      })
    : pageMeta({ title: 'Nothing here', description: 'There is no such category.', hidden: true });

export function loader(args: LoaderFunctionArgs) {
  return load(args, (api) => api.discovery.category({ slug: args.params.slug ?? '' }));
}

export default function Category() {
  return <CategoryPage {...useLoaderData<typeof loader>()} />;
}
