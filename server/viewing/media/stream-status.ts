import { type Deps } from '../../deps';
import { type StreamId } from '../../ids';

/** What of a stream every one of its viewers is shown. */
export interface StreamStatus {
  viewers: number;
  silent: boolean;
}

/** Read once for all viewers of a stream at this process. */
export function streamStatus({ db, meters }: Pick<Deps, 'db' | 'meters'>, stream: StreamId): Promise<StreamStatus> {
  return meters.streamStatus(stream, () => readStreamStatus(db, stream));
}

async function readStreamStatus(db: Deps['db'], id: StreamId): Promise<StreamStatus> {
  const select = { currentViewers: true, silentSince: true };
  const stream = await db.stream.findUnique({ where: { id }, select });
  return { viewers: stream?.currentViewers ?? 0, silent: stream?.silentSince != null };
}
