import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { BrowsePage } from '../features/discovery/BrowsePage';
import { loadBrowse } from '../features/discovery/load-browse.server';
import { load } from '../lib/api.server';
import { originOf, pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({
    matches,
    title: msg`Browse`,
    description: msg`Live streams by category, language, price and tag, paid by the second.`,
    origin: originOf(matches),
    path: '/browse',
  });

export async function loader(args: LoaderFunctionArgs) {
  const [list, categories] = await Promise.all([loadBrowse(args), load(args, (api) => api.discovery.categories())]);
  return { ...list, categories };
}

export default function Browse() {
  const { t } = useLingui();
  return <BrowsePage title={t`Browse`} path="/browse" {...useLoaderData<typeof loader>()} />;
}
