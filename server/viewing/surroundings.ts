import { SECOND } from '../clock';
import { type Deps } from '../deps';
import { type StreamId } from '../ids';
import { type Meters } from './meters';

/** What of a stream every one of its viewers is shown. */
export interface Surroundings {
  viewers: number;
  silent: boolean;
}

/** Read once for all viewers of a stream at this process, and as old at most. */
const AS_OLD_AS = 2 * SECOND;

const MOST = 1_000;

const known = new WeakMap<Meters, Map<StreamId, { at: number; read: Promise<Surroundings> }>>();

export function surroundings(
  { db, meters, clock }: Pick<Deps, 'db' | 'meters' | 'clock'>,
  stream: StreamId,
): Promise<Surroundings> {
  const streams = known.get(meters) ?? new Map<StreamId, { at: number; read: Promise<Surroundings> }>();
  known.set(meters, streams);
  if (streams.size > MOST) streams.clear();
  const at = clock.now().getTime();
  const before = streams.get(stream);
  if (before && at - before.at < AS_OLD_AS) return before.read;
  const read = readSurroundings(db, stream);
  streams.set(stream, { at, read });
  // what failed is not kept
  read.catch(() => streams.delete(stream));
  return read;
}

async function readSurroundings(db: Deps['db'], id: StreamId): Promise<Surroundings> {
  const select = { currentViewers: true, silentSince: true };
  const stream = await db.stream.findUnique({ where: { id }, select });
  return { viewers: stream?.currentViewers ?? 0, silent: stream?.silentSince != null };
}
