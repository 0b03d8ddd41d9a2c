import {
  IngressAudioEncodingPreset,
  IngressAudioOptions,
  IngressClient,
  IngressInput,
  IngressVideoEncodingPreset,
  IngressVideoOptions,
  type ParticipantInfo,
  TrackSource,
} from 'livekit-server-sdk';
import { CREATOR_SEAT, type Rooms } from '../deps';
import { ifFound } from './rooms-not-found';

/** By which LiveKit says of somebody in a room that they came by an ingress. */
const INGRESS = 'ingress.ingressID';

interface Options {
  /** LiveKit's address for HTTP. */
  url: string;
  apiKey: string;
  apiSecret: string;
  requestTimeout: number;
  /** Who is in a room; nobody where there is none. */
  list(room: string): Promise<ParticipantInfo[]>;
}

/**
 * LiveKit Ingress takes RTMP, makes of it what browsers play, in three sizes, and sends it into the
 * room in the creator's place.
 */
export function createRtmp({ url, apiKey, apiSecret, requestTimeout, list }: Options) {
  const client = new IngressClient(url, apiKey, apiSecret, { requestTimeout });
  const video = new IngressVideoOptions({
    source: TrackSource.CAMERA,
    encodingOptions: { case: 'preset', value: IngressVideoEncodingPreset.H264_720P_30FPS_3_LAYERS },
  });
  const audio = new IngressAudioOptions({
    source: TrackSource.MICROPHONE,
    encodingOptions: { case: 'preset', value: IngressAudioEncodingPreset.OPUS_STEREO_96KBPS },
  });

  return {
    async openRtmp(room, name, feed) {
      const { ingressId: id, streamKey: key } = await client.createIngress(IngressInput.RTMP_INPUT, {
        name: feed,
        roomName: room,
        participantIdentity: CREATOR_SEAT,
        participantName: name,
        video,
        audio,
      });
      return { id, key };
    },
    async rtmpSender(room, way) {
      return (await list(room)).find((somebody) => wayOf(somebody) === way)?.sid ?? null;
    },
    async closeRtmp(way) {
      await ifFound(client.deleteIngress(way), undefined);
    },
    async rtmpWays() {
      const all = await client.listIngress({});
      return all
        .filter((one) => one.inputType === IngressInput.RTMP_INPUT && one.participantIdentity === CREATOR_SEAT)
        .map((one) => ({ id: one.ingressId, feed: one.name }));
    },
  } satisfies Pick<Rooms, 'openRtmp' | 'rtmpSender' | 'closeRtmp' | 'rtmpWays'>;
}

/** The way in by RTMP that somebody came by; null for everybody else. */
export function wayOf({ attributes }: ParticipantInfo): string | null {
  return attributes[INGRESS] ?? null;
}
