import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { moderate } from '../features/moderation/actions.server';
import { ModerationPage } from '../features/moderation/ModerationPage';
import { load } from '../lib/api.server';
import { useMe } from '../lib/me';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({
    matches,
    title: msg`Moderation`,
    description: msg`Keep order in the chats of a channel.`,
    hidden: true,
  });

export function loader(args: LoaderFunctionArgs) {
  const before = new URL(args.request.url).searchParams.get('before');
  return load(args, async (api) => {
    const overview = await api.moderation.overview({ handle: args.params.handle ?? null });
    return { overview, log: await api.moderation.log({ channelId: overview.channel.id, before }) };
  });
}

export function action(args: ActionFunctionArgs) {
  return moderate(args);
}

export default function Moderation() {
  const hasChannel = useMe()?.roles.includes('creator') ?? false;
  return (
    <ModerationPage
      {...useLoaderData<typeof loader>()}
      hasChannel={hasChannel}
      answer={useActionData<typeof action>()}
    />
  );
}
