import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { NoticesPage } from '../features/notifications/NoticesPage';
import { act, load } from '../lib/api.server';
import { redirectAndSay, sentenceFor } from '../lib/flash.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({ matches, title: msg`Notices`, description: msg`What you were told.`, hidden: true });

export async function loader(args: LoaderFunctionArgs) {
  const before = new URL(args.request.url).searchParams.get('before') ?? undefined;
  return load(args, async (api) => {
    const [page, { unread }] = await Promise.all([api.notifications.list({ before }), api.session.me()]);
    return { page, unread, first: before === undefined };
  });
}

export async function action(args: ActionFunctionArgs) {
  const done = await act(args, (api) => api.notifications.readAll());
  return done.ok ? redirect('/notifications') : redirectAndSay('/notifications', sentenceFor(done.refusal.code));
}

export default function Notifications() {
  return <NoticesPage {...useLoaderData<typeof loader>()} />;
}
