import { type Amount } from '../../sdk/money';
import { type H160 } from '../../sdk/voucher';
import { type Db, type Deps, type Tx } from '../deps';
import { type Running } from './meters';

/** What running viewings of a purse have set aside and not signed for yet. */
export declare function promisedOf(db: Db | Tx, viewer: H160, nonce: number): Promise<Amount>;
/** What of a purse is neither spent nor signed for nor promised. Whoever decides by it holds the purse's row (`lockPurse`). */
export declare function freeOf(db: Db | Tx, viewer: H160, nonce: number): Promise<Amount>;
/** Holds the purse's row until the transaction ends, as everybody does who promises, stores or releases something of it. */
export declare function lockPurse(tx: Tx, viewer: H160, nonce: number): Promise<void>;
/** Sets a minute's worth of the purse aside for a viewing, or as much as is there. */
export declare function lease(
  deps: Pick<Deps, 'db' | 'meters' | 'clock' | 'log'>,
  running: Running,
  upTo?: Amount,
): Promise<void>;
