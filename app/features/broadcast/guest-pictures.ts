import type * as LiveKitModule from 'livekit-client';
import { type Room } from 'livekit-client';

/**
 * What guests on stage send, in the studio: their sound is played, their pictures are shown where
 * that is asked.
 */
export interface GuestPictures {
  /** The creator went into a room. */
  enter(livekit: typeof LiveKitModule, room: Room): void;
  /** Shows a guest's camera in an element whenever there is one; returns how to stop that. */
  show(element: HTMLVideoElement, seat: string): () => void;
}

export function createGuestPictures(): GuestPictures {
  const shown = new Map<HTMLVideoElement, string>();
  let here: Room | undefined;

  const refresh = () => {
    for (const { identity, trackPublications } of here?.remoteParticipants.values() ?? [])
      for (const { kind, track } of trackPublications.values()) {
        if (!track) continue;
        if (kind === 'audio' && track.attachedElements.length === 0) track.attach();
        if (kind !== 'video') continue;
        for (const [element, seat] of shown)
          if (seat === identity && !track.attachedElements.includes(element)) track.attach(element);
      }
  };

  return {
    enter({ RoomEvent }, room) {
      here = room;
      room.on(RoomEvent.TrackSubscribed, refresh);
      room.on(RoomEvent.TrackUnsubscribed, (track) => void track.detach());
    },
    show(element, seat) {
      shown.set(element, seat);
      refresh();
      return () => {
        shown.delete(element);
        element.srcObject = null;
      };
    },
  };
}
