import { type Deps } from '../deps';
import { type StreamId } from '../ids';

type TickDeps = Pick<Deps, 'db' | 'meters' | 'rooms' | 'clock' | 'log'>;

/** What time does: cuts, leases, and once a second storing. */
export declare function tickMeters(deps: TickDeps): Promise<void>;
/** A stream fell silent, since then, or is heard again (null): the meters of this process learn it at once; those of others within a second, from its row. */
export declare function tellSilence(deps: TickDeps, stream: StreamId, silentSince: Date | null): void;
