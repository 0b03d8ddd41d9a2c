import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import { BecomeCreator } from '../features/studio/BecomeCreator';
import { DashboardPage } from '../features/studio/DashboardPage';
import { act, load, refused } from '../lib/api.server';
import { redirectAndSay } from '../lib/flash.server';
import { pageMeta } from '../lib/meta';
import { signInPath } from '../lib/safe-next';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({
    matches,
    title: msg`Dashboard`,
    description: msg`Your streams and what they brought in.`,
    hidden: true,
  });

export async function loader(args: LoaderFunctionArgs) {
  const { account } = await load(args, (api) => api.session.me());
  if (!account) throw redirect(signInPath('/dashboard'));
  if (!account.roles.includes('creator')) return { dashboard: null };
  return load(args, async (api) => {
    const [dashboard, payee] = await Promise.all([api.streams.dashboard(), api.security.payee()]);
    return { dashboard: { ...dashboard, payee } };
  });
}

export async function action(args: ActionFunctionArgs) {
  const done = await act(args, (api) => api.account.becomeCreator());
  return done.ok ? redirectAndSay('/dashboard', 'nowCreator') : refused(done.refusal, {});
}

export default function Dashboard() {
  const { dashboard } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return dashboard ? <DashboardPage {...dashboard} /> : <BecomeCreator problem={answer?.refusal.message ?? null} />;
}
