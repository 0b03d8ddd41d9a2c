import { browserKeyStore, type KeyOwner, sessionKeys } from '../../../sdk/session-key';
import { type H160, type Hex } from '../../../sdk/voucher';
import { says } from '../../../texts/says';
import { useEffect, useState } from 'react';
import { type PageRefusal } from '../../lib/page-refusal';
import { type ChainView } from '../transactions/purse-types';

const keys = () => sessionKeys(browserKeyStore());

/** Said where IndexedDB is closed to us. */
export const NO_KEYS: PageRefusal = {
  code: null,
  message: says(
    'This browser keeps nothing for this site, as in some private windows, so it cannot hold the key that pays. Nothing was sent. Use another window or browser.',
  ),
  fields: {},
};

/** For whom a key signs; null where there is no contract, or it was never reached. */
export function keyOwner({ chainId, contract }: ChainView, viewer: H160): KeyOwner | null {
  return contract === null || chainId === null ? null : { chainId, contract, viewer };
}

/** This browser's key for a purse; made when there is none yet. */
export async function ownKey(owner: KeyOwner): Promise<Hex> {
  return (await keys().loadOrCreate(owner)).publicKey;
}

/** A key that this browser has not used before. */
export async function newKey(owner: KeyOwner): Promise<Hex> {
  return (await keys().create(owner)).publicKey;
}

/** From now on the key signs nothing here. Once the chain knows its successor, not before. */
export async function retireKey(owner: KeyOwner, publicKey: Hex): Promise<void> {
  await keys().retire(owner, publicKey);
}

/** Where a purse's key is: in this browser, elsewhere, or not known yet. */
export type KeyPlace = 'looking' | 'here' | 'elsewhere';

/**
 * Tells of each purse where its key is, by what this browser holds. `when` changes whenever that
 * may have changed.
 */
export function useKeyPlaces(when: string): (sessionKey: Hex | null) => KeyPlace {
  const [held, setHeld] = useState<{ when: string; keys: Hex[] } | null>(null);
  useEffect(() => {
    let wanted = true;
    void keys()
      .publicKeys()
      .catch(() => []) // a browser that keeps nothing holds no key
      .then((found) => wanted && setHeld({ when, keys: found }));
    return () => {
      wanted = false;
    };
  }, [when]);
  return (sessionKey) => {
    if (sessionKey === null || held?.when !== when) return 'looking';
    return held.keys.includes(sessionKey) ? 'here' : 'elsewhere';
  };
}
