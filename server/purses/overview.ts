import { amount, fromPlanck, type Amount } from '../../sdk/money';
import { hexOf, type H160, type Hex } from '../../sdk/voucher';
import { readCursor } from '../chain/cursor';
import { type Deps } from '../deps';
import { type Purse } from '../generated/prisma/client';
import { type PurseStatus } from '../generated/prisma/enums';
import { type AccountId } from '../ids';
import { type ChainHead, type Limits } from '../ledger';
import { later, SECOND } from '../clock';
import { amountOf } from '../money';
import { outstandingOf } from '../balances/outstanding';
import { setAsideOf } from '../balances/balance';
import { answerInTime } from '../chain/ask-chain';
import { chainFacts } from '../chain/facts';
import { chainMoney } from '../chain/money';

/**
 * A purse as its owner sees it: money as finalized blocks tell it, and what is signed on top of
 * that.
 */
export interface PurseView {
  nonce: number;
  status: PurseStatus;
  sessionKey: Hex;
  /** What is left on chain. */
  deposit: Amount;
  /**
   * Signed for and not settled yet, and what is set aside for running viewings and for the storage
   * of new tabs.
   */
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
  /** No key settles any more either, so that it can be closed without a delay. */
  keysDead: boolean;
  /**
   * Somebody collects by themselves what it owes them: until that is paid, which begins then, it
   * cannot be closed.
   */
  windowEndsAt: Date | null;
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
  local: boolean;
  faucet: boolean;
  /** Null: payments are not set up here. */
  contract: H160 | null;
  /** What vouchers are signed for, with the contract; null while the contract was never reached. */
  chainId: bigint | null;
  feeBasisPoints: number;
  /** What a creator's first settlement takes of a purse besides: the storage of a new tab. */
  tabCost: Amount;
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
  deps: Pick<Deps, 'db' | 'ledger' | 'knownChain' | 'clock' | 'timers' | 'config' | 'log'>,
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
      local: config.chain.local,
      faucet: ledger.faucet !== null && config.chain.local,
      contract: config.chain.contract,
      chainId: terms?.chainId ?? null,
      feeBasisPoints: terms?.feeBasisPoints ?? 0,
      tabCost: terms?.tabCost ?? amount(0n),
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
        purse: await readPurse(deps, h160 as H160, head.time, terms?.closingDelaySeconds ?? 0),
      })),
    ),
  };
}

/** The chain's head; when it does not answer, where the database last saw it. */
async function chainHead(
  deps: Pick<Deps, 'db' | 'ledger' | 'clock' | 'timers'>,
): Promise<Omit<ChainHead, 'hash'> & { reachable: boolean }> {
  try {
    return { ...(await answerInTime(deps, deps.ledger.finalizedHead())), reachable: true };
  } catch {
    const cursor = await readCursor(deps);
    return { number: cursor?.blockNumber ?? 0, time: cursor?.blockTime ?? deps.clock.now(), reachable: false };
  }
}

async function balanceOf(
  deps: Pick<Deps, 'db' | 'ledger' | 'knownChain' | 'clock' | 'timers' | 'log'>,
  address: string,
): Promise<Amount | null> {
  const { ledger, log } = deps;
  const money = await chainMoney(deps);
  if (money === null) return null;
  try {
    return fromPlanck(await answerInTime(deps, ledger.balance(address)), money.decimals);
  } catch (error) {
    log.warn({ err: error }, 'a balance could not be read');
    return null;
  }
}

/** The newest purse of a wallet, or null when it never had one. */
export async function readPurse(
  { db }: Pick<Deps, 'db'>,
  viewer: H160,
  chainTime: Date,
  closingDelaySeconds: number,
): Promise<PurseView | null> {
  const purse = await db.purse.findFirst({ where: { viewer }, orderBy: { nonce: 'desc' } });
  if (!purse) return null;
  const [signed, aside, alive] = await Promise.all([
    outstandingOf(db, viewer, purse.nonce),
    setAsideOf(db, viewer, purse.nonce),
    db.retiredKey.count({
      where: { viewer, nonce: purse.nonce, until: { gte: chainTime } },
    }),
  ]);
  const presentSettles = chainTime <= later(purse.expiresAt, closingDelaySeconds * SECOND);
  return viewOf(purse, signed.amount + aside, alive > 0 || presentSettles, chainTime);
}

function viewOf(purse: Purse, owed: bigint, keysAlive: boolean, chainTime: Date): PurseView {
  const { nonce, status, lanes, seconds, openedAt, closesAt, windowEndsAt, expiresAt } = purse;
  const settled = amountOf(purse.settled);
  const left = amount(amountOf(purse.deposit) - settled - amountOf(purse.storage) - amountOf(purse.paidBack));
  const promised = status === 'closed' ? amount(0n) : amount(owed);
  const expired = chainTime > expiresAt;
  const over = (status === 'closing' && closesAt !== null && chainTime >= closesAt) || !keysAlive;
  const canCloseNow = windowEndsAt === null && (over || promised === 0n);
  return {
    nonce,
    status,
    settled,
    promised,
    seconds,
    openedAt,
    closesAt,
    windowEndsAt,
    expired,
    keysDead: !keysAlive,
    sessionKey: hexOf(purse.sessionKey),
    deposit: left,
    available: amount(left > promised ? left - promised : 0n),
    limits: { maxRate: amountOf(purse.maxRate), lanes, extrasAllowance: amountOf(purse.extrasAllowance), expiresAt },
    extras: amountOf(purse.extras),
    canClose: canCloseNow ? 'now' : status === 'closing' || windowEndsAt ? 'waiting' : 'afterDelay',
  };
}
