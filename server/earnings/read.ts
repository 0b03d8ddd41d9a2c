import { type Deps } from '../deps';
import { type AccountId } from '../ids';
import { type Earnings } from './types';

export declare function readEarnings(deps: Deps, creatorId: AccountId): Promise<Earnings>;
