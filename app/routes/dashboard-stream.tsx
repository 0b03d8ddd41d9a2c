import { type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { cancelStream, saveStream } from '../features/studio/stream-form.server';
import { StreamEditor } from '../features/studio/StreamEditor';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

export const meta = () =>
  pageMeta({ title: 'Edit stream', description: 'Change a stream, or cancel it.', hidden: true });

export function loader(args: LoaderFunctionArgs) {
  return load(args, async (api) => {
    const stream = await api.streams.forEdit({ id: args.params.id ?? '' });
    return { stream, categories: await api.streams.categories() };
  });
}

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const id = args.params.id ?? '';
  return form.get('form') === 'cancel' ? cancelStream(args, form, id) : saveStream(args, form, id);
}

export default function EditStream() {
  return <StreamEditor {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
