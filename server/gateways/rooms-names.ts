import { streamId, type StreamId } from '../ids';

/**
 * The stream that a room is for; null for rooms that somebody else made on the same media server.
 */
export function roomOf(name: string | undefined): StreamId | null {
  return streamId.safeParse(name).data ?? null;
}
