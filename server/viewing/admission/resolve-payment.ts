import { type Amount } from '../../../sdk/money';
import { hexOf, type H160, type Hex, type VoucherDomain } from '../../../sdk/voucher';
import { HOUR, later } from '../../clock';
import { type Deps, type Tx } from '../../deps';
import { type Purse } from '../../generated/prisma/client';
import { type AccountId, type ViewingId } from '../../ids';
import { amountOf } from '../../money';
import { ANNOUNCED } from '../../balances/announced';
import { lanesOf } from '../../balances/lanes';
import { freeOf } from '../../balances/balance';
import { lockPurses } from '../../balances/lock';
import { readBase } from './recover-voucher';
import { type Agreement, type PayingWallet, type PaymentNeed } from '../../../sdk/protocol';
import { LEASE_SECONDS } from '../types';

/** So long a key must still be good: nobody is asked for another one in the middle of a stream. */
const KEY_GOOD_FOR = HOUR;

/** Who is to pay for what. */
export interface PaymentRequest {
  accountId: AccountId | null;
  /** The only wallet to look at, when the viewer chose one. */
  wallet: H160 | null;
  /**
   * The session keys that the viewer's device holds: a purse that it can sign for comes before one
   * that it cannot.
   */
  keys: readonly Hex[];
  rate: Amount;
  payee: H160 | null;
  /** Where vouchers count; null where payments are not set up. */
  domain: VoucherDomain | null;
}

/** A purse that pays, and what its present key has signed for this creator. */
export interface PaymentSource extends Omit<Agreement, 'rate' | 'limit' | 'graceMs'> {
  /**
   * Viewings of the purse that nobody hears any more: their lanes are taken, so they are to be
   * ended.
   */
  silent: ViewingId[];
  wallet: PayingWallet;
}

/** What stands in the way. */
export interface PaymentObstacle {
  needs: PaymentNeed;
  /** The wallet that it is said of; null where it concerns none. */
  wallet: PayingWallet | null;
}

/**
 * The purse that is to pay: the first that this device can sign for and that has enough for a
 * minute, else what that one lacks; without one of this device's, the first that could pay, or what
 * the first lacks. It holds the rows of all of them until the transaction ends, so that what it
 * says of them stays true while the viewing is written.
 */
export async function resolvePayment(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  asked: PaymentRequest,
): Promise<PaymentSource | PaymentObstacle> {
  const { accountId, wallet, payee, domain } = asked;
  if (payee === null) return { needs: 'payments', wallet: null };
  if (accountId === null) return { needs: 'signIn', wallet: null };
  const cursor = await tx.chainCursor.findUnique({ where: { id: 1 }, select: { blockTime: true } });
  if (!domain || !cursor) return { needs: 'payments', wallet: null };
  const linked = await tx.wallet.findMany({
    where: { accountId },
    select: { h160: true, address: true, label: true },
    orderBy: [{ linkedAt: 'asc' }, { id: 'asc' }],
  });
  const wallets = linked.filter(({ h160 }) => wallet === null || h160 === wallet);
  const purses = await lockNewestPurses(tx, wallets);
  const found: Found[] = [];
  for (const { h160, address, label } of wallets) {
    const look = { ...asked, domain, payee, now: clock.now(), chainTime: cursor.blockTime };
    const said = await examineWallet(tx, h160 as H160, purses.get(h160), look);
    found.push({ here: said.here, answer: { ...said.answer, wallet: { address, label, only: linked.length === 1 } } });
  }
  return bestOf(found) ?? { needs: 'wallet', wallet: null };
}

/** What was found of one wallet's purse. */
interface Found {
  /** The device holds its key. */
  here: boolean;
  answer: PaymentSource | PaymentObstacle;
}

/**
 * What one can pay with comes first; of what lacks something, the purse of this device: it is the
 * nearer one to mend.
 */
function bestOf(found: Found[]): PaymentSource | PaymentObstacle | undefined {
  const pays = ({ answer }: Found) => !('needs' in answer);
  const opened = ({ answer }: Found) => !('needs' in answer && answer.needs === 'purse');
  const best =
    found.find((one) => one.here && pays(one)) ?? found.find((one) => one.here && opened(one)) ?? found.find(pays);
  return (best ?? found[0])?.answer;
}

interface PurseRequirements {
  keys: readonly Hex[];
  rate: Amount;
  payee: H160;
  domain: VoucherDomain;
  now: Date;
  chainTime: Date;
}

/**
 * Holds the newest purse of each wallet, all at once and in the order in which everybody holds
 * several. Answers their nonces.
 */
async function lockNewestPurses(tx: Tx, wallets: { h160: string }[]): Promise<Map<string, number>> {
  const newest = await tx.purse.groupBy({
    by: 'viewer',
    where: { viewer: { in: wallets.map(({ h160 }) => h160) } },
    _max: { nonce: true },
  });
  const nonces = new Map(newest.map(({ viewer, _max }) => [viewer, _max.nonce ?? 0]));
  await lockPurses(tx, [...nonces.keys()], [...nonces.values()]);
  return nonces;
}

/** A purse as it was looked at, without the wallet that it is of. */
interface ExaminedPurse {
  here: boolean;
  answer: Omit<PaymentSource, 'wallet'> | Omit<PaymentObstacle, 'wallet'>;
}

async function examineWallet(
  tx: Tx,
  viewer: H160,
  nonce: number | undefined,
  look: PurseRequirements,
): Promise<ExaminedPurse> {
  if (nonce === undefined) return { here: false, answer: { needs: 'purse' } };
  const purse = await tx.purse.findUniqueOrThrow({ where: { viewer_nonce: { viewer, nonce } } });
  const here = look.keys.includes(hexOf(purse.sessionKey));
  return { here, answer: await examinePurse(tx, purse, look) };
}

async function examinePurse(tx: Tx, purse: Purse, look: PurseRequirements): Promise<ExaminedPurse['answer']> {
  const { rate, payee, domain, now, chainTime } = look;
  const { nonce } = purse;
  const viewer = purse.viewer as H160;
  const lacks = obstacleOfRow(purse, rate, chainTime);
  if (lacks) return { needs: lacks };
  if (await isAnnounced(tx, viewer, nonce)) return { needs: 'announced' };
  const lanes = await lanesOf(tx, viewer, nonce, now);
  if (lanes.taken >= purse.lanes) return { needs: 'lanes' };
  const tab = { viewer, purseNonce: nonce, key: purse.key, creator: payee };
  if ((await freeOf(tx, tab)) < rate * LEASE_SECONDS) return { needs: 'funds' };
  const { seconds, amount, extras, signature } = await readBase(tx, tab);
  const base = { seconds, amount, extras, signature };
  return { ...tab, domain, sessionKey: hexOf(purse.sessionKey), base, silent: lanes.silent };
}

/** What the purse's own row tells; deadlines by the chain's time. */
function obstacleOfRow(purse: Purse, rate: Amount, chainTime: Date): PaymentNeed | null {
  if (purse.status === 'closed') return 'purse';
  const released = purse.releasedUntil !== null && chainTime <= purse.releasedUntil;
  if (purse.status === 'closing' || released) return 'closing';
  if (purse.expiresAt < later(chainTime, KEY_GOOD_FOR)) return 'expired';
  return amountOf(purse.maxRate) < rate ? 'rate' : null;
}

/**
 * Somebody is to be paid of this purse beyond what is settled: what we take from now on might then
 * find it empty.
 */
async function isAnnounced(tx: Tx, viewer: H160, nonce: number): Promise<boolean> {
  const [row] = await tx.$queryRawUnsafe<{ announced: boolean }[]>(
    `SELECT ${ANNOUNCED} AS announced FROM purses p WHERE p.viewer = $1 AND p.nonce = $2::int`,
    viewer,
    nonce,
  );
  return row?.announced ?? false;
}

/** What the SDK signs by. */
export function agreementOf(means: PaymentSource, rate: Amount, limit: Amount | null, graceMs: number): Agreement {
  const { domain, viewer, purseNonce, key, creator, sessionKey, base } = means;
  return { domain, viewer, purseNonce, key, creator, sessionKey, rate, base, limit, graceMs };
}
