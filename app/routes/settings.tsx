import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { saveSettings } from '../features/settings/actions.server';
import { SettingsPage } from '../features/settings/SettingsPage';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';
import { safeNext } from '../lib/safe-next';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({
    matches,
    title: msg`Settings`,
    description: msg`Your page, account, wallets and sessions.`,
    hidden: true,
  });

export async function loader(args: LoaderFunctionArgs) {
  const search = new URL(args.request.url).searchParams;
  const welcome = search.has('welcome') ? { next: safeNext(search.get('next')) } : null;
  return load(args, async (api) => {
    const [settings, notices] = await Promise.all([api.account.settings(), api.notifications.choices()]);
    return { settings, notices, welcome };
  });
}

export function action(args: ActionFunctionArgs) {
  return saveSettings(args);
}

export default function Settings() {
  return <SettingsPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
