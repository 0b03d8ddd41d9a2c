import { type Deps } from '../deps';
import { type AccountId, type StreamId } from '../ids';

export declare function reportFlow(deps: Deps, creatorId: AccountId, id: StreamId, flowing: boolean): Promise<void>;
