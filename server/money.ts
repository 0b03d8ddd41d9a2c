import { amount, type Amount } from '../sdk/money';

/** What Prisma gives for numeric(39,0). */
interface Decimal {
  toFixed(places: number): string;
}

/** From the database: numeric(39,0) to an amount. The one place where it happens. */
export function amountOf(stored: Decimal): Amount {
  return amount(BigInt(stored.toFixed(0)));
}

/** To the database: an amount as Prisma takes it for numeric(39,0), digit for digit. */
export function stored(value: Amount): string {
  return value.toString();
}
