import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData } from '@remix-run/react';
import { UnsubscribePage } from '../features/accounts/ResetPage';
import { act } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({ matches, title: msg`Unsubscribe`, description: msg`End mails of a kind.`, hidden: true });

export async function action(args: ActionFunctionArgs) {
  const said = new URL(args.request.url).searchParams;
  const input = {
    accountId: said.get('account') ?? '',
    // what it is not is refused by the API
    kind: (said.get('kind') ?? '') as 'wentLive',
    token: said.get('token') ?? '',
  };
  const done = await act(args, (api) => api.notifications.unsubscribe(input));
  return { done: done.ok, problem: done.ok ? null : done.refusal.message };
}

export default function Unsubscribe() {
  return <UnsubscribePage answer={useActionData<typeof action>()} />;
}
