import { createContext, useContext } from 'react';

const NonceContext = createContext<string | undefined>(undefined);

/**
 * Gives the server's rendering the nonce that its scripts carry. Browsers hide it from the page, so
 * there it stays undefined.
 */
export const NonceProvider = NonceContext.Provider;
export const useNonce = () => useContext(NonceContext);
