import { msg } from '@lingui/core/macro';
import { type LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { EarningsPage } from '../features/earnings/EarningsPage';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({
    matches,
    title: msg`Earnings`,
    description: msg`What you are owed, and what you were paid.`,
    hidden: true,
  });

export async function loader(args: LoaderFunctionArgs) {
  return { earnings: await load(args, (api) => api.earnings.overview()) };
}

export default function Earnings() {
  return <EarningsPage {...useLoaderData<typeof loader>()} />;
}
