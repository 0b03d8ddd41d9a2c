import { WebhookReceiver, type WebhookEvent } from 'livekit-server-sdk';
import { type RoomHint, type Rooms } from '../deps';
import { roomOf } from './rooms-names';

const KINDS: Partial<Record<string, RoomHint['kind']>> = {
  participant_joined: 'joined',
  participant_left: 'left',
  participant_connection_aborted: 'left',
  track_published: 'published',
  track_unpublished: 'unpublished',
  room_started: 'started',
  room_finished: 'finished',
};

/**
 * Webhooks carry a token with the hash of their body: without our key nobody makes one, and a token
 * for a room is none.
 */
export function hintReader({ apiKey, apiSecret }: { apiKey: string; apiSecret: string }): Rooms['readHint'] {
  const receiver = new WebhookReceiver(apiKey, apiSecret);
  return async (body, authorization) => {
    let event: WebhookEvent;
    try {
      event = await receiver.receive(body, authorization);
    } catch {
      return null;
    }
    return {
      id: event.id,
      kind: KINDS[event.event] ?? 'other',
      room: roomOf(event.room?.name),
      identity: event.participant?.identity || null,
    };
  };
}
