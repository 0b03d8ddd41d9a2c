import { msg } from '@lingui/core/macro';
import { data, type LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { BlockPage } from '../features/wallet/BlockPage';
import { act, load, notFound } from '../lib/api.server';
import { pageMeta } from '../lib/meta';

export const meta: MetaFunction = ({ params: { number = '' }, matches }) =>
  pageMeta({
    matches,
    title: msg`Block ${number}`,
    description: msg`What a block says of purses.`,
    hidden: true,
  });

export async function loader(args: LoaderFunctionArgs) {
  const typed = args.params.number ?? '';
  if (!/^\d{1,9}$/.test(typed)) throw notFound(args.context);
  const number = Number(typed);
  const asked = await act(args, (api) => api.purse.block({ number }));
  if (asked.ok) return data({ number, block: asked.value });
  if (asked.refusal.code === 'notFound') return data({ number, block: null }, { status: 404 });
  return load(args, () => Promise.reject(new Error(asked.refusal.message)));
}

export default function Block() {
  return <BlockPage {...useLoaderData<typeof loader>()} />;
}
