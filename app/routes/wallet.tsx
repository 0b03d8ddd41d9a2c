import { msg } from '@lingui/core/macro';
import { type LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { WalletPage } from '../features/wallet/WalletPage';
import { type Api, load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';
import { safeNext } from '../lib/safe-next';

export const meta: MetaFunction = ({ matches }) =>
  pageMeta({
    matches,
    title: msg`Your purse`,
    description: msg`What is left, what it is bounded by, and its history.`,
    hidden: true,
  });

export function loader(args: LoaderFunctionArgs) {
  const search = new URL(args.request.url).searchParams;
  return load(args, async (api) => {
    const overview = await api.purse.overview();
    const asked = overview.wallets.find(({ address }) => address === search.get('wallet'));
    const open = overview.wallets.find(({ purse }) => purse && purse.status !== 'closed');
    const wallet = asked ?? open ?? overview.wallets[0] ?? null;
    const before = search.get('before') ?? undefined;
    const history = wallet && (await api.purse.history({ address: wallet.address, before }));
    const next = safeNext(search.get('next'), '') || null;
    const topUp = search.get('do') === 'topUp' ? ('topUp' as const) : null;
    const stream = await cameFrom(api, next);
    return { overview, wallet, history, loadedAt: new Date(), next, asked: topUp, stream };
  });
}

/** The stream that somebody came from, when it has a price: what the money is wanted for. */
async function cameFrom(api: Api, next: string | null) {
  const id = /^\/watch\/([^/?#]+)/.exec(next ?? '')?.[1];
  const stream = id === undefined ? null : await api.discovery.stream({ id }).catch(() => null);
  if (!stream || stream.ratePerSecond === 0n) return null;
  return { title: stream.title, ratePerSecond: stream.ratePerSecond };
}

export default function Wallet() {
  return <WalletPage {...useLoaderData<typeof loader>()} />;
}
