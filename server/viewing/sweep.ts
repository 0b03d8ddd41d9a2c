import { type Deps } from '../deps';
import { type StreamId } from '../ids';

/** One round, every few seconds: who is gone, who may see, who is in a room without a viewing, and how many watch. */
export declare function sweepRooms(deps: Deps): Promise<void>;

/** Holds one room against its viewings: what a hint of the media server asks for. */
export declare function sweepRoom(deps: Deps, room: StreamId): Promise<void>;
