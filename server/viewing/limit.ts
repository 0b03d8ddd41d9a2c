import { type Amount } from '../../sdk/money';
import { type Deps } from '../deps';
import { type ViewingId } from '../ids';
import { type ViewingState } from './types';

export declare function setLimit(deps: Deps, viewing: ViewingId, limit: Amount | null): Promise<ViewingState>;
