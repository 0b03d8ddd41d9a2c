import type * as LivekitModule from 'livekit-client';
import { type RemoteTrack, type RemoteTrackPublication, type Room, type RoomOptions } from 'livekit-client';
import {
  CREATOR_SEAT,
  type Media,
  type MediaEvents,
  type MediaProgress,
  MediaUnreachable,
  type RoomAccess,
} from './media';
import { MediaTally } from './media-tally';

/** What a creator can show. */
export type Picture = 'camera' | 'screen';
/** How sharp the picture may be; `auto` takes what fits the element and the network. */
export type Quality = 'auto' | 'high' | 'medium' | 'low';

/** A size in which the picture is sent. */
export interface PictureSize {
  quality: Exclude<Quality, 'auto'>;
  height: number;
}

/** What a guest on stage sends of themselves. */
export type StageSource = 'camera' | 'microphone';

/** What there is to see and hear. A new object whenever something changes. */
export interface MediaView {
  pictures: readonly Picture[];
  /** Guests of the creator, by their seats, whose camera is to be seen. */
  guests: readonly string[];
  /** The creator's or a guest's. */
  sound: boolean;
  /** The browser plays sound only after a click: `startSound` in that click. */
  soundBlocked: boolean;
  quality: Quality;
  /** In which sizes the large picture comes, the largest first; one where there is no choice. */
  sizes: readonly PictureSize[];
  /** From 0 to 1; 0 is muted. */
  volume: number;
}

/** Media in a browser, by livekit-client, which is loaded when it connects and not before. */
export interface BrowserMedia extends Media {
  readonly view: MediaView;
  /** Calls back on every change of the view; returns how to stop that. */
  onViewChange(listener: () => void): () => void;
  /**
   * Calls back with what the server tells everybody in the room; returns how to stop that. What
   * comes while one enters the room may be lost.
   */
  onReceived(listener: (topic: string, data: Uint8Array) => void): () => void;
  /**
   * Shows a picture in an element for as long as there is such a picture, also after reconnects;
   * returns how to stop that.
   */
  show(element: HTMLVideoElement, picture: Picture): () => void;
  /** The same with a guest's camera. */
  showGuest(element: HTMLVideoElement, seat: string): () => void;
  /**
   * On stage: sends this from now on, also after reconnects, as soon as the server allows it; null
   * takes it away.
   */
  send(source: StageSource, track: MediaStreamTrack | null): void;
  /** On stage: what is sent stays and carries nothing. */
  mute(source: StageSource, muted: boolean): void;
  /** To be called in a click, where the view says that sound is blocked. */
  startSound(): Promise<void>;
  setVolume(volume: number): void;
  setQuality(quality: Quality): void;
}

const NOTHING: MediaView = {
  pictures: [],
  guests: [],
  sound: false,
  soundBlocked: false,
  quality: 'auto',
  sizes: [],
  volume: 1,
};
/** What a page without a browser shows: nothing yet. */
export const EMPTY_VIEW: MediaView = Object.freeze(NOTHING);

type Livekit = typeof LivekitModule;

export function createBrowserMedia(): BrowserMedia {
  const shown = new Map<HTMLVideoElement, (one: Seen) => boolean>();
  const sent = new Map<StageSource, Sending>();
  const listeners = new Set<() => void>();
  const receivers = new Set<(topic: string, data: Uint8Array) => void>();
  let tally = new MediaTally();
  let view = EMPTY_VIEW;
  let livekit: Livekit | undefined;
  let room: Room | undefined;

  const change = (changes: Partial<MediaView>) => {
    view = { ...view, ...changes };
    for (const listener of listeners) listener();
  };
  const tracks = () => (room && livekit ? tracksOf(room) : []);
  const refresh = () => {
    if (!room || !livekit) return;
    for (const [element, wanted] of shown) put(element, tracks(), wanted);
    for (const { kind, track } of tracks()) if (kind === 'audio') play(track, view.volume);
    for (const { publication, kind } of tracks())
      if (kind === 'video') publication.setVideoQuality(qualityOf(livekit, view.quality));
    const pictures = tracks()
      .filter(isCreators)
      .flatMap(({ picture }) => (picture ? [picture] : []));
    const guests = tracks().filter((one) => !isCreators(one) && one.picture !== null);
    change({
      pictures: [...new Set(pictures)].sort(),
      guests: [...new Set(guests.map(({ seat }) => seat))],
      sizes: sizesOf(tracks().filter(isCreators)),
      sound: tracks().some(({ kind }) => kind === 'audio'),
      soundBlocked: !room.canPlaybackAudio,
    });
  };

  /** One after the other: a track that is being sent is not sent a second time. */
  let lastSending: Promise<unknown> = Promise.resolve();
  const sendWanted = () => {
    lastSending = lastSending.then(() => (room ? carryAll(room, sent) : undefined)).catch(() => undefined);
  };
  const showTrack = (element: HTMLVideoElement, wanted: (one: Seen) => boolean) => {
    shown.set(element, wanted);
    refresh();
    return () => {
      shown.delete(element);
      for (const { track } of tracks()) track.detach(element);
    };
  };

  return {
    get view() {
      return view;
    },
    onViewChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onReceived(listener) {
      receivers.add(listener);
      return () => void receivers.delete(listener);
    },
    async connect(door, events) {
      livekit ??= await import('livekit-client');
      await room?.disconnect();
      tally = new MediaTally();
      room = new livekit.Room(OPTIONS);
      const received = (topic: string, data: Uint8Array) => {
        events.received?.(topic, data);
        for (const receiver of receivers) receiver(topic, data);
      };
      listen(livekit, room, { ...events, received }, { refresh, sendWanted }, () => room);
      await enterRoom(livekit, room, door);
      refresh();
    },
    async progress(): Promise<MediaProgress> {
      const current = tally;
      const counted = await Promise.all(
        // a second is the creator's: guests make no silent stream one that is paid for
        tracks()
          .filter(isCreators)
          .map(async ({ track }) => [track.sid ?? '', countsOf(await track.getRTCStatsReport())] as const),
      );
      return current.take(counted);
    },
    async close() {
      const left = room;
      room = undefined;
      for (const element of shown.keys()) element.srcObject = null;
      sent.clear();
      change({ pictures: [], guests: [], sizes: [], sound: false, soundBlocked: false });
      await left?.disconnect();
    },
    show: (element, picture) => showTrack(element, (one) => isCreators(one) && one.picture === picture),
    showGuest: (element, seat) => showTrack(element, (one) => one.seat === seat && one.picture !== null),
    send(source, track) {
      if (track) sent.set(source, { track, muted: false });
      else sent.delete(source);
      sendWanted();
    },
    mute(source, muted) {
      const sending = sent.get(source);
      if (sending) sent.set(source, { ...sending, muted });
      sendWanted();
    },
    async startSound() {
      await room?.startAudio();
      refresh();
    },
    setVolume(volume) {
      change({ volume: Math.min(1, Math.max(0, volume)) });
      refresh();
    },
    setQuality(quality) {
      change({ quality });
      refresh();
    },
  };
}

/**
 * The picture is as large as it is shown, and what nobody sees is not sent. Who watches leaves by
 * itself: a page that only asks whether to go must stay.
 */
const OPTIONS: RoomOptions = {
  adaptiveStream: true,
  dynacast: true,
  disconnectOnPageLeave: false,
  stopLocalTrackOnUnpublish: false,
};

/** Media that has not come through by then does not come through this network. */
const MEDIA_DEADLINE_MS = 10_000;

async function enterRoom(livekit: Livekit, room: Room, { url, token, iceServers }: RoomAccess): Promise<void> {
  let signalled = false;
  room.once(livekit.RoomEvent.SignalConnected, () => (signalled = true));
  try {
    await room.connect(url, token, {
      peerConnectionTimeout: MEDIA_DEADLINE_MS,
      ...(iceServers.length > 0 && { rtcConfig: { iceServers } }),
    });
  } catch (problem) {
    throw isRefusal(livekit, problem) ? problem : new MediaUnreachable(signalled, { cause: problem });
  }
}

/** The room said no, or nobody waits for it any more. */
function isRefusal({ ConnectionError, ConnectionErrorReason: Reason }: Livekit, problem: unknown): boolean {
  if (!(problem instanceof ConnectionError)) return false;
  return [Reason.NotAllowed, Reason.Cancelled, Reason.LeaveRequest, Reason.ServiceNotFound].includes(problem.reason);
}

function listen(
  livekit: Livekit,
  room: Room,
  events: MediaEvents,
  { refresh, sendWanted }: Record<'refresh' | 'sendWanted', () => void>,
  current: () => Room | undefined,
): void {
  const { RoomEvent, DisconnectReason } = livekit;
  const ifCurrent = (act: () => void) => () => (current() === room ? act() : undefined);
  const looks = [
    RoomEvent.TrackSubscribed,
    RoomEvent.TrackUnsubscribed,
    RoomEvent.TrackMuted,
    RoomEvent.TrackUnmuted,
    RoomEvent.AudioPlaybackStatusChanged,
    RoomEvent.Reconnected,
  ] as const;
  for (const event of looks) room.on(event, ifCurrent(refresh));
  for (const event of [RoomEvent.ParticipantPermissionsChanged, RoomEvent.Reconnected] as const)
    room.on(event, ifCurrent(sendWanted));
  room.on(RoomEvent.TrackUnsubscribed, (track) => void track.detach());
  room.on(RoomEvent.Reconnecting, ifCurrent(events.reconnecting));
  room.on(RoomEvent.Reconnected, ifCurrent(events.reconnected));
  room.on(RoomEvent.DataReceived, (data, sender, _kind, topic) => {
    if (current() === room && !sender && topic) events.received?.(topic, data); // only the server is believed
  });
  room.on(RoomEvent.Disconnected, (reason) => {
    if (current() !== room || reason === DisconnectReason.CLIENT_INITIATED) return;
    if (reason === DisconnectReason.DUPLICATE_IDENTITY) return events.disconnected('replaced');
    const closed = reason === DisconnectReason.PARTICIPANT_REMOVED || reason === DisconnectReason.ROOM_DELETED;
    events.disconnected(closed ? 'closed' : 'lost');
  });
}

/** What is to be sent from here. */
interface Sending {
  track: MediaStreamTrack;
  muted: boolean;
}

/**
 * Sends what is wanted, as far as it is allowed: what is not is tried again when the permissions
 * change. Whose track it is lets it go.
 */
async function carryAll({ localParticipant: me }: Room, wanted: ReadonlyMap<StageSource, Sending>): Promise<void> {
  for (const published of [...me.trackPublications.values()]) {
    const { track, source } = published;
    if (track && wanted.get(source as StageSource)?.track !== track.mediaStreamTrack)
      await me.unpublishTrack(track, false);
  }
  if (!me.permissions?.canPublish) return;
  for (const [source, { track, muted }] of wanted) {
    const there = [...me.trackPublications.values()].find((published) => published.source === source)?.track;
    const options = { source: source as LivekitModule.Track.Source, simulcast: true };
    const carried = there ?? (await me.publishTrack(track, options).catch(() => null))?.track;
    if (carried && carried.isMuted !== muted) await (muted ? carried.mute() : carried.unmute());
  }
}

const isCreators = ({ seat }: Seen) => seat === CREATOR_SEAT;

interface Seen {
  /** Who sends it. */
  seat: string;
  publication: RemoteTrackPublication;
  track: RemoteTrack;
  kind: 'audio' | 'video';
  /** Null for sound, and for a picture that is held back for the moment. */
  picture: Picture | null;
}

function tracksOf(room: Room): Seen[] {
  return [...room.remoteParticipants.values()].flatMap((participant) =>
    [...participant.trackPublications.values()].flatMap((published): Seen[] => {
      const { identity: seat } = participant;
      const publication = published as RemoteTrackPublication;
      const { track } = publication;
      if (!track) return [];
      if (publication.kind === 'audio') return [{ seat, publication, track, kind: 'audio', picture: null }];
      const source = publication.source === 'screen_share' ? 'screen' : 'camera';
      return [{ seat, publication, track, kind: 'video', picture: publication.isMuted ? null : source }];
    }),
  );
}

function put(element: HTMLVideoElement, tracks: Seen[], wanted: (one: Seen) => boolean): void {
  const chosen = tracks.find((one) => one.kind === 'video' && wanted(one));
  for (const { track } of tracks)
    if (track !== chosen?.track && track.attachedElements.includes(element)) track.detach(element);
  if (chosen && !chosen.track.attachedElements.includes(element)) chosen.track.attach(element);
}

function play(track: RemoteTrack, volume: number): void {
  if (track.attachedElements.length === 0) track.attach();
  for (const element of track.attachedElements) {
    element.volume = volume;
    element.muted = volume === 0; // where the volume belongs to the device, muting still works
  }
}

const BY_NUMBER = ['low', 'medium', 'high'] as const;

/** The layers that the media server tells of: a stream that is sent once has one of them. */
function sizesOf(tracks: readonly Seen[]): PictureSize[] {
  const shown =
    tracks.find(({ picture }) => picture === 'screen') ?? tracks.find(({ picture }) => picture === 'camera');
  return layersToSizes(shown?.publication.trackInfo?.layers ?? []);
}

/** What viewers can choose among, the largest first: a size counts once, and what has none not. */
export function layersToSizes(layers: readonly { quality: number; height: number }[]): PictureSize[] {
  const sizes = layers.flatMap(({ quality, height }): PictureSize[] => {
    const named = BY_NUMBER[quality];
    return named && height > 0 ? [{ quality: named, height }] : [];
  });
  const larger = sizes.sort((a, b) => b.height - a.height);
  return larger.filter(({ height }, at) => larger.findIndex((other) => other.height === height) === at);
}

function qualityOf({ VideoQuality }: Livekit, quality: Quality) {
  const { HIGH, MEDIUM, LOW } = VideoQuality;
  return { auto: HIGH, high: HIGH, medium: MEDIUM, low: LOW }[quality];
}

/**
 * What a receiver's own statistics say: only what really arrived counts, not what was made up to
 * fill a gap.
 */
export function countsOf(report: RTCStatsReport | undefined): MediaProgress {
  const counts = { frames: 0, samples: 0 };
  report?.forEach((stats: RTCInboundRtpStreamStats) => {
    if (stats.type !== 'inbound-rtp') return;
    counts.frames += stats.framesDecoded ?? 0;
    counts.samples += Math.max(0, (stats.totalSamplesReceived ?? 0) - (stats.concealedSamples ?? 0));
  });
  return counts;
}
