import {
  DisconnectReason,
  LeaveRequest,
  SessionDescription,
  SignalRequest,
  SignalResponse,
  SignalTarget,
  TrackType,
  TrickleRequest,
  type ParticipantInfo,
  ParticipantInfo_State,
  Ping,
  SubscriptionError,
  UpdateSubscription,
} from '@livekit/protocol';
import { RtcpSrPacket, RTCPeerConnection, useH264, useNACK, useOPUS, usePLI, useVP8, useVP9 } from 'werift';
import WebSocket from 'ws';
import { systemTimers } from '../../sdk/timers';
import { CREATOR_SEAT } from '../../sdk/media';
import { type MediaPacket, type PictureCodec } from './recorder-frames';

/** LiveKit's signalling, as clients of its protocol speak it. */
const PROTOCOL = 15;
/** LiveKit hangs up on whoever is silent for three times as long. */
const PING_MS = 5_000;
/** So long the media server may take to answer and to find a way. */
const PATIENCE_MS = 10_000;
const FEEDBACK = [useNACK(), usePLI()];

/** A track of the creator's that arrives. */
export interface ArrivingTrack {
  kind: 'picture' | 'sound';
  /** Of a picture; null when it is none that can be recorded. */
  codec: PictureCodec | null;
  clockRate: number;
  askForKeyFrame(): void;
}

/** Who takes a track. */
export interface TrackTaker {
  packet(packet: MediaPacket): void;
  /** What moment, in seconds, a time of RTP's clock is, as its sender says now and then. */
  report(seconds: number, timestamp: number): void;
}

export interface LineEvents {
  track(track: ArrivingTrack): TrackTaker;
  /** `replaced`: another recorder is in this place. */
  closed(why: 'replaced' | 'lost'): void;
  /** What the creator sends is of a kind that cannot be recorded as it is. */
  unreadable(): void;
}

export interface LineOptions {
  url: string;
  token: string;
  iceServers: readonly { urls: string[]; username?: string; credential?: string }[];
}

/**
 * Goes into a room, takes what its creator sends, and nothing else. Returns how to leave.
 */
export function openLine({ url, token, iceServers }: LineOptions, events: LineEvents): () => Promise<void> {
  const address = new URL('rtc', `${url.replace(/\/$/, '')}/`);
  address.search = new URLSearchParams({
    access_token: token,
    auto_subscribe: '0',
    sdk: 'js',
    version: '2.0.0',
    protocol: `${PROTOCOL}`,
  }).toString();
  const socket = new WebSocket(address, { handshakeTimeout: PATIENCE_MS });
  const connection = new RTCPeerConnection({
    iceServers: iceServers.flatMap(({ urls, ...access }) => urls.map((one) => ({ urls: one, ...access }))),
    iceUseIpv6: false,
    // a media server on this machine is reached on loopback
    iceAdditionalHostAddresses: ['127.0.0.1'],
    codecs: {
      video: [
        useH264({ rtcpFeedback: FEEDBACK }),
        useVP8({ rtcpFeedback: FEEDBACK }),
        useVP9({ rtcpFeedback: FEEDBACK }),
      ],
      audio: [useOPUS()],
    },
  });
  const asked = new Set<string>();
  let closed = false;
  const send = (message: SignalRequest['message']) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(new SignalRequest({ message }).toBinary());
  };
  const close = async (why: 'replaced' | 'lost' | 'left') => {
    if (closed) return;
    closed = true;
    stopPing();
    cancelPatience();
    socket.terminate();
    if (why !== 'left') events.closed(why);
    await connection.close().catch(() => undefined);
  };
  const stopPing = systemTimers.setInterval(
    () => send({ case: 'pingReq', value: new Ping({ timestamp: BigInt(Math.round(performance.now())) }) }),
    PING_MS,
  );
  /** Given up unless what is waited for is there in time. */
  let cancelPatience = () => {};
  const expectSoon = (isThere: () => boolean) => {
    cancelPatience();
    cancelPatience = systemTimers.setTimeout(() => {
      if (!isThere()) void close('lost');
    }, PATIENCE_MS);
  };
  let joined = false;
  expectSoon(() => joined);

  connection.connectionStateChange.subscribe((state) => {
    if (state === 'failed' || state === 'closed' || state === 'disconnected') void close('lost');
  });
  connection.onIceCandidate.subscribe((candidate) => {
    if (!candidate) return;
    const candidateInit = JSON.stringify(candidate.toJSON());
    send({ case: 'trickle', value: new TrickleRequest({ candidateInit, target: SignalTarget.SUBSCRIBER }) });
  });
  /**
   * All that the creator sends is taken; who takes it chooses. When something of it is gone, the
   * room is entered anew: lines that were used once mix up what comes by them later.
   */
  const look = (participants: ParticipantInfo[]) => {
    for (const { identity, tracks, state } of participants) {
      if (identity !== CREATOR_SEAT) continue;
      const there = new Set(tracks.map(({ sid }) => sid));
      if (asked.size > 0 && (state === ParticipantInfo_State.DISCONNECTED || [...asked].some((sid) => !there.has(sid))))
        return void close('lost');
      const fresh = tracks.filter(({ type, sid }) => type !== TrackType.DATA && !asked.has(sid)).map(({ sid }) => sid);
      for (const sid of fresh) asked.add(sid);
      if (fresh.length > 0)
        send({ case: 'subscription', value: new UpdateSubscription({ trackSids: fresh, subscribe: true }) });
    }
  };
  connection.onTrack.subscribe((track) => {
    const transceiver = connection.getTransceivers().find(({ receiver }) => receiver.tracks.includes(track));
    if (!transceiver) return;
    const { receiver } = transceiver;
    const kind = track.kind === 'video' ? 'picture' : 'sound';
    let taker: TrackTaker | null = null;
    track.onReceiveRtp.subscribe(({ header, payload }) => {
      const codec = transceiver.codecs.find(({ payloadType }) => payloadType === header.payloadType);
      taker ??= events.track({
        kind,
        codec: kind === 'picture' ? pictureCodec(codec?.mimeType) : null,
        clockRate: codec?.clockRate ?? (kind === 'picture' ? 90_000 : 48_000),
        askForKeyFrame: () => void receiver.sendRtcpPLI(header.ssrc),
      });
      const { sequenceNumber: sequence, timestamp, marker } = header;
      taker.packet({ sequence, timestamp, marker, payload });
    });
    receiver.onRtcp.subscribe((packet) => {
      if (!(packet instanceof RtcpSrPacket) || packet.ssrc !== track.ssrc) return;
      const { ntpTimestamp, rtpTimestamp } = packet.senderInfo;
      const seconds = Number(ntpTimestamp >> 32n) + Number(ntpTimestamp & 0xffff_ffffn) / 2 ** 32;
      taker?.report(seconds, rtpTimestamp);
    });
  });

  async function hear({ message }: SignalResponse) {
    switch (message.case) {
      case 'join':
        joined = true;
        look(message.value.otherParticipants);
        break;
      case 'update':
        look(message.value.participants);
        break;
      case 'offer': {
        expectSoon(() => connection.connectionState === 'connected');
        await connection.setRemoteDescription({ type: 'offer', sdp: message.value.sdp });
        await connection.setLocalDescription(await connection.createAnswer());
        const sdp = connection.localDescription?.sdp ?? '';
        send({ case: 'answer', value: new SessionDescription({ type: 'answer', sdp, id: message.value.id }) });
        break;
      }
      case 'trickle': {
        const { target, candidateInit } = message.value;
        if (target === SignalTarget.SUBSCRIBER)
          await connection.addIceCandidate(JSON.parse(candidateInit) as { candidate: string });
        break;
      }
      case 'subscriptionResponse':
        if (message.value.err === SubscriptionError.SE_CODEC_UNSUPPORTED) events.unreadable();
        break;
      default:
    }
  }
  let heard = Promise.resolve();
  socket.on('message', (data: Buffer) => {
    const told = SignalResponse.fromBinary(data);
    // heard at once: the socket is closed right after it
    if (told.message.case === 'leave') {
      const { reason } = told.message.value;
      // a recorder of another process came, by the same name
      void close(reason === DisconnectReason.DUPLICATE_IDENTITY ? 'replaced' : 'lost');
    } else heard = heard.then(() => hear(told)).catch(() => close('lost'));
  });
  socket.on('error', () => void close('lost'));
  socket.on('close', () => void close('lost'));
  return async () => {
    send({ case: 'leave', value: new LeaveRequest({ reason: DisconnectReason.CLIENT_INITIATED }) });
    await close('left');
  };
}

function pictureCodec(mimeType = ''): PictureCodec | null {
  const codecs: Record<string, PictureCodec> = { 'video/h264': 'avc', 'video/vp8': 'vp8', 'video/vp9': 'vp9' };
  return codecs[mimeType.toLowerCase()] ?? null;
}
