import { percentText, readPercent, WHOLE } from '../../../schemas/sharing';

/** A part as it stands in the fields of the form: an address, and percents. */
export interface TypedShare {
  address: string;
  basisPoints: string;
}

/** A row that nobody has typed in. */
export const NO_SHARE: TypedShare = { address: '', basisPoints: '' };

/** The rows to begin with: what the contract has, or one to fill in. */
export function typedShares(split: { account: string; basisPoints: number }[]): TypedShare[] {
  if (split.length === 0) return [NO_SHARE];
  return split.map(({ account, basisPoints }) => ({ address: account, basisPoints: percentText(basisPoints) }));
}

/**
 * What stays one's own of what was typed so far, in basis points; below zero when too much is
 * given.
 */
export function keptBasisPoints(typed: TypedShare[]): number {
  const given = typed.map(({ basisPoints }) => readPercent(basisPoints));
  return given.reduce((rest, part) => rest - ('basisPoints' in part ? part.basisPoints : 0), WHOLE);
}

/** Whether the rows say what the contract has already. */
export function sameAsSet(typed: TypedShare[], split: { account: string; basisPoints: number }[]): boolean {
  const written = (rows: TypedShare[]) => rows.map(({ address, basisPoints }) => `${address} ${basisPoints}`).join();
  return written(typed) === written(typedShares(split));
}
