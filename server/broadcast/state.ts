import { type Deps } from '../deps';
import { type AccountId, type StreamId } from '../ids';
import { type BroadcastState } from './types';

export declare function readBroadcast(deps: Deps, creatorId: AccountId, id: StreamId): Promise<BroadcastState>;
export declare function followBroadcast(
  deps: Deps,
  creatorId: AccountId,
  id: StreamId,
  signal: AbortSignal | undefined,
): AsyncGenerator<BroadcastState>;
