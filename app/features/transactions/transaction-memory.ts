import { type Hex } from '../../../sdk/voucher';

const PLACE = 'vilokanam-transaction';

/** A transaction that was signed: enough to go on showing it after a reload. */
export interface RememberedTransaction {
  id: string;
  address: string;
  /** The session key that it replaces. */
  replaces: Hex | null;
}

/** Keeps it for this tab, until it is forgotten or the tab is closed. */
export function rememberTransaction(transaction: RememberedTransaction): void {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(transaction));
  } catch {
    // A browser that keeps nothing loses the progress on reload, not the transaction.
  }
}

export function rememberedTransaction(): RememberedTransaction | null {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(PLACE) ?? 'null');
    return isRemembered(stored) ? stored : null;
  } catch {
    return null;
  }
}

export function forgetTransaction(): void {
  try {
    sessionStorage.removeItem(PLACE);
  } catch {
    // nothing was kept
  }
}

function isRemembered(stored: unknown): stored is RememberedTransaction {
  return typeof stored === 'object' && stored !== null && 'id' in stored && 'address' in stored && 'replaces' in stored;
}
