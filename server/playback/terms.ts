import { z } from 'zod';
import { type Amount } from '../../sdk/money';
import { type H160, type Hex } from '../../sdk/voucher';
import { chainMoney } from '../chain/money';
import { domainOf } from '../chain/voucher-domain';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type StreamId, type ViewingId } from '../ids';
import { amountOf } from '../money';
import { claimSeconds } from './claim';
import { type Span } from './seconds';

/** How a purse pays, in the words of x402: `docs/x402.md` is the binding of that scheme. */
export const SCHEME = 'batch-settlement';
export const X402_VERSION = 2;

/** One way to pay (x402 version 2, 5.1.2). */
export interface PaymentRequirements {
  scheme: typeof SCHEME;
  network: string;
  amount: string;
  asset: string;
  payTo: string;
  maxTimeoutSeconds: number;
  extra: Record<string, unknown>;
}

/** What a program that has not paid is told (x402 version 2, 5.1). */
export interface PaymentRequired {
  x402Version: typeof X402_VERSION;
  error: string;
  resource: { url: string; description: string; mimeType: string };
  accepts: PaymentRequirements[];
}

/** What came of a payment (x402 version 2, 5.3). */
export interface SettlementResponse {
  success: boolean;
  /** Empty: value moves later, when the voucher is redeemed. */
  transaction: '';
  network: string;
  payer?: string;
  errorReason?: string;
  extra?: Record<string, unknown>;
}

type TermsDeps = Pick<Deps, 'db' | 'config' | 'ledger' | 'knownChain' | 'clock' | 'timers' | 'log'>;

/** What is asked for, and what is missing for it. */
export interface Wished {
  stream: StreamId;
  path: string;
  mimeType: string;
  /** Null: a live stream, whose seconds are paid as they pass. */
  span: Span | null;
  /** For so many seconds has to be signed. */
  missing: number;
  /** The viewing whose vouchers pay; null: one begins by opening it. */
  viewing: ViewingId | null;
  error: string;
}

/** Says to a program what it has to pay, how, and where. */
export async function paymentRequired(deps: TermsDeps, wished: Wished): Promise<PaymentRequired> {
  const { stream, path, mimeType, error } = wished;
  const { title, ...price } = await deps.db.stream.findUniqueOrThrow({
    where: { id: stream },
    select: { title: true, ratePerSecond: true, payee: true },
  });
  const url = `${deps.config.origin}${path}`;
  const accepts = await requirements(deps, wished, { rate: amountOf(price.ratePerSecond), payee: price.payee });
  return { x402Version: X402_VERSION, error, resource: { url, description: title, mimeType }, accepts };
}

async function requirements(
  deps: TermsDeps,
  { stream, span, missing, viewing }: Wished,
  { rate, payee }: { rate: Amount; payee: string | null },
): Promise<PaymentRequirements[]> {
  const [domain, money] = await Promise.all([domainOf(deps), chainMoney(deps)]);
  if (!domain || payee === null) return [];
  const { origin } = deps.config;
  const extra = {
    contract: domain.contract,
    pricePerSecond: String(rate),
    decimals: 18,
    symbol: money?.symbol ?? null,
    stream,
    ...(span && { from: span[0], to: span[1] }),
    ...(viewing && { viewing, voucher: await nextVoucher(deps, viewing, missing, rate) }),
    openPurse: `${origin}/wallet`,
    join: `${origin}/trpc/${span ? 'playback.open' : 'viewing.join'}`,
    documentation: 'docs/x402.md',
  };
  return [
    {
      scheme: SCHEME,
      network: `eip155:${domain.chainId}`,
      amount: String(BigInt(missing) * rate),
      asset: 'native',
      payTo: payee,
      maxTimeoutSeconds: 60,
      extra,
    },
  ];
}

/** What the next voucher of a viewing has to say, to pay for so many seconds more. */
async function nextVoucher({ db }: TermsDeps, viewing: ViewingId, missing: number, rate: Amount) {
  const row = await db.viewing.findUniqueOrThrow({ where: { id: viewing } });
  const { viewer, purseNonce, purseKey: key, payee: creator, baseSeconds, baseAmount, secondsPaid } = row;
  if (viewer === null || purseNonce === null || key === null || creator === null) return null;
  const pair = { viewer, purseNonce, key, creator };
  const newest = await db.voucher.findUnique({ where: { viewer_purseNonce_key_creator: pair } });
  const seconds = secondsPaid + BigInt(missing);
  return {
    ...pair,
    seconds: String(baseSeconds + seconds),
    amount: String(amountOf(baseAmount) + seconds * rate),
    extras: String(newest ? amountOf(newest.extras) : 0n),
  };
}

const count = z
  .string()
  .regex(/^\d{1,39}$/)
  .transform(BigInt);

/** What a program pays with (x402 version 2, 5.2; the payload is the binding's). */
const paymentPayload = z.object({
  x402Version: z.literal(X402_VERSION),
  accepted: z.object({ scheme: z.literal(SCHEME), network: z.string().max(100), payTo: z.string().max(100) }),
  payload: z.object({
    type: z.literal('voucher'),
    voucher: z.object({
      seconds: count,
      amount: count,
      extras: count,
      signature: z.string().regex(/^0x[0-9a-f]{128}$/),
    }),
  }),
});

/** No voucher is longer. */
const LONGEST_HEADER = 8_000;

/** What the header `PAYMENT-SIGNATURE` says; a refusal where it is none. */
export function readPayment(header: string) {
  if (header.length > LONGEST_HEADER) throw new DomainError('malformed');
  const parsed = paymentPayload.safeParse(jsonOf(header));
  if (!parsed.success) throw new DomainError('malformed');
  const { accepted, payload } = parsed.data;
  const { seconds, amount: value, extras, signature } = payload.voucher;
  return {
    accepted,
    voucher: { seconds, amount: value as Amount, extras: extras as Amount, signature: signature as Hex },
  };
}

function jsonOf(header: string): unknown {
  try {
    return JSON.parse(Buffer.from(header, 'base64').toString('utf8'));
  } catch {
    return null;
  }
}

/** As x402's headers carry it. */
export const inHeader = (said: PaymentRequired | SettlementResponse) =>
  Buffer.from(JSON.stringify(said)).toString('base64');

/** What came of asking for seconds, with a payment or without. */
export interface Asked {
  granted: boolean;
  missing: number;
  /** Where a payment came. */
  settled: SettlementResponse | null;
}

/**
 * Claims the seconds that a request asks for, by what was signed before or by the payment that
 * comes with it.
 */
export async function askForSeconds(
  deps: Deps,
  viewing: ViewingId,
  [from, to]: Span,
  payment: ReturnType<typeof readPayment> | null,
): Promise<Asked> {
  const span = { viewing, from, to };
  if (!payment) {
    const { granted, missing } = await claimSeconds(deps, { ...span, voucher: null });
    return { granted, missing, settled: null };
  }
  const { accepted, voucher } = payment;
  const row = await deps.db.viewing.findUnique({ where: { id: viewing }, select: { viewer: true, payee: true } });
  const { network } = accepted;
  const refused = (errorReason: string, missing: number) => ({
    granted: false,
    missing,
    settled: { success: false, transaction: '' as const, network, errorReason },
  });
  const domain = await domainOf(deps);
  if (!domain || network !== `eip155:${domain.chainId}`) return refused('invalid_network', 0);
  if (row?.payee !== accepted.payTo) return refused('invalid_payment_requirements', 0);
  try {
    const { granted, missing } = await claimSeconds(deps, { ...span, voucher });
    if (!granted) return refused('insufficient_funds', missing);
    const payer = row.viewer as H160;
    const commitment = `${payer}/${accepted.payTo}/${voucher.seconds}`;
    const settled = { success: true, transaction: '' as const, network, payer, extra: { commitment } };
    return { granted, missing, settled };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { missing } = await claimSeconds(deps, { ...span, voucher: null });
    return refused(REASONS[error.code] ?? 'invalid_payload', missing);
  }
}

/** Refusals in the words of x402. */
const REASONS: Partial<Record<DomainError['code'], string>> = {
  voucherRefused: 'invalid_signature',
  voucherTooFast: 'too_many_requests',
};
