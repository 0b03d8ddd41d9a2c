import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { BroadcastPage } from '../features/broadcast/BroadcastPage';
import { saveTerms } from '../features/broadcast/terms.server';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({ matches, title: msg`Studio`, description: msg`Go live.`, hidden: true });

export function loader(args: LoaderFunctionArgs) {
  return load(args, async (api) => {
    const id = args.params.id ?? '';
    const stream = await api.streams.forEdit({ id });
    const [state, payee, chat] = await Promise.all([
      api.broadcast.state({ id }),
      api.security.payee(),
      api.chat.recent({ streamId: id }).catch(() => null),
    ]);
    return { stream, state, chat, payee };
  });
}

export async function action(args: ActionFunctionArgs) {
  return saveTerms(args, await args.request.formData(), args.params.id ?? '');
}

export default function Broadcast() {
  const { stream, ...rest } = useLoaderData<typeof loader>();
  return (
    // Another stream is another studio.
    <BroadcastPage key={stream.id} stream={stream} {...rest} answer={useActionData<typeof action>()} />
  );
}
