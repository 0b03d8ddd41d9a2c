import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import { cancelStream, inviteGuest, saveStream, uninviteGuest } from '../features/studio/stream-form.server';
import { StreamEditor } from '../features/studio/StreamEditor';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({ matches, title: msg`Edit stream`, description: msg`Change a stream, or cancel it.`, hidden: true });

export function loader(args: LoaderFunctionArgs) {
  return load(args, async (api) => {
    const stream = await api.streams.forEdit({ id: args.params.id ?? '' });
    const isPrivate = stream.visibility === 'private' && stream.status !== 'ended';
    const [categories, guests] = await Promise.all([
      api.streams.categories(),
      isPrivate ? api.streams.invites({ id: stream.id }) : null,
    ]);
    return { stream, categories, guests };
  });
}

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const id = args.params.id ?? '';
  switch (form.get('form')) {
    case 'cancel':
      return cancelStream(args, form, id);
    case 'invite':
      return inviteGuest(args, form, id);
    case 'uninvite':
      return uninviteGuest(args, String(form.get('accountId') ?? ''), id);
    default:
      return saveStream(args, form, id);
  }
}

export default function EditStream() {
  return <StreamEditor {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
