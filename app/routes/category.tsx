import { msg } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { type LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { BrowsePage } from '../features/discovery/BrowsePage';
import { loadBrowse } from '../features/discovery/load-browse.server';
import { load } from '../lib/api.server';
import { categoryDescription, categoryName } from '../lib/categories';
import { originOf, pageMeta } from '../lib/meta';
import { i18nOf } from '../lib/texts';

export const meta: MetaFunction<typeof loader> = ({ data, matches, location }) => {
  if (!data)
    return pageMeta({ matches, title: msg`Nothing here`, description: msg`There is no such category.`, hidden: true });
  const i18n = i18nOf(matches);
  const name = categoryName(data.category, i18n);
  return pageMeta({
    matches,
    title: name,
    description: categoryDescription(data.category, i18n) || msg`Live streams in ${name}, paid by the second.`,
    origin: originOf(matches),
    path: location.pathname,
  });
};

export async function loader(args: LoaderFunctionArgs) {
  const slug = args.params.slug ?? '';
  const category = await load(args, (api) => api.discovery.category({ slug }));
  return { ...(await loadBrowse(args, { category: category.slug })), category };
}

export default function Category() {
  const { category, asked, ...list } = useLoaderData<typeof loader>();
  const { i18n } = useLingui();
  const { live, viewers } = category;
  return (
    <BrowsePage
      title={categoryName(category, i18n)}
      hint={
        <>
          {categoryDescription(category, i18n)}
          {live > 0 && (
            <span className="mt-1 block text-sm tabular-nums">
              <Trans>
                <Plural value={live} one="# stream" other="# streams" /> live,{' '}
                <Plural value={viewers} one="# person" other="# people" /> watching
              </Trans>
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
