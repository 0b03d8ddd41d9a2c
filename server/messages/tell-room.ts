import { CHAT_TOPIC } from '../../schemas/chat-wire';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type MessageId, type StreamId } from '../ids';
import { withTimeout } from '../with-timeout';
import { type ChatLine } from './line';

/** Which revisions of a chat a change is: what comes after `from`, up to `revision`. */
export interface Step {
  from: number;
  revision: number;
}

/** What is told to the room. Whoever misses one sees it by its step, and reads it anew. */
export type ChatEvent = Step &
  (
    | { kind: 'lines'; lines: ChatLine[] }
    | { kind: 'deleted'; ids: MessageId[] }
    | { kind: 'pinned'; line: ChatLine | null }
  );

/** Whoever wrote waits no longer than this: it is stored, and readers find what they missed. */
const PATIENCE_MS = 1_500;

/**
 * Tells everybody in the room. It is a hint that may be lost: what is stored is the truth, and is
 * read by whoever finds a step missing.
 */
export function tellRoom(
  deps: Pick<Deps, 'rooms' | 'timers' | 'log'>,
  streamId: StreamId,
  event: ChatEvent,
): Promise<void> {
  return sendHint(deps, streamId, CHAT_TOPIC, event);
}

/** A hint to everybody in the room, or to those who are named. */
export async function sendHint(
  { rooms, timers, log }: Pick<Deps, 'rooms' | 'timers' | 'log'>,
  streamId: StreamId,
  topic: string,
  hint: unknown,
  to?: string[],
): Promise<void> {
  const sending = rooms.send(streamId, topic, new TextEncoder().encode(JSON.stringify(hint)), to);
  try {
    await withTimeout(timers, PATIENCE_MS, sending, () => new DomainError('mediaAway'));
  } catch (error) {
    log.warn({ streamId, topic, err: error }, 'a room was not told');
  }
}
