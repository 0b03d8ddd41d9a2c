import { z } from './zod';
import { says } from '../texts/says';

/** As many others as the contract takes. */
export const MOST_SHARES = 8;
/** Everything, in basis points. */
export const WHOLE = 10_000;

const ADDRESS_LENGTH = 100;

/** Who gets which part of a wallet's earnings. */
export const sharesInput = z
  .array(
    z.object({
      address: z
        .string()
        .trim()
        .min(1, says('Say who gets this part.'))
        .max(ADDRESS_LENGTH, says('That is not an address.')),
      basisPoints: z
        .int(says('A part is a whole number of hundredths of a percent.'))
        .min(1, says('A part is at least 0.01 %.'))
        .max(WHOLE, says('A part is at most 100 %.')),
    }),
  )
  .max(MOST_SHARES, says('At most eight people share.'));

export type Shares = z.output<typeof sharesInput>;

interface Sharing {
  /** Whose earnings they are, as the contract sees it. */
  own: string;
  /** Whether there is something to end. */
  shared: boolean;
  /** As the contract sees whoever has an address; null when it is none. */
  accountOf: (address: string) => string | null;
}

const TOO_MANY = says('At most {most} others share. Remove some.', { most: MOST_SHARES });

/**
 * The parts as their form holds them, a row each: an address, and percents. All that is wrong with
 * them is said at once.
 */
export const sharesForm = ({ own, shared, accountOf }: Sharing) =>
  z.object({
    shares: z
      .array(
        z.object({
          address: z
            .string()
            .max(ADDRESS_LENGTH, says('That is no address that we know. Copy it anew from the wallet.'))
            .default(''),
          basisPoints: z.string().default(''),
        }),
      )
      .min(shared ? 0 : 1, says('Add whom you share with first.'))
      .max(MOST_SHARES, TOO_MANY)
      .transform((rows, ctx): Shares => {
        const seen = new Set<string>();
        let sum = 0;
        return rows.map((row, index) => {
          const refuse = (field: 'address' | 'basisPoints', message: string) =>
            ctx.addIssue({ code: 'custom', path: [index, field], message });
          const address = row.address.trim();
          const account = accountOf(address);
          const wrong = addressProblem(address, account, own, seen);
          if (wrong) refuse('address', wrong);
          if (account) seen.add(account);
          const part = readPercent(row.basisPoints);
          if ('problem' in part) {
            refuse('basisPoints', part.problem);
            return { address, basisPoints: 0 };
          }
          sum += part.basisPoints;
          if (sum > WHOLE)
            refuse(
              'basisPoints',
              says('With this it is {percent} % in all. Give less.', { percent: percentText(sum) }),
            );
          return { address, basisPoints: part.basisPoints };
        });
      }),
  });

function addressProblem(address: string, account: string | null, own: string, seen: Set<string>) {
  if (address === '') return says('Type a wallet’s address, or remove this part.');
  if (account === null) return says('That is no address that we know. Copy it anew from the wallet.');
  if (account === own) return says('That is this wallet itself. What you do not give is its own anyway.');
  if (seen.has(account)) return says('This wallet has a part already. Put both into one.');
  return null;
}

/** A part that was typed, up to two decimals, or what is wrong with it. */
export function readPercent(text: string): { basisPoints: number } | { problem: string } {
  const typed = text.trim().replace(/\s*%$/, '');
  if (typed === '') return { problem: says('Type how much, such as 12.5.') };
  if (typed.includes(',')) return { problem: says('Use a point for decimals, such as 12.5.') };
  const [, whole = '', decimals = ''] = /^(\d*)(?:\.(\d*))?$/.exec(typed) ?? [];
  if (whole === '' && decimals === '') return { problem: says('Type a number, such as 12.5.') };
  if (/[1-9]/.test(decimals.slice(2))) return { problem: says('At most two decimals, such as 12.25.') };
  const basisPoints = Number(whole) * 100 + Number(decimals.slice(0, 2).padEnd(2, '0'));
  if (basisPoints === 0) return { problem: says('Type at least 0.01, or remove this part.') };
  if (basisPoints > WHOLE) return { problem: says('Type at most 100.') };
  return { basisPoints };
}

/** "2.5": a part of a whole, with the digits that matter. */
export function percentText(basisPoints: number): string {
  return (basisPoints / 100).toFixed(2).replace(/\.?0+$/, '');
}
