import { amount, type Amount } from '../../sdk/money';
import { type H160 } from '../../sdk/voucher';
import { type Deps } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { type AccountId } from '../ids';
import { amountOf } from '../money';
import { blockUrl, answerInTime } from '../chain/ask-chain';
import { chainFacts } from '../chain/facts';
import { type Earnings as ChainEarnings, type Share } from '../ledger';
import { OUTSTANDING } from '../balances/outstanding';
import { payeesKnownToAll } from './payees';
import { type Earnings } from './types';
import { forOthers, withdrawable } from '../balances/withdrawable';

/** As many payouts as a page shows. */
const PAGE = 50;

/**
 * What a creator's wallets are owed, what is on its way to them, and what was withdrawn, by
 * anybody's reckoning but this server's memory.
 */
export async function readEarnings(
  deps: Pick<Deps, 'db' | 'ledger' | 'knownChain' | 'clock' | 'timers' | 'config' | 'log'>,
  creatorId: AccountId,
): Promise<Earnings> {
  const { db, config } = deps;
  const rows = await db.wallet.findMany({
    where: { accountId: creatorId },
    select: { address: true, h160: true, label: true },
    orderBy: [{ linkedAt: 'asc' }, { id: 'asc' }],
  });
  const addresses = rows.map(({ h160 }) => h160 as H160);
  const [{ terms }, told, onTheWay, withdrawn, payouts] = await Promise.all([
    chainFacts(deps),
    Promise.all(addresses.map((h160) => earningsOf(deps, h160))),
    onTheWayTo(deps, addresses),
    withdrawnBy(deps, creatorId),
    readPayouts(deps, creatorId),
  ]);
  const sharing = told
    .flatMap((earnings) => [...(earnings?.split ?? []), ...(earnings?.nextSplit?.shares ?? [])])
    .map(({ account }) => account);
  const people = await payeesKnownToAll(deps, sharing);
  const named = (shares: Share[]) => shares.map((share) => ({ ...share, person: people.get(share.account) ?? null }));
  const wallets = rows.map((row, index) => {
    const earnings = told[index] ?? null;
    const sums = {
      owed: earnings && withdrawable(earnings),
      onTheWay: onTheWay.get(row.h160) ?? amount(0n),
      withdrawn: withdrawn.get(row.h160) ?? amount(0n),
    };
    return {
      ...row,
      ...sums,
      h160: row.h160 as H160,
      split: earnings && named(earnings.split),
      nextSplit: earnings?.nextSplit ? named(earnings.nextSplit.shares) : null,
      forOthers: earnings ? forOthers(earnings) : amount(0n),
      inAll: sumOf([sums.owed, sums.onTheWay, sums.withdrawn]),
    };
  });
  return {
    contract: config.chain.contract,
    wallets,
    inAll: config.chain.contract === null ? amount(0n) : sumOf(wallets.map(({ inAll }) => inAll)),
    feeBasisPoints: terms?.feeBasisPoints ?? 0,
    payouts,
  };
}

/** Null when one part is not known. */
function sumOf(parts: (Amount | null)[]): Amount | null {
  return parts.reduce<Amount | null>(
    (sum, part) => (sum === null || part === null ? null : amount(sum + part)),
    amount(0n),
  );
}

/** By the contract itself; null when it does not say so soon. */
async function earningsOf(
  { ledger, timers, config, log }: Pick<Deps, 'ledger' | 'timers' | 'config' | 'log'>,
  account: H160,
): Promise<ChainEarnings | null> {
  if (config.chain.contract === null) return null;
  try {
    return await answerInTime({ timers }, ledger.earnings(account));
  } catch (error) {
    log.warn({ err: error }, 'what a creator is owed could not be read');
    return null;
  }
}

/** By the newest vouchers: what can still be settled, the fee not taken off. */
async function onTheWayTo({ db }: Pick<Deps, 'db'>, creators: H160[]): Promise<Map<string, Amount>> {
  const rows = await db.$queryRawUnsafe<{ creator: string; amount: Prisma.Decimal }[]>(
    `SELECT v.creator, sum(v.amount + v.extras - v.paid) AS amount
     FROM vouchers v JOIN purses p ON (p.viewer, p.nonce) = (v.viewer, v.purse_nonce)
     WHERE v.creator = ANY ($1) AND ${OUTSTANDING} GROUP BY v.creator`,
    creators,
  );
  return new Map(rows.map((row) => [row.creator, amountOf(row.amount)]));
}

async function withdrawnBy({ db }: Pick<Deps, 'db'>, creatorId: AccountId): Promise<Map<string, Amount>> {
  const sums = await db.payout.groupBy({
    by: ['recipient'],
    where: { creatorId, status: 'finalized' },
    _sum: { amount: true },
  });
  return new Map(sums.map(({ recipient, _sum }) => [recipient, _sum.amount ? amountOf(_sum.amount) : amount(0n)]));
}

/** The newest first, each with the block that tells it. */
async function readPayouts(deps: Pick<Deps, 'db' | 'config'>, creatorId: AccountId): Promise<Earnings['payouts']> {
  const rows = await deps.db.payout.findMany({
    where: { creatorId, status: 'finalized', blockNumber: { not: null } },
    select: { amount: true, fee: true, recipient: true, createdAt: true, blockNumber: true },
    orderBy: [{ blockNumber: 'desc' }, { eventIndex: 'desc' }],
    take: PAGE,
  });
  return rows.map(({ amount: paid, fee, recipient, createdAt, blockNumber }) => ({
    amount: amountOf(paid),
    fee: amountOf(fee),
    recipient: recipient as H160,
    at: createdAt,
    blockNumber: blockNumber ?? 0,
    blockUrl: blockUrl(deps, blockNumber ?? 0),
  }));
}
