import { type Deps } from '../deps';
import { type ViewingId } from '../ids';
import { type ViewingState } from './types';

export declare function followState(
  deps: Deps,
  viewing: ViewingId,
  signal: AbortSignal | undefined,
): AsyncGenerator<ViewingState>;
