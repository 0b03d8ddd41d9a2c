import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { moderate } from '../features/moderation/actions.server';
import { SitePage } from '../features/moderation/SitePage';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({ matches, title: msg`The site’s order`, description: msg`For those who run it.`, hidden: true });

export function loader(args: LoaderFunctionArgs) {
  const before = new URL(args.request.url).searchParams.get('before');
  return load(args, async (api) => {
    const { site } = api.moderation;
    const [reports, appeals, keptOut, log] = await Promise.all([
      site.reports(),
      site.appeals(),
      site.keptOut(),
      site.log({ before }),
    ]);
    return { reports, appeals, keptOut, log };
  });
}

export function action(args: ActionFunctionArgs) {
  return moderate(args);
}

export default function Admin() {
  return <SitePage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
