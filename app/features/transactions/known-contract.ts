import { type H160, type Hex } from '../../../sdk/voucher';

const PLACE = 'vilokanam-contract';

/**
 * The contract that this browser signed for last, on which chain, the numbers by which that chain
 * knows a contract's call, and what it counts.
 */
export interface KnownContract {
  genesisHash: Hex;
  contract: H160;
  callNumber: string;
  decimals: number;
}

/**
 * Whether it is the one that this browser knows; the first one becomes it. A site that suddenly
 * speaks of another is not believed by itself.
 */
export function isKnownContract(found: KnownContract): boolean {
  const known = read();
  // what was kept before decimals were kept ends where they begin
  return known === null || known === textOf(found) || `${known} ${found.decimals}` === textOf(found);
}

export function rememberContract(found: KnownContract): void {
  try {
    localStorage.setItem(PLACE, textOf(found));
  } catch {
    // A browser that keeps nothing knows none.
  }
}

export function forgetContract(): void {
  try {
    localStorage.removeItem(PLACE);
  } catch {
    // nothing was kept
  }
}

function read(): string | null {
  try {
    return localStorage.getItem(PLACE);
  } catch {
    return null;
  }
}

const textOf = ({ genesisHash, contract, callNumber, decimals }: KnownContract) =>
  `${genesisHash} ${contract} ${callNumber} ${decimals}`.toLowerCase();
