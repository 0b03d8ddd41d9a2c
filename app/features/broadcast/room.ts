import type * as LiveKitModule from 'livekit-client';
import { type LocalTrack, type LocalTrackPublication, type Room, type TrackPublishOptions } from 'livekit-client';
import { type MediaEvents, type RoomAccess } from '../../../sdk/media';
import { chooseCodec, type CodecChoice } from './codec';
import { readAbilities } from './codec-abilities';
import { type GuestPictures } from './guest-pictures';
import { type SenderStats, type Source, type StatsEntry } from './sender-stats';

/** The room of a stream, as its creator stands in it. */
export interface StudioRoom {
  /** What goes out from this source from now on; null takes it away. */
  carry(source: Source, track: MediaStreamTrack | null): Promise<void>;
  mute(source: Source, muted: boolean): Promise<void>;
  senderStats(): Promise<SenderStats[]>;
  close(): Promise<void>;
}

type LiveKit = typeof LiveKitModule;

/**
 * Goes into the room. LiveKit's library comes with the first call: pages that send nothing do
 * without it.
 */
export async function openStudioRoom(
  door: RoomAccess,
  events: MediaEvents,
  guests: GuestPictures,
): Promise<StudioRoom> {
  const livekit = await import('livekit-client');
  livekit.setLogLevel('error'); // what it mends by itself is no news
  const abilities = await readAbilities((codec) => (codec === 'av1' ? livekit.supportsAV1() : livekit.supportsVP9()));
  const room = new livekit.Room({ dynacast: true, adaptiveStream: true, stopLocalTrackOnUnpublish: false });
  listen(livekit, room, events);
  guests.enter(livekit, room);
  const { url, token, iceServers } = door;
  // Without servers of our own LiveKit's stay: an empty list would take them away.
  await room.connect(url, token, iceServers.length > 0 ? { rtcConfig: { iceServers } } : {});
  return studioRoom(livekit, room, chooseCodec(abilities));
}

function listen({ RoomEvent, DisconnectReason }: LiveKit, room: Room, events: MediaEvents): void {
  room.on(RoomEvent.Reconnecting, () => events.reconnecting());
  room.on(RoomEvent.Reconnected, () => events.reconnected());
  room.on(RoomEvent.DataReceived, (data, sender, _kind, topic) => {
    if (!sender && topic) events.received?.(topic, data);
  });
  room.on(RoomEvent.Disconnected, (reason) => {
    switch (reason) {
      case DisconnectReason.CLIENT_INITIATED:
        return;
      case DisconnectReason.DUPLICATE_IDENTITY:
        return events.disconnected('replaced');
      case DisconnectReason.ROOM_DELETED:
      case DisconnectReason.ROOM_CLOSED:
      case DisconnectReason.PARTICIPANT_REMOVED:
        return events.disconnected('closed');
      case undefined:
      default:
        return events.disconnected('lost');
    }
  });
}

function studioRoom(livekit: LiveKit, room: Room, codec: CodecChoice): StudioRoom {
  const { localParticipant: me } = room;
  const place: Record<Source, LiveKitSource> = {
    camera: livekit.Track.Source.Camera,
    microphone: livekit.Track.Source.Microphone,
    screen: livekit.Track.Source.ScreenShare,
    screenSound: livekit.Track.Source.ScreenShareAudio,
  };
  const published = (source: Source) => me.getTrackPublication(place[source])?.track;

  /**
   * One change after the other for each source: a quick second wish must not meet a half-done
   * first.
   */
  const queue = new Map<Source, Promise<unknown>>();
  const inTurn = (source: Source, work: () => Promise<unknown>): Promise<void> => {
    const turn = (queue.get(source) ?? Promise.resolve()).then(work);
    queue.set(
      source,
      turn.catch(() => undefined),
    );
    return turn.then(() => undefined);
  };

  const carry = async (source: Source, track: MediaStreamTrack | null) => {
    const present = published(source);
    if (present?.mediaStreamTrack === track) return;
    if (!track) return present && me.unpublishTrack(present, false);
    if (present) return present.replaceTrack(track, true);
    return me.publishTrack(track, publishOptions(livekit, source, place[source], codec));
  };

  return {
    carry: (source, track) => inTurn(source, () => carry(source, track)),
    mute: (source, muted) =>
      inTurn(source, async () => (muted ? published(source)?.mute() : published(source)?.unmute())),
    senderStats: async () => {
      const sources = Object.entries(place) as [Source, LiveKitSource][];
      const all = sources.map(([source, at]) => senderStatsOf(source, me.getTrackPublication(at)));
      return (await Promise.all(all)).flat();
    },
    close: () => room.disconnect(false),
  };
}

type LiveKitSource = LiveKit['Track']['Source'][keyof LiveKit['Track']['Source']];

function publishOptions(
  { AudioPresets, ScreenSharePresets, VideoPresets }: LiveKit,
  source: Source,
  at: LiveKitSource,
  { videoCodec, backupCodec }: CodecChoice,
): TrackPublishOptions {
  const common = { source: at, videoCodec, backupCodec: backupCodec ? { codec: backupCodec } : false, simulcast: true };
  switch (source) {
    case 'camera':
      return { ...common, videoEncoding: VideoPresets.h720.encoding };
    case 'screen':
      return { ...common, screenShareEncoding: ScreenSharePresets.h1080fps30.encoding };
    case 'microphone':
    case 'screenSound':
      // Silence is sent too: a quiet second is a second of the stream.
      return { source: at, audioPreset: AudioPresets.music, dtx: false, red: true };
  }
}

/**
 * A picture may leave by several senders: one for the codec that was chosen, one for its backup.
 */
async function senderStatsOf(source: Source, publication: LocalTrackPublication | undefined): Promise<SenderStats[]> {
  const track = publication?.track;
  if (!track) return [];
  const { isMuted: muted } = track;
  const kind = source === 'microphone' || source === 'screenSound' ? 'audio' : 'video';
  const senders = sendersOf(track);
  const all = await Promise.all(
    senders.map(async (sender, index): Promise<SenderStats> => ({
      source,
      key: `${publication.trackSid} ${track.mediaStreamTrack.id} ${index}`,
      kind,
      muted,
      wanted: kind === 'audio' || isWanted(sender),
      stats: [...((await sender.getStats()) as unknown as Map<string, StatsEntry>).values()],
    })),
  );
  // A codec that nobody asks for says nothing while the other one is sent.
  const wanted = all.filter((each) => each.wanted);
  return wanted.length > 0 ? wanted : all.slice(0, 1);
}

function sendersOf(track: LocalTrack): RTCRtpSender[] {
  const backups =
    'simulcastCodecs' in track ? [...(track.simulcastCodecs as Map<string, { sender?: RTCRtpSender }>)] : [];
  return [track.sender, ...backups.map(([, { sender }]) => sender)].filter((sender) => sender !== undefined);
}

/** LiveKit switches off what no viewer is to get (dynacast). */
function isWanted(sender: RTCRtpSender): boolean {
  const { encodings } = sender.getParameters();
  return encodings.length === 0 || encodings.some(({ active }) => active);
}
