import { amountPerPlanck, type Amount, type ChainMoney } from '../../sdk/money';
import { says } from '../../texts/says';
import { SECOND } from '../clock';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { answerInTime } from './ask-chain';
import { readCursor, type Cursor } from './cursor';

type MoneyDeps = Pick<Deps, 'db' | 'ledger' | 'knownChain' | 'clock' | 'timers' | 'log'>;

/**
 * While neither database nor chain know it, the chain is asked again after so long, so that not
 * every page waits for it.
 */
const ASKED_AGAIN_AFTER = 10 * SECOND;

/**
 * What the chain's money is called and how many decimals it has, as the chain itself said; null
 * while it was never reached.
 */
export async function chainMoney(deps: MoneyDeps): Promise<ChainMoney | null> {
  const { knownChain, clock } = deps;
  if (knownChain.money) return knownChain.money;
  const recorded = moneyOf(await readCursor(deps));
  if (recorded) return rememberMoney(deps, recorded);
  const now = clock.now().getTime();
  const asked = knownChain.moneyAsked;
  if (asked && now - asked.at < ASKED_AGAIN_AFTER) return asked.answer;
  const answer = askForMoney(deps);
  knownChain.moneyAsked = { answer, at: now };
  return answer;
}

async function askForMoney(deps: MoneyDeps): Promise<ChainMoney | null> {
  const { ledger, timers, log } = deps;
  try {
    const { symbol, decimals } = await answerInTime({ timers }, ledger.properties());
    return rememberMoney(deps, { symbol, decimals });
  } catch (error) {
    log.warn({ err: error }, 'the chain does not say what its money is');
    return null;
  }
}

/** From now on it is this. */
export function rememberMoney({ knownChain }: Pick<Deps, 'knownChain'>, money: ChainMoney): ChainMoney {
  knownChain.money = money;
  return money;
}

/**
 * The money that a database was used with; null before it met a chain, or where that was before
 * this was recorded.
 */
export function moneyOf(cursor: Pick<Cursor, 'moneySymbol' | 'moneyDecimals'> | null): ChainMoney | null {
  if (cursor?.moneySymbol == null || cursor.moneyDecimals == null) return null;
  return { symbol: cursor.moneySymbol, decimals: cursor.moneyDecimals };
}

/**
 * What is asked for in money, by the field that it stands in and what it is called there, marked by
 * `says`.
 */
export interface AskedMoney {
  value: Amount;
  field: string;
  name: string;
}

/**
 * Refuses money that no account of the chain could hold, for nothing is rounded away. Nothing at
 * all is held on every chain.
 */
export async function requireWholePlancks(deps: MoneyDeps, { value, field, name }: AskedMoney): Promise<void> {
  if (value === 0n) return;
  const money = await chainMoney(deps);
  if (money === null) throw new DomainError('moneyNotKnown');
  if (value % amountPerPlanck(money.decimals) === 0n) return;
  throw new DomainError('finerThanChain', undefined, {
    [field]: says(
      '{name} is finer than the chain can count: {symbol} has {decimals, plural, one {# decimal} other {# decimals}}.',
      { name, ...money },
    ),
  });
}
