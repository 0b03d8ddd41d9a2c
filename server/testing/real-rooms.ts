import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import {
  AudioFrame,
  AudioSource,
  LocalAudioTrack,
  LocalVideoTrack,
  Room,
  RoomEvent,
  type RoomOptions,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
  VideoBufferType,
  VideoFrame,
  VideoSource,
  VideoStream,
} from '@livekit/rtc-node';
import { startLivekit } from '../../scripts/engines/livekit.mjs';
import { CREATOR_SEAT } from '../deps';
import { createRooms } from '../gateways/rooms';
import { type Guest, type RoomsWorld } from './rooms-suite';

const WIDTH = 160;
const HEIGHT = 120;
const FRAME_MS = 50;
/** So long without a frame, and no picture comes. */
const STILL_MS = 400;

/** A client of LiveKit in Node that can do more than the product lets one do. */
export interface NodeGuest extends Guest {
  room: Room;
  /** How media travels: kind and protocol of its own end, such as `HOST udp`. */
  ways(): Promise<string[]>;
}

/** LiveKit on a free port, with a listener for its webhooks; clients are WebRTC in Node. */
export async function realRooms(
  dataDir: string,
  { udp = true, redis }: { udp?: boolean; redis?: { address: string; password: string } } = {},
) {
  const hooks: { body: string; authorization: string | undefined }[] = [];
  const listener = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      hooks.push({ body, authorization: request.headers.authorization });
      response.end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  const hook = `http://127.0.0.1:${port}/livekit/webhook`;
  const media = await startLivekit({ dataDir, udp, hook, ...(redis ? { redis } : {}) });
  const keys = { apiKey: media.env.LIVEKIT_API_KEY ?? '', apiSecret: media.env.LIVEKIT_API_SECRET ?? '' };
  const rooms = createRooms({ url: media.url, ...keys });
  const guests: NodeGuest[] = [];
  return {
    rooms,
    keys,
    url: media.url,
    engine: media,
    hooks: () => hooks,
    async enter(_room, _identity, token, options: Partial<RoomOptions> = {}) {
      const guest = await connect(media.url, token, options);
      guests.push(guest);
      return guest;
    },
    async stop() {
      await Promise.all(guests.map((guest) => guest.leave()));
      await media.stop();
      listener.close();
    },
  } satisfies RoomsWorld & Record<string, unknown>;
}

async function connect(url: string, token: string, options: Partial<RoomOptions>): Promise<NodeGuest> {
  const room = new Room();
  const heard: { topic: string; text: string }[] = [];
  const frames = new Map<string, number>();
  let gone = false;
  const stopSending: (() => void)[] = [];
  room.on(RoomEvent.Disconnected, () => (gone = true));
  room.on(RoomEvent.DataReceived, (data, _from, _kind, topic) =>
    heard.push({ topic: topic ?? '', text: Buffer.from(data).toString() }),
  );
  room.on(RoomEvent.TrackSubscribed, (track, _publication, { identity }) => {
    if (track.kind === TrackKind.KIND_VIDEO) void count();
    async function count() {
      const reader = new VideoStream(track).getReader();
      while (!(await reader.read()).done) frames.set(identity, (frames.get(identity) ?? 0) + 1);
    }
  });
  await room.connect(url, token, { autoSubscribe: true, dynacast: false, ...options });
  return {
    room,
    ways: () => waysOf(room),
    inRoom: () => !gone,
    heard: () => [...heard],
    async sees(whose = CREATOR_SEAT) {
      const before = frames.get(whose) ?? 0;
      await new Promise((resolve) => setTimeout(resolve, STILL_MS));
      return (frames.get(whose) ?? 0) > before;
    },
    async publish(kind = 'video') {
      stopSending.push(await (kind === 'video' ? sendPicture(room) : sendSound(room)));
    },
    async leave() {
      for (const stop of stopSending) stop();
      await room.disconnect();
      gone = true;
    },
  };
}

/** Sends a picture that changes; returns how to stop. */
async function sendPicture(room: Room) {
  const source = new VideoSource(WIDTH, HEIGHT);
  const track = LocalVideoTrack.createVideoTrack('camera', source);
  const options = new TrackPublishOptions({ source: TrackSource.SOURCE_CAMERA });
  await room.localParticipant?.publishTrack(track, options);
  let shade = 0;
  const timer = setInterval(() => {
    shade = (shade + 16) % 256;
    const bytes = new Uint8Array(WIDTH * HEIGHT * 4).fill(shade);
    source.captureFrame(new VideoFrame(bytes, WIDTH, HEIGHT, VideoBufferType.RGBA));
  }, FRAME_MS);
  return () => clearInterval(timer);
}

/** Sends a sound; returns how to stop. */
async function sendSound(room: Room) {
  const [rate, samples] = [48_000, 480];
  const source = new AudioSource(rate, 1);
  const track = LocalAudioTrack.createAudioTrack('microphone', source);
  const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE });
  await room.localParticipant?.publishTrack(track, options);
  const frame = new AudioFrame(new Int16Array(samples).fill(1_000), rate, 1, samples);
  const timer = setInterval(() => void source.captureFrame(frame).catch(() => undefined), FRAME_MS);
  return () => clearInterval(timer);
}

interface Measured {
  candidatePair?: { candidatePair: { localCandidateId: string; nominated?: boolean } };
  localCandidate?: { rtc: { id: string }; candidate: { candidateType: string; protocol: string } };
}

async function waysOf(room: Room) {
  const told = JSON.stringify(await room.getRtcStats(), (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  const { publisherStats = [], subscriberStats = [] } = JSON.parse(told) as Record<string, Measured[]>;
  const all = [...publisherStats, ...subscriberStats];
  const used = new Set(
    all.flatMap(({ candidatePair: found }) =>
      found?.candidatePair.nominated ? [found.candidatePair.localCandidateId] : [],
    ),
  );
  return all.flatMap(({ localCandidate: found }) =>
    found && used.has(found.rtc.id) ? [`${found.candidate.candidateType} ${found.candidate.protocol}`] : [],
  );
}
