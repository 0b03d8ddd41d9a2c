import { type Deps } from '../deps';
import { type ViewingEndReason } from '../generated/prisma/enums';
import { type StreamId, type ViewingId } from '../ids';

type EndDeps = Pick<Deps, 'db' | 'rooms' | 'meters' | 'clock' | 'log'>;

/** Ends a viewing; what was signed is stored first. One that is over stays as it ended. */
export declare function endViewing(deps: EndDeps, id: ViewingId, why: ViewingEndReason): Promise<void>;

/** Ends all viewings of a stream. */
export declare function endViewingsOf(deps: EndDeps, stream: StreamId, why: ViewingEndReason): Promise<void>;
