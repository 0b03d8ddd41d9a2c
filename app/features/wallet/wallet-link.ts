import { useSearchParams } from '@remix-run/react';

/**
 * Makes the address of this page for another of one's wallets; where somebody came from stays in
 * it.
 */
export function useWalletLink(): (address: string) => string {
  const [search] = useSearchParams();
  return (address) => {
    const next = search.get('next');
    return `?${new URLSearchParams({ wallet: address, ...(next ? { next } : {}) }).toString()}`;
  };
}
