import {
  type Amount,
  amountPerPlanck,
  AMOUNT_DECIMALS,
  type ChainMoney,
  fromPlanck,
  type Planck,
  toPlanck,
} from '../../../sdk/money';
import { bytesOf, type Hex } from '../../../sdk/voucher';
import { LedgerRefusal } from '../../ledger';
import { type Connection } from './connection';

/** The chain's money, and what of it there is. */
export interface Money {
  properties(): Promise<ChainMoney & { name: string }>;
  /** Free, not frozen, and without what keeps the account alive. */
  balance(address: string): Promise<Planck>;
  /** Whether the chain keeps anything of the account. */
  exists(address: string): Promise<boolean>;
  existentialDeposit(): Promise<Planck>;
  amountOf(planck: Planck): Promise<Amount>;
  /** LedgerRefusal when it is not a whole number of plancks. */
  planckOf(amount: Amount): Promise<Planck>;
}

const NO_BALANCES = 'the chain has no balances';

type OneOrMany<T> = T | T[] | null | undefined;

/** What `system_properties` says of money. */
interface ToldProperties {
  tokenSymbol?: OneOrMany<string>;
  tokenDecimals?: OneOrMany<number>;
}

export function createMoney(connection: Connection): Money {
  let known: { properties: ChainMoney & { name: string }; epoch: number } | null = null;

  async function properties(): Promise<ChainMoney & { name: string }> {
    if (known?.epoch === connection.epoch()) return known.properties;
    const [name, told, api] = await Promise.all([
      connection.ask<string>('system_chain'),
      connection.ask<ToldProperties>('system_properties'),
      connection.api(),
    ]);
    const money = readProperties(told);
    const ratio = api.consts.revive?.nativeToEthRatio;
    if (ratio) requireRatio(money, (ratio as unknown as Balance).toBigInt());
    known = { properties: { name, ...money }, epoch: connection.epoch() };
    return known.properties;
  }

  /** What the chain keeps of an account; null when that is nothing. */
  async function accountAt(address: string) {
    const api = await connection.api();
    const key = api.query.system?.account?.key(address);
    if (!key) throw new Error(NO_BALANCES);
    const stored = await connection.ask<Hex | null>('state_getStorage', key);
    return stored ? api.registry.createType('FrameSystemAccountInfo', bytesOf(stored)) : null;
  }

  async function existentialDeposit(): Promise<Planck> {
    const least = (await connection.api()).consts.balances?.existentialDeposit;
    if (!least) throw new Error(NO_BALANCES);
    return (least as unknown as Balance).toBigInt() as Planck;
  }

  return {
    properties,
    async balance(address) {
      const [account, least] = await Promise.all([accountAt(address), existentialDeposit()]);
      if (!account) return 0n as Planck;
      const { free, frozen, reserved } = account.data;
      const held = greater(frozen.toBigInt() - reserved.toBigInt(), least);
      return greater(free.toBigInt() - held, 0n) as Planck;
    },
    exists: async (address) => (await accountAt(address)) !== null,
    existentialDeposit,
    amountOf: async (planck) => fromPlanck(planck, (await properties()).decimals),
    async planckOf(amount) {
      const planck = toPlanck(amount, (await properties()).decimals);
      if (planck === null) throw new LedgerRefusal(null, 'it is not a whole number of the smallest units of the chain');
      return planck;
    },
  };
}

/**
 * A chain with several kinds of money names its own first. Nothing is assumed of one that does not
 * say.
 */
function readProperties({ tokenSymbol, tokenDecimals }: ToldProperties): ChainMoney {
  const [symbol, decimals] = [[tokenSymbol].flat()[0], [tokenDecimals].flat()[0]];
  if (!symbol || decimals == null)
    throw new Error('the chain does not say what its money is called and how many decimals it has (system_properties)');
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > AMOUNT_DECIMALS)
    throw new Error(`the chain says that its money has ${decimals} decimals; contracts count ${AMOUNT_DECIMALS}`);
  return { symbol, decimals };
}

/** What a chain shows to people and what it hands to contracts must be the same money. */
function requireRatio({ symbol, decimals }: ChainMoney, ratio: bigint): void {
  if (ratio === amountPerPlanck(decimals)) return;
  throw new Error(
    `the chain says that ${symbol} has ${decimals} decimals, but counts ${ratio} of the contract's units to its smallest one, not ${amountPerPlanck(decimals)}`,
  );
}

interface Balance {
  toBigInt(): bigint;
}

/** The greater of two amounts, weights or deposits. */
export const greater = (one: bigint, other: bigint) => (one > other ? one : other);
