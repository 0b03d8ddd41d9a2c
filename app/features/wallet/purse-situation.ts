import { type PurseView, type WalletView } from '../transactions/purse-types';
import { type KeyPlace } from './session-keys';

/**
 * Where a wallet's purse stands, as its page shows it: each kind has its component in `states/`.
 */
export type PurseSituation =
  /** None was opened yet, or the last one is closed. */
  | { kind: 'none'; closedBefore: boolean }
  | { kind: 'closing'; purse: PurseView }
  | { kind: 'expired'; purse: PurseView }
  /** Another browser holds the key that pays. */
  | { kind: 'keyElsewhere'; purse: PurseView }
  | { kind: 'ready'; purse: PurseView };

/** The purse of a wallet unless it is closed. */
export const purseNotClosed = ({ purse }: Pick<WalletView, 'purse'>) => (purse?.status === 'closed' ? null : purse);

/**
 * Tells where a wallet's purse stands. While it is not known yet where its key is, the key is taken
 * to be here.
 */
export function situationOf(wallet: Pick<WalletView, 'purse'>, keyPlace: KeyPlace): PurseSituation {
  const purse = purseNotClosed(wallet);
  if (!purse) return { kind: 'none', closedBefore: wallet.purse !== null };
  if (purse.status === 'closing') return { kind: 'closing', purse };
  if (purse.expired) return { kind: 'expired', purse };
  return { kind: keyPlace === 'elsewhere' ? 'keyElsewhere' : 'ready', purse };
}
