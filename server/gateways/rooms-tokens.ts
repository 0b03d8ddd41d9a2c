import { AccessToken, TrackSource, type VideoGrant } from 'livekit-server-sdk';
import { CREATOR_SEAT, type Rooms } from '../deps';

/** Who records in a room for the server; no seat has this name. */
export const RECORDER_SEAT = 'recorder';

/**
 * A token is used at once, for the first connecting; LiveKit renews it for whoever is in the room.
 */
const TOKEN_SECONDS = 180;
/** What a creator may send. */
export const CREATOR_SOURCES = [
  TrackSource.CAMERA,
  TrackSource.MICROPHONE,
  TrackSource.SCREEN_SHARE,
  TrackSource.SCREEN_SHARE_AUDIO,
];
/** What somebody on stage may send: no screen. */
export const STAGE_SOURCES = {
  nothing: [],
  picture: [TrackSource.CAMERA],
  all: [TrackSource.CAMERA, TrackSource.MICROPHONE],
};

/**
 * Tokens open one room for one identity. Nobody may send messages but the server: what arrives can
 * be believed.
 */
export function createTokens(keys: {
  apiKey: string;
  apiSecret: string;
}): Pick<Rooms, 'creatorToken' | 'viewerToken' | 'recorderToken'> {
  const sign = (identity: string, name: string | undefined, grant: VideoGrant) => {
    const token = new AccessToken(keys.apiKey, keys.apiSecret, {
      identity,
      ttl: TOKEN_SECONDS,
      ...(name ? { name } : {}),
    });
    token.addGrant({ roomJoin: true, canPublishData: false, ...grant });
    return token.toJwt();
  };
  return {
    creatorToken: (room, name) =>
      sign(CREATOR_SEAT, name, { room, canPublish: true, canPublishSources: CREATOR_SOURCES, canSubscribe: true }),
    viewerToken: (room, seat, maySubscribe) =>
      sign(seat, undefined, { room, canPublish: false, canSubscribe: maySubscribe, hidden: true }),
    recorderToken: (room) =>
      sign(RECORDER_SEAT, undefined, { room, canPublish: false, canSubscribe: true, hidden: true }),
  };
}
