import { type LoaderFunctionArgs } from '@remix-run/node';
import { load } from '../lib/api.server';

/**
 * The file of what viewers have signed for and the chain has not settled: to be kept, so nothing of
 * it is cached.
 */
export async function loader(args: LoaderFunctionArgs) {
  const { name, text } = await load(args, (api) => api.earnings.vouchers());
  return new Response(text, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  });
}
