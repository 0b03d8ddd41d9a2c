import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { BrowsePage } from '../features/discovery/BrowsePage';
import { tagsOf } from '../features/discovery/browse-asked';
import { loadBrowse } from '../features/discovery/load-browse.server';
import { load, notFound } from '../lib/api.server';
import { originOf, pageMeta } from '../lib/meta';
import { tagPath } from '../lib/paths';

const withTag = (tag: string) => msg`Live streams with the tag ${tag}, paid by the second.`;

export const meta: MetaFunction<typeof loader> = ({ data, matches }) =>
  data
    ? pageMeta({
        matches,
        title: `#${data.tag}`,
        description: withTag(data.tag),
        origin: originOf(matches),
        path: tagPath(data.tag),
        // anything can be typed as a tag: only what has streams is for search engines
        hidden: data.found.items.length === 0,
      })
    : pageMeta({ matches, title: msg`Nothing here`, description: msg`There is no such tag.`, hidden: true });

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
  const { t } = useLingui();
  const { tag, asked, ...list } = useLoaderData<typeof loader>();
  return (
    <BrowsePage
      title={`#${tag}`}
      hint={t`Streams with this tag.`}
      path={tagPath(tag)}
      asked={{ ...asked, tags: '' }}
      chooseTags={false}
      {...list}
    />
  );
}
