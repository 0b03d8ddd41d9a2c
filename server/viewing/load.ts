import { type Deps } from '../deps';
import { type ViewingId } from '../ids';
import { type Running } from './meters';

/** A viewing's meter: from memory, or taken from its row into this process. Null when it is over, unknown, or nothing is paid in it. */
export declare function load(
  deps: Pick<Deps, 'db' | 'meters' | 'clock' | 'log' | 'ledger' | 'config'>,
  id: ViewingId,
): Promise<Running | null>;
