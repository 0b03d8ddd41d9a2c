import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { moderate } from '../features/moderation/actions.server';
import { BlockedPage } from '../features/moderation/BlockedPage';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({ matches, title: msg`Blocked people`, description: msg`Whom you blocked.`, hidden: true });

export async function loader(args: LoaderFunctionArgs) {
  return { people: await load(args, (api) => api.moderation.blocked()) };
}

export function action(args: ActionFunctionArgs) {
  return moderate(args);
}

export default function Blocked() {
  return <BlockedPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
