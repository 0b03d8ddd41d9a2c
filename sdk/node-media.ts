import {
  AudioStream,
  DisconnectReason,
  type RemoteTrack,
  Room,
  RoomEvent,
  type RtcConfiguration,
  TrackKind,
  VideoStream,
} from '@livekit/rtc-node';
import { CREATOR_SEAT, type Media, type MediaEvents, type RoomAccess } from './media';
import { MediaTally } from './media-tally';

const SAMPLE_RATE = 48_000;
/**
 * Sound comes in parts so long: shorter ones cost a program that watches several streams most of
 * its time.
 */
const SOUND_MS = 50;

/** What of a track has come so far. */
interface Counting {
  id: string;
  counts: { frames: number; samples: number };
  stop(): void;
}

/**
 * Media for programs in Node, by @livekit/rtc-node. Who ends the program calls that library's
 * `dispose` before.
 */
export function createNodeMedia(): Media {
  let room: Room | undefined;
  let tally = new MediaTally();
  let countings = new Map<string, Counting>();

  const leave = async () => {
    const left = room;
    room = undefined;
    for (const counting of countings.values()) counting.stop();
    countings = new Map();
    await left?.disconnect().catch(() => undefined);
  };

  return {
    async connect(door, events) {
      await leave();
      const entered = new Room();
      room = entered;
      tally = new MediaTally();
      listen(entered, events, () => room === entered);
      entered.on(RoomEvent.TrackSubscribed, (track, _publication, { identity }) => {
        // a second is the creator's: guests on stage do not count
        if (room === entered && track.sid && identity === CREATOR_SEAT)
          countings.set(track.sid, countTrack(track.sid, track));
      });
      entered.on(RoomEvent.TrackUnsubscribed, ({ sid = '' }) => {
        countings.get(sid)?.stop();
        countings.delete(sid);
      });
      await enterRoom(entered, door);
    },
    progress: () => Promise.resolve(tally.take([...countings.values()].map(({ id, counts }) => [id, { ...counts }]))),
    close: leave,
  };
}

function enterRoom(room: Room, { url, token, iceServers }: RoomAccess): Promise<void> {
  const servers = iceServers.map((server) => ({ username: '', credential: '', ...server }));
  const rtcConfig = { iceServers: servers } as unknown as RtcConfiguration;
  return room.connect(url, token, {
    autoSubscribe: true,
    dynacast: true,
    ...(servers.length > 0 ? { rtcConfig } : {}),
  });
}

function listen(room: Room, events: MediaEvents, isCurrent: () => boolean): void {
  room.on(RoomEvent.Reconnecting, () => isCurrent() && events.reconnecting());
  room.on(RoomEvent.Reconnected, () => isCurrent() && events.reconnected());
  room.on(RoomEvent.DataReceived, (data, sender, _kind, topic) => {
    if (isCurrent() && !sender && topic) events.received?.(topic, data); // only the server is believed
  });
  room.on(RoomEvent.Disconnected, (reason) => {
    if (!isCurrent() || reason === DisconnectReason.CLIENT_INITIATED) return;
    if (reason === DisconnectReason.DUPLICATE_IDENTITY) return events.disconnected('replaced');
    const closed = reason === DisconnectReason.PARTICIPANT_REMOVED || reason === DisconnectReason.ROOM_DELETED;
    events.disconnected(closed ? 'closed' : 'lost');
  });
}

/** Counts what comes of a track for as long as it comes; nothing of it is kept. */
function countTrack(id: string, track: RemoteTrack): Counting {
  const counts = { frames: 0, samples: 0 };
  const isVideo = track.kind === TrackKind.KIND_VIDEO;
  const reader = isVideo
    ? new VideoStream(track).getReader()
    : new AudioStream(track, { sampleRate: SAMPLE_RATE, numChannels: 1, frameSizeMs: SOUND_MS }).getReader();
  const read = async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if ('samplesPerChannel' in value) counts.samples += isAudible(value.data) ? value.samplesPerChannel : 0;
      else counts.frames += 1;
    }
  };
  read().catch(() => undefined);
  return { id, counts, stop: () => void reader.cancel().catch(() => undefined) };
}

/** Where nothing arrives the library makes up silence: of that, nothing was heard. */
function isAudible(samples: Int16Array): boolean {
  return samples.some((sample) => sample !== 0);
}
