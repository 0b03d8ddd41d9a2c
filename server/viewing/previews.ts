import { type Deps } from '../deps';

/** Cuts the previews of this process that are over; asks nobody while none is. */
export declare function cutPreviews(deps: Pick<Deps, 'meters' | 'rooms' | 'clock' | 'log'>): Promise<void>;
