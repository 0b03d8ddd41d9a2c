import { RoomServiceClient } from 'livekit-server-sdk';
import { type Rooms } from '../deps';

/** LiveKit by its server API; `url` is the WebSocket address that browsers use as well. */
export function createRooms(options: { url: string; apiKey: string; apiSecret: string }): Rooms {
  const client = new RoomServiceClient(options.url.replace(/^ws/, 'http'), options.apiKey, options.apiSecret, {
    requestTimeout: 5,
  });
  return {
    async health() {
      try {
        const rooms = await client.listRooms();
        return { ok: true, detail: `${rooms.length} rooms` };
      } catch (error) {
        return { ok: false, detail: error instanceof Error ? error.message : 'no answer' };
      }
    },
  };
}
