/** Where a room is, and what opens its door. */
export interface RoomDoor {
  url: string;
  token: string;
  iceServers: { urls: string[]; username?: string; credential?: string }[];
}

/** What tells of the connection to the room. */
export interface MediaEvents {
  /** In the room again after a break, by whatever way: the server is asked to look at who may see. */
  reconnected(): void;
  /** The connection is being mended. */
  reconnecting(): void;
  /** Out of the room for good; `replaced` when somebody else took this seat. */
  gone(why: 'replaced' | 'closed' | 'lost'): void;
}

/** How far the media has come: counts that only ever grow while there is something to see or hear. */
export interface MediaProgress {
  /** Video frames that were decoded. */
  frames: number;
  /** Samples of sound that were played and had really arrived. */
  samples: number;
}

/** A connection to a room, for browsers (sdk/browser-media.ts) and for Node (sdk/node-media.ts). */
export interface Media {
  connect(door: RoomDoor, events: MediaEvents): Promise<void>;
  progress(): Promise<MediaProgress>;
  close(): Promise<void>;
}
