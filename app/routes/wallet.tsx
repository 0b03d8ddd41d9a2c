import { type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { WalletPage } from '../features/wallet/WalletPage';
import { load } from '../lib/api.server';
import { pageMeta } from '../lib/meta';
import { safeNext } from '../lib/safe-next';

export const meta = () =>
  pageMeta({ title: 'Your purse', description: 'What is left, what it is bounded by, and its history.', hidden: true });

export function loader(args: LoaderFunctionArgs) {
  const search = new URL(args.request.url).searchParams;
  return load(args, async (api) => {
    const overview = await api.purse.overview();
    const asked = overview.wallets.find(({ address }) => address === search.get('wallet'));
    const wallet = asked ?? overview.wallets[0] ?? null;
    const before = search.get('before') ?? undefined;
    const history = wallet && (await api.purse.history({ address: wallet.address, before }));
    const next = safeNext(search.get('next'), '') || null;
    const topUp = search.get('do') === 'topUp' ? ('topUp' as const) : null;
    return { overview, wallet, history, loadedAt: new Date(), next, asked: topUp };
  });
}

export default function Wallet() {
  return <WalletPage {...useLoaderData<typeof loader>()} />;
}
