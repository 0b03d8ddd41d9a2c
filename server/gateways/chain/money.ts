import { type Amount, fromPlanck, type Planck, toPlanck } from '../../../sdk/money';
import { bytesOf, type Hex } from '../../../sdk/voucher';
import { LedgerRefusal } from '../../ledger';
import { type Connection } from './connection';

/** What the chain calls itself and its money. */
export interface ChainProperties {
  name: string;
  symbol: string;
  decimals: number;
}

/** The chain's money, and what of it there is. */
export interface Money {
  properties(): Promise<ChainProperties>;
  /** Free, not frozen, and without what keeps the account alive. */
  balance(address: string): Promise<Planck>;
  amountOf(planck: Planck): Promise<Amount>;
  /** LedgerRefusal when it is not a whole number of plancks. */
  planckOf(amount: Amount): Promise<Planck>;
}

type OneOrMany<T> = T | T[] | null | undefined;

export function createMoney(connection: Connection): Money {
  let known: { properties: ChainProperties; epoch: number } | null = null;

  async function properties(): Promise<ChainProperties> {
    if (known?.epoch === connection.epoch()) return known.properties;
    const [name, told] = await Promise.all([
      connection.ask<string>('system_chain'),
      connection.ask<{ tokenSymbol?: OneOrMany<string>; tokenDecimals?: OneOrMany<number> }>('system_properties'),
    ]);
    // a chain with several kinds of money names its own first
    const first = <T>(value: OneOrMany<T>, usual: T): T => ([value].flat()[0] as T | null) ?? usual;
    const found = { name, symbol: first(told.tokenSymbol, 'UNIT'), decimals: first(told.tokenDecimals, 12) };
    known = { properties: found, epoch: connection.epoch() };
    return found;
  }

  return {
    properties,
    async balance(address) {
      const api = await connection.api();
      const [key, alive] = [api.query.system?.account?.key(address), api.consts.balances?.existentialDeposit];
      if (!key || !alive) throw new Error('the chain has no balances');
      const stored = await connection.ask<Hex | null>('state_getStorage', key);
      if (!stored) return 0n as Planck;
      const account = api.registry.createType('FrameSystemAccountInfo', bytesOf(stored));
      const { free, frozen, reserved } = account.data;
      const held = greater(frozen.toBigInt() - reserved.toBigInt(), (alive as unknown as Balance).toBigInt());
      return greater(free.toBigInt() - held, 0n) as Planck;
    },
    amountOf: async (planck) => fromPlanck(planck, (await properties()).decimals),
    async planckOf(amount) {
      const planck = toPlanck(amount, (await properties()).decimals);
      if (planck === null) throw new LedgerRefusal(null, 'it is not a whole number of the smallest units of the chain');
      return planck;
    },
  };
}

interface Balance {
  toBigInt(): bigint;
}

/** The greater of two amounts, weights or deposits. */
export const greater = (one: bigint, other: bigint) => (one > other ? one : other);
