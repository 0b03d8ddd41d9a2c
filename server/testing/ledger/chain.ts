import { createHash } from 'node:crypto';
import { type BlockRef } from '../../deps';
import {
  type ChainHead,
  type ContractError,
  type ContractEvent,
  type Ending,
  type SignedTransaction,
  type SkipReason,
} from '../../ledger';
import { amount, type Amount } from '../../../sdk/money';
import { type H160, type Hex, type SignedVoucher, type VoucherDomain } from '../../../sdk/voucher';
import { type ChainCall } from './codec';
import { execute } from './contract';
import { ContractRefusal, secondsOf, type ContractState, type EmittedEvent } from './state';

/** What carrying out any call costs. */
export const FEE = amount(10n ** 12n);

/** All that a block leaves behind. Worlds are never changed: a block makes a new one. */
export interface World {
  contract: ContractState;
  /** In the contract's unit, which is finer than the accounts' own. */
  balances: Map<H160, bigint>;
  /** How many transactions an account has had. */
  nonces: Map<H160, number>;
  /** Accounts that take no money, as contracts may. */
  refusing: Set<H160>;
}

/** A transaction that waits for its block. */
export interface Waiting {
  transaction: SignedTransaction;
  from: H160;
  nonce: number;
  call: ChainCall;
}

/** How carrying out a call went. */
export type Outcome = Success | Failure;
export interface Success {
  world: World;
  events: EmittedEvent[];
  /** Vouchers that the contract passed over. */
  skipped: { voucher: SignedVoucher; reason: SkipReason }[];
}
/** It changed nothing. */
export interface Failure {
  error: ContractError | null;
  detail: string;
}

interface Block extends ChainHead {
  world: World;
  events: ContractEvent[];
  endings: Map<Hex, Ending>;
}

interface Watcher {
  transaction: SignedTransaction;
  onBlock?: ((block: BlockRef) => void) | undefined;
  ended(ending: Ending): void;
}

/** Blocks, transactions that wait for one, and whoever waits for these. */
export interface Chain {
  head(): ChainHead;
  /** A finalized block, or undefined. */
  block(number: number): Block | undefined;
  /** After the newest finalized block. */
  finalWorld(): World;
  /** After the newest block, final or not. */
  newestWorld(): World;
  /** Changes what is there without a block, as no chain does. */
  decree(change: (world: World) => void): void;
  seal(): BlockRef;
  finalize(count?: number): BlockRef;
  /** Whether it is waiting or in a block, final or not. */
  holds(hash: Hex): boolean;
  wait(waiting: Waiting): void;
  waiting(): readonly Waiting[];
  endingOf(transaction: SignedTransaction): Ending | null;
  watch(transaction: SignedTransaction, onBlock?: (block: BlockRef) => void): Promise<Ending>;
  /** How a call would go on the newest state. */
  attempt(from: H160, call: ChainCall): Outcome;
}

/**
 * A chain that begins with this world. `name` makes its genesis, `life` its further blocks: a chain
 * that forgot begins the same and goes on otherwise.
 */
export function newChain(
  { name, life }: { name: string; life: number },
  domain: VoucherDomain,
  genesis: World,
  now: () => Date,
): Chain {
  const hashOf = (text: string): Hex => `0x${createHash('sha256').update(text).digest('hex')}`;
  const blocks: Block[] = [
    { number: 0, hash: hashOf(name), time: now(), world: genesis, events: [], endings: new Map() },
  ];
  let finalHeight = 0;
  let pool: Waiting[] = [];
  let watchers: Watcher[] = [];
  const newest = () => blocks.at(-1)!;
  const final = () => blocks[finalHeight]!;
  /** A chain's time never goes back. */
  const nextTime = () => new Date(Math.max(now().getTime(), newest().time.getTime()));

  function include(block: Block, { transaction, from, nonce, call }: Waiting) {
    block.world = paidFor(block.world, from, nonce);
    const outcome = carryOut(block.world, domain, block.time, from, call);
    const ref: BlockRef = { number: block.number, hash: block.hash };
    if ('detail' in outcome) {
      block.endings.set(transaction.hash, { kind: 'failed', block: ref, ...outcome });
      return;
    }
    block.world = outcome.world;
    for (const event of outcome.events)
      block.events.push({ index: block.events.length, transaction: transaction.hash, ...event } as ContractEvent);
    block.endings.set(transaction.hash, { kind: 'finalized', block: ref });
  }

  function seal(): BlockRef {
    const number = blocks.length;
    const { world } = newest();
    const hash = hashOf(`${name}, life ${life}, block ${number}`);
    const block: Block = { number, hash, time: nextTime(), world, events: [], endings: new Map() };
    pool = pool.filter(({ transaction }) => number <= transaction.validUntilBlock);
    const isNext = ({ from, nonce }: Waiting) => nonce === (block.world.nonces.get(from) ?? 0);
    for (let next = pool.find(isNext); next; next = pool.find(isNext)) {
      include(block, next);
      const { from, nonce } = next;
      // a nonce is used once
      pool = pool.filter((other) => other.from !== from || other.nonce !== nonce);
    }
    blocks.push(block);
    const ref = { number, hash };
    for (const { transaction, onBlock } of watchers) if (block.endings.has(transaction.hash)) onBlock?.(ref);
    return ref;
  }

  function endingOf({ hash, validUntilBlock }: SignedTransaction): Ending | null {
    const found = blocks.slice(0, finalHeight + 1).find(({ endings }) => endings.has(hash));
    return found?.endings.get(hash) ?? (finalHeight >= validUntilBlock ? { kind: 'dropped' } : null);
  }

  function tellWatchers() {
    watchers = watchers.filter(({ transaction, ended }) => {
      const ending = endingOf(transaction);
      if (ending) ended(ending);
      return !ending;
    });
  }

  return {
    head: () => ({ number: final().number, hash: final().hash, time: final().time }),
    block: (number) => (number <= finalHeight ? blocks[number] : undefined),
    finalWorld: () => final().world,
    newestWorld: () => newest().world,
    decree(change) {
      for (const block of new Set([final(), newest()])) {
        block.world = structuredClone(block.world);
        change(block.world);
      }
    },
    seal,
    finalize(count = 1) {
      for (let made = 0; made < count; made += 1) {
        // what was sealed before becomes final with the first
        if (made > 0 || finalHeight === newest().number || pool.length > 0) seal();
        finalHeight = newest().number;
      }
      tellWatchers();
      return { number: final().number, hash: final().hash };
    },
    holds: (hash) =>
      pool.some(({ transaction }) => transaction.hash === hash) || blocks.some(({ endings }) => endings.has(hash)),
    wait: (waiting) => void pool.push(waiting),
    waiting: () => pool,
    endingOf,
    watch: (transaction, onBlock) =>
      new Promise((ended) => {
        watchers.push({ transaction, onBlock, ended });
      }),
    attempt: (from, call) => carryOut(newest().world, domain, nextTime(), from, call),
  };
}

function paidFor(world: World, from: H160, nonce: number): World {
  const balances = new Map(world.balances);
  balances.set(from, (balances.get(from) ?? 0n) - FEE);
  return { ...world, balances, nonces: new Map(world.nonces).set(from, nonce + 1) };
}

/** How a call goes on a world, which stays as it is. The fee is not in it. */
export function carryOut(before: World, domain: VoucherDomain, time: Date, caller: H160, call: ChainCall): Outcome {
  const world = structuredClone(before);
  const { balances, refusing } = world;
  const move = (from: H160, to: H160, sum: bigint) => {
    const held = balances.get(from) ?? 0n;
    if (held < sum || refusing.has(to)) return false;
    balances.set(from, held - sum);
    balances.set(to, (balances.get(to) ?? 0n) + sum);
    return true;
  };
  if (call.kind === 'give')
    return move(caller, call.to, call.amount)
      ? { world, events: [], skipped: [] }
      : { error: null, detail: 'Token.FundsUnavailable' };

  const value = valueOf(call);
  if (!move(caller, domain.contract, value)) return { error: null, detail: 'Revive.TransferFailed' };
  try {
    const pay = (to: H160, sum: bigint) => move(domain.contract, to, sum);
    const balance = () => balances.get(domain.contract) ?? 0n;
    const around = { domain, caller, value, now: secondsOf(time), balance, pay };
    return { world, ...execute(world.contract, around, call) };
  } catch (error) {
    if (error instanceof ContractRefusal) return { error: error.error, detail: 'Revive.ContractReverted' };
    throw error;
  }
}

/** The money that goes along with a call. */
export function valueOf(call: ChainCall): Amount | 0n {
  if (call.kind === 'open') return call.deposit;
  return call.kind === 'topUp' ? call.amount : 0n;
}
