/** Where a room is, and the token that admits to it. */
export interface RoomAccess {
  url: string;
  token: string;
  iceServers: { urls: string[]; username?: string; credential?: string }[];
}

/** The creator's identity in the room of a stream; everybody else is named by their seat. */
export const CREATOR_SEAT = 'creator';

/** What tells of the connection to the room. */
export interface MediaEvents {
  /**
   * In the room again after a break, by whatever way: the server is asked to look at who may see.
   */
  reconnected(): void;
  /** The connection broke and is being restored. */
  reconnecting(): void;
  /** Out of the room for good; `replaced` when somebody else took this seat. */
  disconnected(why: 'replaced' | 'closed' | 'lost'): void;
  /** The server told everybody in the room something: a hint, for packets can be lost. */
  received?(topic: string, data: Uint8Array): void;
}

/**
 * How far the media has come: counts that only ever grow while there is something to see or hear.
 */
export interface MediaProgress {
  /** Video frames that were decoded. */
  frames: number;
  /** Samples of sound that were played and had really arrived. */
  samples: number;
}

/** A room was not entered because nothing gets through to it; it did not refuse. */
export class MediaUnreachable extends Error {
  override readonly name = 'MediaUnreachable';

  /** `signalled`: the room answered, and only its media does not come through. */
  constructor(
    readonly signalled: boolean,
    options?: ErrorOptions,
  ) {
    super('The room cannot be reached', options);
  }
}

/** A connection to a room, for browsers (sdk/browser-media.ts) and for Node (sdk/node-media.ts). */
export interface Media {
  /** Rejects with `MediaUnreachable` where the network lets nothing through. */
  connect(door: RoomAccess, events: MediaEvents): Promise<void>;
  progress(): Promise<MediaProgress>;
  close(): Promise<void>;
}
