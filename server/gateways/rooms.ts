import {
  DataPacket_Kind,
  type ParticipantInfo,
  type ParticipantPermission,
  RoomServiceClient,
  TrackSource,
  TrackType,
} from 'livekit-server-sdk';
import { systemTimers } from '../../sdk/timers';
import { CREATOR_SEAT, type Grant, type Participant, type Rooms } from '../deps';
import { roomOf } from './rooms-names';
import { createFeeds } from './rooms-feeds';
import { hintReader } from './rooms-hints';
import { ifFound } from './rooms-not-found';
import { createRtmp, wayOf } from './rooms-rtmp';
import { CREATOR_SOURCES, createTokens, RECORDER_SEAT, STAGE_SOURCES } from './rooms-tokens';

/** An answer to something that the product needs now. */
const PATIENCE_SECONDS = 5;
/** An answer to somebody who only asks how things are. */
const HEALTH_PATIENCE_SECONDS = 2;
/** A room that nobody has entered yet: a creator's page may take its time to find the camera. */
const EMPTY_SECONDS = 300;
/** A room that everybody left: longer than a stream waits for a creator whose line broke. */
const DEPARTED_SECONDS = 120;

export interface RoomsOptions {
  /** The WebSocket address that browsers use as well. */
  url: string;
  apiKey: string;
  apiSecret: string;
  /** Further ways through a network; LiveKit tells clients of its own TURN by itself. */
  iceServers?: Rooms['iceServers'];
}

/** LiveKit by its server API. */
export function createRooms({ url, apiKey, apiSecret, iceServers = [] }: RoomsOptions): Rooms {
  const httpUrl = url.replace(/^ws/, 'http');
  const connect = (requestTimeout: number) => new RoomServiceClient(httpUrl, apiKey, apiSecret, { requestTimeout });
  const client = connect(PATIENCE_SECONDS);
  const tokens = createTokens({ apiKey, apiSecret });
  const forHealth = connect(HEALTH_PATIENCE_SECONDS);

  const remove: Rooms['remove'] = async (room, identity) => {
    await ifFound(client.removeParticipant(room, identity), undefined);
  };
  const list = (room: string) => ifFound(client.listParticipants(room), []);
  const rtmp = createRtmp({ url: httpUrl, apiKey, apiSecret, requestTimeout: PATIENCE_SECONDS, list });
  const feeds = createFeeds({ url: httpUrl, iceServers, ...tokens, timers: systemTimers, remove });

  return {
    url,
    iceServers,
    async health() {
      try {
        const rooms = await forHealth.listRooms();
        return { ok: true, detail: `${rooms.length} rooms` };
      } catch (error) {
        return { ok: false, detail: error instanceof Error ? error.message : 'no answer' };
      }
    },

    async open(room) {
      await client.createRoom({ name: room, emptyTimeout: EMPTY_SECONDS, departureTimeout: DEPARTED_SECONDS });
    },
    async close(room) {
      // of a room that is gone LiveKit Ingress takes its time to hear
      for (const way of (await list(room)).map(wayOf)) if (way) await rtmp.closeRtmp(way);
      await ifFound(client.deleteRoom(room), undefined);
    },
    async list() {
      const rooms = await client.listRooms();
      return rooms.flatMap(({ name, numParticipants }) => {
        const room = roomOf(name);
        return room ? [{ room, participants: numParticipants }] : [];
      });
    },
    async participants(room) {
      return (await list(room)).filter(({ identity }) => identity !== RECORDER_SEAT).map(participantOf);
    },
    async setGrant(room, identity, grant) {
      const permission = permissionsOf(identity, grant);
      return (await ifFound(client.updateParticipant(room, identity, { permission }), null)) !== null;
    },
    remove,
    async send(room, topic, data, to) {
      if (to?.length === 0) return; // to LiveKit, nobody named is everybody
      const options = { topic, ...(to ? { destinationIdentities: to } : {}) };
      try {
        await client.sendData(room, data, DataPacket_Kind.RELIABLE, options);
      } catch (error) {
        // of a room that is not there LiveKit says that no node answers, as when the node is away
        if ((await client.listRooms([room])).length > 0) throw error;
      }
    },

    ...tokens,
    ...feeds,
    ...rtmp,
    async endFeed(room, participant) {
      const way = (await list(room)).filter(({ sid }) => sid === participant).map(wayOf)[0];
      await (way ? rtmp.closeRtmp(way) : feeds.endFeed(room, participant));
    },
    readHint: hintReader({ apiKey, apiSecret }),
  };
}

/** All of somebody's permissions: LiveKit resets what is left out. */
function permissionsOf(identity: string, { maySubscribe, maySend }: Grant) {
  const canPublishSources = identity === CREATOR_SEAT ? CREATOR_SOURCES : STAGE_SOURCES[maySend];
  const canPublish = canPublishSources.length > 0;
  return { canSubscribe: maySubscribe, canPublish, canPublishSources, canPublishData: false, hidden: !canPublish };
}

/** To LiveKit, no sources named are all of them. */
function grantOf(permission: ParticipantPermission | undefined): Grant {
  const { canSubscribe = false, canPublish = false, canPublishSources: sources = [] } = permission ?? {};
  const sound = sources.length === 0 || sources.includes(TrackSource.MICROPHONE);
  return { maySubscribe: canSubscribe, maySend: !canPublish ? 'nothing' : sound ? 'all' : 'picture' };
}

function participantOf({ sid, identity, permission, joinedAtMs, joinedAt, tracks }: ParticipantInfo): Participant {
  return {
    id: sid,
    identity,
    grant: grantOf(permission),
    joinedAt: new Date(Number(joinedAtMs || joinedAt * 1000n)),
    tracks: tracks
      .filter(({ type }) => type !== TrackType.DATA)
      .map(({ type, muted }) => ({ kind: type === TrackType.VIDEO ? 'video' : 'audio', muted })),
  };
}
