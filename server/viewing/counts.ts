import { type Deps } from '../deps';
import { type StreamId } from '../ids';

/** Counts anew who watches: how many now, at most, and in all; of one stream, or of all that are live. */
export declare function countViewers(deps: Pick<Deps, 'db' | 'clock'>, stream?: StreamId): Promise<void>;
