import { type Deps } from '../deps';
import { type AccountId, type StreamId } from '../ids';
import { type Started } from './types';

export declare function startBroadcast(deps: Deps, creatorId: AccountId, id: StreamId): Promise<Started>;
