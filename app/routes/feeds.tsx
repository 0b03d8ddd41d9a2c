import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { changeKeys } from '../features/feeds/actions.server';
import { FeedsPage } from '../features/feeds/FeedsPage';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({
    matches,
    title: msg`Send with OBS`,
    description: msg`Go live from a program, by a key.`,
    hidden: true,
  });

export function loader(args: LoaderFunctionArgs) {
  return load(args, async (api) => {
    const [overview, payee] = await Promise.all([api.feeds.overview(), api.security.payee()]);
    return { overview, payee };
  });
}

export function action(args: ActionFunctionArgs) {
  return changeKeys(args);
}

export default function Feeds() {
  return <FeedsPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
