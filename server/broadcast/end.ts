import { type Deps } from '../deps';
import { type AccountId, type StreamId } from '../ids';

export declare function endBroadcast(deps: Deps, creatorId: AccountId, id: StreamId): Promise<void>;
