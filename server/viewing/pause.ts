import { type Deps } from '../deps';
import { type ViewingId } from '../ids';
import { type ViewingState } from './types';

export declare function pause(deps: Deps, viewing: ViewingId): Promise<ViewingState>;
export declare function resume(deps: Deps, viewing: ViewingId): Promise<ViewingState>;
