import { type Deps } from '../deps';
import { type ViewingId } from '../ids';

type StoreDeps = Pick<Deps, 'db' | 'meters' | 'clock' | 'log'>;

/** Writes down what the rows do not say yet, in one statement for all viewings of this process. */
export declare function storeMeters(deps: StoreDeps): Promise<void>;
/** Writes down one viewing now. */
export declare function flush(deps: StoreDeps, id: ViewingId): Promise<void>;
/** Takes a viewing out of memory, so that no voucher is counted any more, and writes down what it says. */
export declare function stopMeter(deps: StoreDeps, id: ViewingId): Promise<void>;
