import { browserKeyStore, type KeyOwner, sessionKeys } from '../../../sdk/session-key';
import { type H160, type Hex } from '../../../sdk/voucher';
import { useEffect, useState } from 'react';
import { type ChainView } from './purse-types';

const keys = () => sessionKeys(browserKeyStore());

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

/** Looks whether this browser holds the key that a purse names. */
export function useKeyPlace(owner: KeyOwner | null, publicKey: Hex | null): KeyPlace {
  const asked = owner && publicKey ? `${owner.chainId} ${owner.contract} ${owner.viewer} ${publicKey}` : null;
  const [found, setFound] = useState<{ asked: string; place: KeyPlace } | null>(null);
  useEffect(() => {
    if (!asked) return;
    const [chainId = '', contract = '', viewer = '', key = ''] = asked.split(' ');
    let wanted = true;
    void keys()
      .find({ chainId: BigInt(chainId), contract: contract as H160, viewer: viewer as H160 }, key as Hex)
      .then(
        (kept) => (kept ? 'here' : 'elsewhere'),
        () => 'elsewhere' as const, // a browser that keeps nothing holds no key
      )
      .then((place) => wanted && setFound({ asked, place }));
    return () => {
      wanted = false;
    };
  }, [asked]);
  return found && found.asked === asked ? found.place : 'looking';
}
