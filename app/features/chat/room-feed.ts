import { CHAT_TOPIC } from '../../../schemas/chat-wire';
import { type ChatEvent, readEvent } from './read-event';

/** What the room of a stream tells of its chat, from wherever on the page the room is entered. */
export interface RoomFeed {
  /** What the server told everybody in the room. */
  receive(topic: string, data: Uint8Array): void;
  /** Whether this page is in the room, so that it hears what is told there. */
  setInRoom(inRoom: boolean): void;
  readonly inRoom: boolean;
  /** Calls back with each event, and whenever the room was entered or left; returns how to stop. */
  listen(listener: { event(event: ChatEvent): void; room(inRoom: boolean): void }): () => void;
}

export function createRoomFeed(): RoomFeed {
  const listeners = new Set<Parameters<RoomFeed['listen']>[0]>();
  let inRoom = false;
  return {
    receive(topic, data) {
      const event = topic === CHAT_TOPIC ? readEvent(data) : null;
      if (event) for (const listener of listeners) listener.event(event);
    },
    setInRoom(now) {
      if (now === inRoom) return;
      inRoom = now;
      for (const listener of listeners) listener.room(now);
    },
    get inRoom() {
      return inRoom;
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
