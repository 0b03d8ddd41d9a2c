import { type LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { BrowsePage } from '../features/discovery/BrowsePage';
import { tagsOf } from '../features/discovery/browse-asked';
import { loadBrowse } from '../features/discovery/load-browse.server';
import { load, notFound } from '../lib/api.server';
import { originOf, pageMeta } from '../lib/meta';
import { tagPath } from '../lib/paths';

export const meta: MetaFunction<typeof loader> = ({ data, matches }) =>
  data
    ? pageMeta({
        title: `#${data.tag}`,
        description: `Live streams with the tag ${data.tag}, paid by the second.`,
        origin: originOf(matches),
        path: tagPath(data.tag),
        // anything can be typed as a tag: only what has streams is for search engines
        hidden: data.found.items.length === 0,
      })
    : pageMeta({ title: 'Nothing here', description: 'There is no such tag.', hidden: true });

export async function loader(args: LoaderFunctionArgs) {
  const [tag, more] = tagsOf(args.params.tag ?? '');
  if (!tag || more) throw notFound(args.context);
  const [list, categories] = await Promise.all([
    loadBrowse(args, { tags: tag }),
    load(args, (api) => api.discovery.categories()),
  ]);
  return { ...list, tag, categories };
}

export default function Tag() {
  const { tag, asked, ...list } = useLoaderData<typeof loader>();
  return (
    <BrowsePage
      title={`#${tag}`}
      hint="Streams with this tag."
      path={tagPath(tag)}
      asked={{ ...asked, tags: '' }}
      chooseTags={false}
      {...list}
    />
  );
}
