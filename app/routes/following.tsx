import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { FollowingPage } from '../features/follows/FollowingPage';
import { act, load } from '../lib/api.server';
import { redirectAndSay, sentenceFor } from '../lib/flash.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({ matches, title: msg`Following`, description: msg`Whom you follow.`, hidden: true });

export function loader(args: LoaderFunctionArgs) {
  const after = new URL(args.request.url).searchParams.get('after') ?? undefined;
  return load(args, (api) => api.follows.following({ after }));
}

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const input = { creatorId: String(form.get('creatorId')), muted: form.get('muted') === 'yes' };
  const done = await act(args, (api) => api.follows.mute(input));
  const here = `/following${new URL(args.request.url).search}`;
  return done.ok ? redirect(here) : redirectAndSay(here, sentenceFor(done.refusal.code));
}

export default function Following() {
  return <FollowingPage {...useLoaderData<typeof loader>()} />;
}
