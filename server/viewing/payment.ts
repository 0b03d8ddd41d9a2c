import { type Amount } from '../../sdk/money';
import { hexOf, type H160, type Hex, type VoucherDomain } from '../../sdk/voucher';
import { HOUR, later } from '../clock';
import { type Deps, type Tx } from '../deps';
import { type Purse } from '../generated/prisma/client';
import { type AccountId, type ViewingId } from '../ids';
import { amountOf } from '../money';
import { announced } from '../settling/announced';
import { lanesOf } from './lanes';
import { freeOf, lockPurses } from './lease';
import { readBase, type Base } from './newest';
import { GRACE_MS, LEASE_SECONDS, type Agreement, type PaymentNeed } from './types';

/** So long a key must still be good: nobody is asked for another one in the middle of a stream. */
const KEY_GOOD_FOR = HOUR;

/** Who is to pay for what. */
export interface Asked {
  accountId: AccountId | null;
  /** The only wallet to look at, when the viewer chose one. */
  wallet: H160 | null;
  rate: Amount;
  payee: H160 | null;
  /** Where vouchers count; null where payments are not set up. */
  domain: VoucherDomain | null;
}

/** A purse that pays, and what its pair with this creator stands at. */
export interface Means {
  domain: VoucherDomain;
  viewer: H160;
  purseNonce: number;
  creator: H160;
  sessionKey: Hex;
  base: Base;
  /** Viewings of the purse that nobody hears any more: their lanes are taken, so they are to be ended. */
  silent: ViewingId[];
}

/** What stands in the way. */
export interface Missing {
  needs: PaymentNeed;
}

/**
 * The first of the viewer's purses that can pay for a minute, or what the first of them lacks. It holds the rows of all of them until the transaction ends, so that what it says of them stays true while the viewing is written.
 */
export async function findMeans(tx: Tx, { clock }: Pick<Deps, 'clock'>, asked: Asked): Promise<Means | Missing> {
  const { accountId, wallet, payee, domain } = asked;
  if (payee === null) return { needs: 'payments' };
  if (accountId === null) return { needs: 'signIn' };
  const cursor = await tx.chainCursor.findUnique({ where: { id: 1 }, select: { blockTime: true } });
  if (!domain || !cursor) return { needs: 'payments' };
  const wallets = await tx.wallet.findMany({
    where: { accountId, ...(wallet ? { h160: wallet } : {}) },
    select: { h160: true },
    orderBy: [{ linkedAt: 'asc' }, { id: 'asc' }],
  });
  const purses = await holdNewest(tx, wallets);
  const found: (Means | Missing)[] = [];
  for (const { h160 } of wallets) {
    const look = { ...asked, domain, payee, now: clock.now(), chainTime: cursor.blockTime };
    const means = await lookAt(tx, h160 as H160, purses.get(h160), look);
    if (!('needs' in means)) return means;
    found.push(means);
  }
  return found[0] ?? { needs: 'wallet' };
}

interface Look {
  rate: Amount;
  payee: H160;
  domain: VoucherDomain;
  now: Date;
  chainTime: Date;
}

/** Holds the newest purse of each wallet, all at once and in the order in which everybody holds several. Answers their nonces. */
async function holdNewest(tx: Tx, wallets: { h160: string }[]): Promise<Map<string, number>> {
  const newest = await tx.purse.groupBy({
    by: 'viewer',
    where: { viewer: { in: wallets.map(({ h160 }) => h160) } },
    _max: { nonce: true },
  });
  const nonces = new Map(newest.map(({ viewer, _max }) => [viewer, _max.nonce ?? 0]));
  await lockPurses(tx, [...nonces.keys()], [...nonces.values()]);
  return nonces;
}

async function lookAt(tx: Tx, viewer: H160, nonce: number | undefined, look: Look): Promise<Means | Missing> {
  const { rate, payee, domain, now, chainTime } = look;
  if (nonce === undefined) return { needs: 'purse' };
  const purse = await tx.purse.findUniqueOrThrow({ where: { viewer_nonce: { viewer, nonce } } });
  const lacks = lacksByItself(purse, rate, chainTime);
  if (lacks) return { needs: lacks };
  if (await isAnnounced(tx, viewer, nonce, chainTime)) return { needs: 'announced' };
  const lanes = await lanesOf(tx, viewer, nonce, now);
  if (lanes.taken >= purse.lanes) return { needs: 'lanes' };
  if ((await freeOf(tx, viewer, nonce)) < rate * LEASE_SECONDS) return { needs: 'funds' };
  const pair = { viewer, purseNonce: nonce, creator: payee };
  const { seconds, amount, extras } = await readBase(tx, pair);
  const base = { seconds, amount, extras };
  return { ...pair, domain, sessionKey: hexOf(purse.sessionKey), base, silent: lanes.silent };
}

/** What the purse's own row tells; deadlines by the chain's time. */
function lacksByItself(purse: Purse, rate: Amount, chainTime: Date): PaymentNeed | null {
  if (purse.status === 'closed') return 'purse';
  const released = purse.releasedUntil !== null && chainTime <= purse.releasedUntil;
  if (purse.status === 'closing' || released) return 'closing';
  if (purse.expiresAt < later(chainTime, KEY_GOOD_FOR)) return 'expired';
  return amountOf(purse.maxRate) < rate ? 'rate' : null;
}

/** Somebody settles vouchers of this purse by themselves, or may: what we hold might then find it empty. */
async function isAnnounced(tx: Tx, viewer: H160, nonce: number, chainTime: Date): Promise<boolean> {
  const [row] = await tx.$queryRawUnsafe<{ announced: boolean }[]>(
    `SELECT ${announced('$1', '$2::int', '$3::timestamptz')} AS announced`,
    viewer,
    nonce,
    chainTime,
  );
  return row?.announced ?? false;
}

/** What the SDK signs by. */
export function agreementOf(means: Means, rate: Amount, limit: Amount | null): Agreement {
  const { domain, viewer, purseNonce, creator, sessionKey, base } = means;
  return { domain, viewer, purseNonce, creator, sessionKey, rate, base, limit, graceMs: GRACE_MS };
}
