import type * as LiveKitModule from 'livekit-client';
import { type RemoteTrack, type Room } from 'livekit-client';
import { CREATOR_SEAT, type RoomAccess } from '../../../sdk/media';
import { type FeedSample, type PictureSample } from './feed-figures';

/** How often it is measured, and how far back is remembered. */
const SAMPLE_MS = 1_000;
const REMEMBERED = 30;

/** A feed as its creator's page sees it. A new object whenever something changes. */
export interface FeedView {
  /** `elsewhere`: another page of the creator's looks on. */
  at: 'connecting' | 'watching' | 'elsewhere' | 'lost';
  picture: MediaStreamTrack | null;
  sound: MediaStreamTrack | null;
  samples: readonly FeedSample[];
}

export const NO_VIEW: FeedView = Object.freeze({ at: 'connecting', picture: null, sound: null, samples: [] });

interface LookOnOptions {
  /** The way into the room. */
  door(): Promise<RoomAccess>;
  onChange(view: FeedView): void;
  /** What the server tells everybody in the room. */
  received?(topic: string, data: Uint8Array): void;
}

/**
 * Looks on at what a program sends, in the fullest quality, as no viewer: what the media server
 * passes on is measured where it arrives. Returns how to stop.
 */
export function lookOn({ door, onChange, received }: LookOnOptions): () => void {
  let view = NO_VIEW;
  let room: Room | undefined;
  let over = false;
  let timer: ReturnType<typeof setInterval> | undefined;
  const change = (changes: Partial<FeedView>) => {
    if (over) return;
    view = { ...view, ...changes };
    onChange(view);
  };
  const trackOf = (kind: 'video' | 'audio') =>
    tracksOf(room).find((track) => (track.kind as string) === kind)?.mediaStreamTrack ?? null;
  const refresh = () => change({ picture: trackOf('video'), sound: trackOf('audio') });
  const sample = async () => {
    const taken = await sampleOf(tracksOf(room), performance.now());
    change({ samples: [...view.samples, taken].slice(-REMEMBERED) });
  };

  const enter = async () => {
    const [livekit, { url, token, iceServers }] = await Promise.all([import('livekit-client'), door()]);
    if (over) return;
    livekit.setLogLevel('error'); // what it mends by itself is no news
    room = new livekit.Room({ adaptiveStream: false, dynacast: false });
    listen(livekit, room, { refresh, change, received });
    await room.connect(url, token, iceServers.length > 0 ? { rtcConfig: { iceServers } } : {});
    if (over) return void room.disconnect();
    change({ at: 'watching' });
    refresh();
    timer = setInterval(() => void sample().catch(() => undefined), SAMPLE_MS);
  };
  void enter().catch(() => change({ at: 'lost' }));

  return () => {
    over = true;
    clearInterval(timer);
    void room?.disconnect();
  };
}

interface Listener {
  refresh(): void;
  change(changes: Partial<FeedView>): void;
  received: LookOnOptions['received'];
}

function listen(
  { RoomEvent, DisconnectReason }: typeof LiveKitModule,
  room: Room,
  { refresh, change, received }: Listener,
): void {
  room.on(RoomEvent.TrackSubscribed, refresh);
  room.on(RoomEvent.TrackUnsubscribed, refresh);
  room.on(RoomEvent.DataReceived, (data, sender, _kind, topic) => {
    if (!sender && topic) received?.(topic, data);
  });
  room.on(RoomEvent.Disconnected, (reason) =>
    change({ at: reason === DisconnectReason.DUPLICATE_IDENTITY ? 'elsewhere' : 'lost', picture: null, sound: null }),
  );
}

/** What the program sends: guests on stage are beside it. */
function tracksOf(room: Room | undefined): RemoteTrack[] {
  const creator = room?.remoteParticipants.get(CREATOR_SEAT);
  return [...(creator?.trackPublications.values() ?? [])].flatMap(({ track }) => track ?? []);
}

/** What is read of an entry of RTCStatsReport. */
interface Entry {
  id: string;
  type: string;
  codecId?: string;
  mimeType?: string;
  sdpFmtpLine?: string;
  bytesReceived?: number;
  framesDecoded?: number;
  keyFramesDecoded?: number;
  framesDropped?: number;
  freezeCount?: number;
  packetsLost?: number;
  packetsReceived?: number;
  frameWidth?: number;
  frameHeight?: number;
}

async function sampleOf(tracks: RemoteTrack[], at: number): Promise<FeedSample> {
  let picture: PictureSample | null = null;
  let sound: number | null = null;
  for (const track of tracks) {
    const report = (await track.getRTCStatsReport()) as unknown as Map<string, Entry> | undefined;
    const entries = [...(report?.values() ?? [])];
    const inbound = entries.find(({ type }) => type === 'inbound-rtp');
    if (!inbound) continue;
    if (track.kind === 'audio') sound = (sound ?? 0) + (inbound.bytesReceived ?? 0);
    else
      picture = pictureOf(
        inbound,
        entries.find(({ id }) => id === inbound.codecId),
      );
  }
  return { at, picture, sound };
}

function pictureOf(inbound: Entry, codec: Entry | undefined): PictureSample {
  return {
    bytes: inbound.bytesReceived ?? 0,
    frames: inbound.framesDecoded ?? 0,
    keyFrames: inbound.keyFramesDecoded ?? 0,
    dropped: inbound.framesDropped ?? 0,
    freezes: inbound.freezeCount ?? 0,
    lost: inbound.packetsLost ?? 0,
    packets: inbound.packetsReceived ?? 0,
    width: inbound.frameWidth ?? 0,
    height: inbound.frameHeight ?? 0,
    codec: codec?.mimeType?.split('/')[1] ?? '',
    profile: /profile-level-id=([0-9a-f]{2})/i.exec(codec?.sdpFmtpLine ?? '')?.[1]?.toLowerCase() ?? '',
  };
}
