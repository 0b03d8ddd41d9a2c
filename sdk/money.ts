declare const unit: unique symbol;

/**
 * Money as the contract counts it: whole units of 18 decimals. All money in the API and the
 * database is this.
 */
export type Amount = bigint & { readonly [unit]: 'amount' };
/** Money as the chain's accounts count it: whole plancks, the smallest unit of that chain. */
export type Planck = bigint & { readonly [unit]: 'planck' };

/**
 * A chain's own money: what it is called, and how many decimals the chain's accounts count of it.
 */
export interface ChainMoney {
  symbol: string;
  decimals: number;
}

export const AMOUNT_DECIMALS = 18;
/** The largest amount that the contract can hold. */
export const MAX_AMOUNT = 2n ** 128n - 1n;

const ONE = 10n ** BigInt(AMOUNT_DECIMALS);

/** Says that a bigint is an amount; refuses what the contract could not hold. */
export function amount(value: bigint): Amount {
  if (value < 0n || value > MAX_AMOUNT) throw new RangeError(`not an amount: ${value}`);
  return value as Amount;
}

/**
 * How many of the contract's units one planck is, on a chain whose accounts count so many decimals:
 * pallet-revive's native-to-Ethereum ratio.
 */
export function amountPerPlanck(decimals: number): bigint {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > AMOUNT_DECIMALS)
    throw new RangeError(`no contract counts money of ${decimals} decimals`);
  return 10n ** BigInt(AMOUNT_DECIMALS - decimals);
}

/** Whole plancks to the contract's unit. */
export function fromPlanck(planck: Planck, decimals: number): Amount {
  return amount(planck * amountPerPlanck(decimals));
}

/**
 * The contract's unit to plancks, or null when it is not a whole number of them: nothing is rounded
 * away.
 */
export function toPlanck(value: Amount, decimals: number): Planck | null {
  const ratio = amountPerPlanck(decimals);
  return value % ratio === 0n ? ((value / ratio) as Planck) : null;
}

/**
 * What somebody typed ("0.25") as an amount, or null when it is not one: no sign, no exponent, at
 * most 18 decimals.
 */
export function parseAmount(text: string): Amount | null {
  const match = /^(\d{1,21})(?:\.(\d{1,18}))?$/.exec(text.trim());
  if (!match) return null;
  const value = BigInt(match[1] ?? 0) * ONE + BigInt((match[2] ?? '').padEnd(AMOUNT_DECIMALS, '0'));
  return value > MAX_AMOUNT ? null : (value as Amount);
}

/**
 * "0.25 DOT": digits with the name of the chain's money; the digits alone while that is not known.
 */
export function withSymbol(digits: string, money: Pick<ChainMoney, 'symbol'> | null): string {
  return money === null ? digits : `${digits} ${money.symbol}`;
}

/** All digits: "0.004166666666666666". */
export function exactAmount(value: Amount): string {
  const fraction = (value % ONE).toString().padStart(AMOUNT_DECIMALS, '0').replace(/0+$/, '');
  return `${value / ONE}${fraction ? `.${fraction}` : ''}`;
}

/**
 * As many digits as matter: two decimals from 1 on, three significant ones below, never rounded up.
 */
export function shortAmount(value: Amount): string {
  const whole = value / ONE;
  const fraction = (value % ONE).toString().padStart(AMOUNT_DECIMALS, '0');
  const grouped = whole.toString().replace(/\B(?=(\d{3})+$)/g, ',');
  if (whole > 0n) return `${grouped}.${fraction.slice(0, 2)}`;
  const lead = /^0*/.exec(fraction)?.[0].length ?? 0;
  if (lead === AMOUNT_DECIMALS) return '0';
  return `0.${fraction.slice(0, Math.max(2, lead + 3)).replace(/(?<=\d\d)0+$/, '')}`;
}

/**
 * An amount that grows by `step` before somebody's eyes: always with the same digits, so that
 * nothing jumps when one of them is 0. As many decimals as show a step by two digits, and two at
 * least.
 */
export function steadyAmount(value: Amount, step: Amount): string {
  const lead = /^0*/.exec((step % ONE).toString().padStart(AMOUNT_DECIMALS, '0'))?.[0].length ?? 0;
  const decimals = step >= ONE || step === 0n ? 2 : Math.min(AMOUNT_DECIMALS, lead + 2);
  const grouped = (value / ONE).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  return `${grouped}.${(value % ONE).toString().padStart(AMOUNT_DECIMALS, '0').slice(0, decimals)}`;
}

/** What a rate a second comes to in a minute and in an hour. */
export function perMinute(ratePerSecond: Amount): Amount {
  return amount(ratePerSecond * 60n);
}
export function perHour(ratePerSecond: Amount): Amount {
  return amount(ratePerSecond * 3_600n);
}
