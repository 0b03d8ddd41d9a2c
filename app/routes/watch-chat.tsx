import { msg } from '@lingui/core/macro';
import { type LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { ChatPage } from '../features/chat/ChatPage';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

/** The chat alone, without the site around it: a window beside the picture, or a dock in OBS. */
export const handle = { darkByDefault: true, bare: true };

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  if (!data)
    return pageMeta({
      matches,
      title: msg`Nothing here`,
      description: msg`There is no such stream.`,
      hidden: true,
    });
  const { title, creator } = data.stream;
  const name = creator.displayName;
  return pageMeta({
    matches,
    title: msg`Chat of ${title}`,
    description: msg`What is said while ${name} streams.`,
    hidden: true,
  });
};

export function loader(args: LoaderFunctionArgs) {
  const id = args.params.id ?? '';
  return load(args, async (api) => {
    const stream = await api.discovery.stream({ id });
    return { stream, chat: await api.chat.recent({ streamId: id }).catch(() => null) };
  });
}

export default function WatchChat() {
  return <ChatPage {...useLoaderData<typeof loader>()} />;
}
