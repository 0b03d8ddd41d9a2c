import { fromPlanck, type Amount } from '../../sdk/money';
import { amount } from '../../sdk/money';
import { hexOf, type H160, type Hex } from '../../sdk/voucher';
import { readCursor } from '../chain/cursor';
import { type Deps } from '../deps';
import { type Purse } from '../generated/prisma/client';
import { type PurseStatus } from '../generated/prisma/enums';
import { type AccountId } from '../ids';
import { type ChainHead, type Limits } from '../ledger';
import { amountOf } from '../money';
import { outstandingOf } from '../settling/outstanding';
import { promisedOf } from '../viewing/lease';
import { saidSoon } from './ask-chain';
import { chainFacts } from './chain-facts';

/** A purse as its owner sees it: money as finalized blocks tell it, and what is signed on top of that. */
export interface PurseView {
  nonce: number;
  status: PurseStatus;
  sessionKey: Hex;
  /** What is left on chain. */
  deposit: Amount;
  /** Signed for and not settled yet, and what running viewings have reserved. */
  promised: Amount;
  /** What may still be spent. */
  available: Amount;
  /** What creators were paid. */
  settled: Amount;
  limits: Limits;
  /** Billed over all creators. */
  seconds: bigint;
  extras: Amount;
  openedAt: Date;
  closesAt: Date | null;
  /** The key signs nothing any more, by the chain's time. */
  expired: boolean;
  /** Whether it can be closed at once, only by asking and waiting, or is waiting already. */
  canClose: 'now' | 'afterDelay' | 'waiting';
}

/** A linked wallet with what it has. */
export interface PurseWallet {
  address: string;
  h160: H160;
  label: string;
  /** What the account itself holds; null when the chain does not answer. */
  balance: Amount | null;
  purse: PurseView | null;
}

/** The chain that the purses are on. */
export interface PurseChain {
  name: string;
  symbol: string;
  local: boolean;
  faucet: boolean;
  /** Null: payments are not set up here. */
  contract: H160 | null;
  /** What vouchers are signed for, with the contract; null while the contract was never reached. */
  chainId: bigint | null;
  feeBasisPoints: number;
  closingDelaySeconds: number;
  maxLanes: number;
  /** The chain's own, by which limits end. */
  time: Date;
  blockNumber: number;
  reachable: boolean;
}

/** The wallet page. */
export interface PurseOverview {
  chain: PurseChain;
  wallets: PurseWallet[];
}

/** All of somebody's wallets, each with its newest purse. */
export async function readOverview(
  deps: Pick<Deps, 'db' | 'ledger' | 'clock' | 'config' | 'log'>,
  accountId: AccountId,
): Promise<PurseOverview> {
  const { db, ledger, config } = deps;
  const [facts, head, wallets] = await Promise.all([
    chainFacts(deps),
    chainHead(deps),
    db.wallet.findMany({ where: { accountId }, orderBy: { linkedAt: 'asc' } }),
  ]);
  const { terms } = facts;
  return {
    chain: {
      name: facts.name,
      symbol: facts.symbol,
      local: config.chain.local,
      faucet: ledger.faucet !== null && config.chain.local,
      contract: config.chain.contract,
      chainId: terms?.chainId ?? null,
      feeBasisPoints: terms?.feeBasisPoints ?? 0,
      closingDelaySeconds: terms?.closingDelaySeconds ?? 0,
      maxLanes: terms?.maxLanes ?? 16,
      time: head.time,
      blockNumber: head.number,
      reachable: head.reachable,
    },
    wallets: await Promise.all(
      wallets.map(async ({ address, h160, label }) => ({
        address,
        h160: h160 as H160,
        label,
        balance: head.reachable ? await balanceOf(deps, address) : null,
        purse: await readPurse(deps, h160 as H160, head.time),
      })),
    ),
  };
}

/** The chain's head; when it does not answer, where the database last saw it. */
async function chainHead(
  deps: Pick<Deps, 'db' | 'ledger' | 'clock'>,
): Promise<Omit<ChainHead, 'hash'> & { reachable: boolean }> {
  try {
    return { ...(await saidSoon(deps.ledger.finalizedHead())), reachable: true };
  } catch {
    const cursor = await readCursor(deps);
    return { number: cursor?.blockNumber ?? 0, time: cursor?.blockTime ?? deps.clock.now(), reachable: false };
  }
}

async function balanceOf({ ledger, log }: Pick<Deps, 'ledger' | 'log'>, address: string): Promise<Amount | null> {
  try {
    return fromPlanck(await saidSoon(ledger.balance(address)));
  } catch (error) {
    log.warn({ err: error }, 'a balance could not be read');
    return null;
  }
}

/** The newest purse of a wallet, or null when it never had one. */
export async function readPurse({ db }: Pick<Deps, 'db'>, viewer: H160, chainTime: Date): Promise<PurseView | null> {
  const purse = await db.purse.findFirst({ where: { viewer }, orderBy: { nonce: 'desc' } });
  if (!purse) return null;
  const [signed, leased, alive] = await Promise.all([
    outstandingOf(db, viewer, purse.nonce),
    promisedOf(db, viewer, purse.nonce),
    db.retiredKey.count({
      where: { viewer, nonce: purse.nonce, until: { gt: chainTime }, expiresAt: { gte: chainTime } },
    }),
  ]);
  return viewOf(purse, signed.amount + leased, alive > 0, chainTime);
}

function viewOf(purse: Purse, owed: bigint, keysAlive: boolean, chainTime: Date): PurseView {
  const { nonce, status, lanes, seconds, openedAt, closesAt, expiresAt } = purse;
  const settled = amountOf(purse.settled);
  const left = amount(amountOf(purse.deposit) - settled - amountOf(purse.paidBack));
  const promised = status === 'closed' ? amount(0n) : amount(owed);
  const expired = chainTime > expiresAt;
  const over = (status === 'closing' && closesAt !== null && chainTime >= closesAt) || (expired && !keysAlive);
  return {
    ...{ nonce, status, settled, promised, seconds, openedAt, closesAt, expired },
    sessionKey: hexOf(purse.sessionKey),
    deposit: left,
    available: amount(left > promised ? left - promised : 0n),
    limits: { maxRate: amountOf(purse.maxRate), lanes, extrasAllowance: amountOf(purse.extrasAllowance), expiresAt },
    extras: amountOf(purse.extras),
    canClose: over || promised === 0n ? 'now' : status === 'closing' ? 'waiting' : 'afterDelay',
  };
}
