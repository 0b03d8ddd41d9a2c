import { domainOf } from '../chain/voucher-domain';
import { chainMoney } from '../chain/money';
import { type Deps } from '../deps';
import { type Span } from './seconds';
import { type PlayableVideo } from './videos';

/** What is not paid for yet. */
export interface Unpaid {
  video: PlayableVideo;
  span: Span;
}

/**
 * Says to a program what it has to pay, in the form of x402 version 2: what is asked for, by which
 * scheme it is paid, and where. `docs/x402.md` says how a purse fits that scheme.
 */
export async function payTerms(
  deps: Pick<Deps, 'db' | 'config' | 'ledger' | 'knownChain' | 'clock' | 'timers' | 'log'>,
  { video, span: [from, to] }: Unpaid,
  path: string,
): Promise<{ header: string; body: unknown }> {
  const [domain, money, stream] = await Promise.all([
    domainOf(deps),
    chainMoney(deps),
    deps.db.stream.findUniqueOrThrow({ where: { id: video.id }, select: { payee: true, title: true } }),
  ]);
  const { origin } = deps.config;
  const seconds = BigInt(to - Math.max(from, Math.min(video.freeSeconds, to)));
  const accepts =
    domain && stream.payee
      ? [
          {
            scheme: 'batch-settlement',
            network: `eip155:${domain.chainId}`,
            amount: String(seconds * video.rate),
            asset: 'native',
            payTo: stream.payee,
            maxTimeoutSeconds: 60,
            extra: {
              contract: domain.contract,
              pricePerSecond: String(video.rate),
              decimals: 18,
              symbol: money?.symbol ?? null,
              from,
              to,
              video: video.id,
              openPurse: `${origin}/wallet`,
              join: `${origin}/trpc/playback.open`,
              claim: `${origin}/trpc/playback.claim`,
            },
          },
        ]
      : [];
  const body = {
    x402Version: 2,
    error: 'PAYMENT-SIGNATURE header is required',
    resource: { url: `${origin}${path}`, description: stream.title, mimeType: 'video/iso.segment' },
    accepts,
  };
  return { header: Buffer.from(JSON.stringify(body)).toString('base64'), body };
}
