import { type LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { BrowsePage } from '../features/discovery/BrowsePage';
import { loadBrowse } from '../features/discovery/load-browse.server';
import { load } from '../lib/api.server';
import { plural } from '../lib/format';
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

export async function loader(args: LoaderFunctionArgs) {
  const slug = args.params.slug ?? '';
  const category = await load(args, (api) => api.discovery.category({ slug }));
  return { ...(await loadBrowse(args, { category: category.slug })), category };
}

export default function Category() {
  const { category, asked, ...list } = useLoaderData<typeof loader>();
  const { name, description, live, viewers } = category;
  return (
    <BrowsePage
      title={name}
      hint={
        <>
          {description}
          {live > 0 && (
            <span className="mt-1 block text-sm tabular-nums">
              {plural(live, 'stream')} live, {plural(viewers, 'person', 'people')} watching
            </span>
          )}
        </>
      }
      path={`/c/${category.slug}`}
      asked={{ ...asked, category: '' }}
      categories={null}
      {...list}
    />
  );
}
