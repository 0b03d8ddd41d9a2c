import { msg } from '@lingui/core/macro';
import { type LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { EmbedPage } from '../features/watch/EmbedPage';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

/** The player alone, without the site around it: it stands in other people's pages. */
export const handle = { darkByDefault: true, bare: true };

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  if (!data)
    return pageMeta({ matches, title: msg`Nothing here`, description: msg`There is no such stream.`, hidden: true });
  const { title, creator } = data.stream;
  const name = creator.displayName;
  return pageMeta({ matches, title, description: msg`${title} by ${name}`, hidden: true });
};

export async function loader(args: LoaderFunctionArgs) {
  return { stream: await load(args, (api) => api.discovery.stream({ id: args.params.id ?? '' })) };
}

export default function Embed() {
  return <EmbedPage {...useLoaderData<typeof loader>()} />;
}
