import { type PlanInput } from '../../schemas/plans';
import { type StreamInput } from '../../schemas/streams';
import { type AccountId, type StreamId } from '../ids';
import { createStream, type PricedStore } from '../streams/store';
import { createSeries } from './series';

/** Plans a stream, or a series of them. Returns the one that comes first. */
export async function planStream(
  deps: PricedStore,
  creatorId: AccountId,
  input: StreamInput,
  { zone, repeats, lastDay, password }: PlanInput,
): Promise<{ id: StreamId }> {
  if (repeats === 'never') return createStream(deps, creatorId, input, { zone, password });
  return createSeries(deps, creatorId, input, { zone: zone ?? 'UTC', lastDay, rhythm: repeats, password });
}
