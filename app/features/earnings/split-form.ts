import { contractAddress } from './contract-address';
import { percentText } from './fee-words';

/** As many others as the contract takes. */
export const MOST_SHARES = 8;
/** Everything, in basis points. */
export const WHOLE = 10_000;

/** A part as it stands in the fields of the form; `id` says which row it is while others come and go. */
export interface TypedShare {
  id: number;
  address: string;
  percent: string;
}

/** What the API takes: who gets how much. */
export interface Share {
  address: string;
  basisPoints: number;
}

let rows = 0;

/** A row that nobody has typed in. */
export function emptyShare(): TypedShare {
  return { id: (rows += 1), address: '', percent: '' };
}

/** The rows to begin with: what the contract has, or one to fill in. */
export function typedShares(split: { account: string; basisPoints: number }[]): TypedShare[] {
  if (split.length === 0) return [emptyShare()];
  return split.map(({ account, basisPoints }) => ({
    ...emptyShare(),
    address: account,
    percent: percentText(basisPoints),
  }));
}

/** The name of a row's field, by which what is wrong with it is found. */
export const fieldOf = (kind: 'address' | 'percent', { id }: Pick<TypedShare, 'id'>) => `${kind}-${id}`;

interface Sharing {
  /** Whose earnings they are, as the contract sees it. */
  own: string;
  /** Whether there is something to end. */
  shared: boolean;
}

type Read = { shares: Share[] } | { problems: Partial<Record<string, string>>; message?: string };

/** The parts that were typed, or what is wrong with them by field. */
export function readShares(typed: TypedShare[], { own, shared }: Sharing): Read {
  if (typed.length > MOST_SHARES) return { problems: {}, message: TOO_MANY };
  if (typed.length === 0 && !shared) return { problems: {}, message: 'Add whom you share with first.' };
  const problems: Partial<Record<string, string>> = {};
  const seen = new Set<string>();
  let sum = 0;
  const shares = typed.map((row): Share => {
    const address = row.address.trim();
    const account = contractAddress(address);
    const wrong = addressProblem(address, account, own, seen);
    if (wrong) problems[fieldOf('address', row)] = wrong;
    if (account) seen.add(account);
    const part = readPercent(row.percent);
    if ('problem' in part) {
      problems[fieldOf('percent', row)] = part.problem;
      return { address, basisPoints: 0 };
    }
    sum += part.basisPoints;
    if (sum > WHOLE) problems[fieldOf('percent', row)] = `With this it is ${percentText(sum)} % in all. Give less.`;
    return { address, basisPoints: part.basisPoints };
  });
  return Object.keys(problems).length > 0 ? { problems } : { shares };
}

const TOO_MANY = `At most ${MOST_SHARES} others share. Remove some.`;

function addressProblem(address: string, account: string | null, own: string, seen: Set<string>) {
  if (address === '') return 'Type a wallet’s address, or remove this part.';
  if (account === null) return 'That is no address that we know. Copy it anew from the wallet.';
  if (account === own) return 'That is this wallet itself. What you do not give is its own anyway.';
  if (seen.has(account)) return 'This wallet has a part already. Put both into one.';
  return null;
}

/** A part that was typed, up to two decimals, or what is wrong with it. */
export function readPercent(text: string): { basisPoints: number } | { problem: string } {
  const typed = text.trim().replace(/\s*%$/, '');
  if (typed === '') return { problem: 'Type how much, such as 12.5.' };
  if (typed.includes(',')) return { problem: 'Use a point for decimals, such as 12.5.' };
  const [, whole = '', decimals = ''] = /^(\d*)(?:\.(\d*))?$/.exec(typed) ?? [];
  if (whole === '' && decimals === '') return { problem: 'Type a number, such as 12.5.' };
  if (/[1-9]/.test(decimals.slice(2))) return { problem: 'At most two decimals, such as 12.25.' };
  const basisPoints = Number(whole) * 100 + Number(decimals.slice(0, 2).padEnd(2, '0'));
  if (basisPoints === 0) return { problem: 'Type at least 0.01, or remove this part.' };
  if (basisPoints > WHOLE) return { problem: 'Type at most 100.' };
  return { basisPoints };
}

/** What stays one's own of what was typed so far, in basis points; below zero when too much is given. */
export function kept(typed: TypedShare[]): number {
  const given = typed.map(({ percent }) => readPercent(percent));
  return given.reduce((rest, part) => rest - ('basisPoints' in part ? part.basisPoints : 0), WHOLE);
}

/** Whether the rows say what the contract has already. */
export function sameAsSet(typed: TypedShare[], split: { account: string; basisPoints: number }[]): boolean {
  const written = (rows: { address: string; percent: string }[]) =>
    rows.map(({ address, percent }) => `${address} ${percent}`).join();
  return written(typed) === written(typedShares(split));
}
