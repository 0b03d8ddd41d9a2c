import { type Deps } from '../deps';
import { type ViewingId } from '../ids';
import { type ViewingState } from './types';

export declare function enter(deps: Deps, viewing: ViewingId): Promise<ViewingState>;
