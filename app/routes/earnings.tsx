import { type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { EarningsPage } from '../features/earnings/EarningsPage';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

export const meta = () =>
  pageMeta({ title: 'Earnings', description: 'What you are owed, and what you were paid.', hidden: true });

export async function loader(args: LoaderFunctionArgs) {
  return { earnings: await load(args, (api) => api.earnings.overview()) };
}

export default function Earnings() {
  return <EarningsPage {...useLoaderData<typeof loader>()} />;
}
