const PLACE = 'vilokanam-wallet-of';

/** Which wallet of this browser last signed for an address, so that nobody is asked twice. */
export function chosenWallet(address: string): string | null {
  return choices()[address] ?? null;
}

export function rememberWallet(address: string, id: string): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify({ ...choices(), [address]: id }));
  } catch {
    // A browser that keeps nothing asks again.
  }
}

function choices(): Partial<Record<string, string>> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(PLACE) ?? '{}');
    return typeof stored === 'object' && stored !== null ? (stored as Partial<Record<string, string>>) : {};
  } catch {
    return {};
  }
}
