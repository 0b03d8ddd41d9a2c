import { expect, test } from 'vitest';
import { systemClock } from '../clock';
import { CREATOR_SEAT, type RoomHint } from '../deps';
import { streamId, uuidv7, type StreamId } from '../ids';
import { fakeRooms } from './fake-rooms';
import { holdsAsRooms, holdsAsRtmp, type RoomsWorld, type RtmpWorld } from './rooms-suite';

/** The fake tells of nothing by itself, as LiveKit may: here it does. */
function world(rooms = fakeRooms()): RoomsWorld {
  const hooks: { body: string; authorization: string }[] = [];
  const tell = (kind: RoomHint['kind'], room: StreamId, identity: string) =>
    hooks.push(rooms.signed(rooms.hint(kind, room, identity)));
  return {
    rooms,
    hooks: () => hooks,
    async enter(room, identity, token) {
      const seat = rooms.join(room, identity, token);
      tell('joined', room, identity);
      const tracksOf = async (whose: string) =>
        (await rooms.participants(room)).find((found) => found.identity === whose)?.tracks ?? [];
      return {
        inRoom: () => seat.inRoom,
        sees: async (whose = CREATOR_SEAT) =>
          rooms.sees(room, identity) && (await tracksOf(whose)).some(({ kind }) => kind === 'video'),
        heard: () =>
          rooms.sent
            .filter((message) => message.room === room && message.reached.includes(identity))
            .map(({ topic, data }) => ({ topic, text: Buffer.from(data).toString() })),
        async publish(kind = 'video') {
          rooms.publish(room, [...(await tracksOf(identity)), { kind, muted: false }], identity);
          tell('published', room, identity);
        },
        async leave() {
          rooms.leave(room, identity);
          tell('left', room, identity);
        },
      };
    },
  };
}

/** Whoever sends by RTMP sends a picture at once; who may not is refused at once. */
function rtmpWorld(): RtmpWorld {
  const rooms = fakeRooms();
  return {
    ...world(rooms),
    async send(key) {
      try {
        const { room, seat } = rooms.sendRtmp(key);
        rooms.publish(room, [{ kind: 'video', muted: false }]);
        return { sends: () => seat.inRoom, stop: async () => rooms.leave(room, CREATOR_SEAT) };
      } catch {
        return { sends: () => false, stop: async () => undefined };
      }
    },
  };
}

holdsAsRooms(() => world());
holdsAsRtmp(rtmpWorld);

test('the fake takes a token for its own room and identity only', async () => {
  const rooms = fakeRooms();
  const room = streamId.parse(uuidv7(systemClock.now()));
  await rooms.open(room);
  const token = await rooms.viewerToken(room, 'a seat', false);
  expect(() => rooms.join(room, CREATOR_SEAT, token)).toThrow('somebody else');
  expect(() => rooms.join(room, 'a seat', 'nonsense')).toThrow('no token');
  expect(await rooms.participants(room)).toEqual([]);
});

test('the fake that does not answer changes nothing; tokens and hints need no answer', async () => {
  const rooms = fakeRooms();
  const room = streamId.parse(uuidv7(systemClock.now()));
  await rooms.open(room);
  rooms.join(room, 'a seat', await rooms.viewerToken(room, 'a seat', true));
  rooms.setReachable(false);
  expect((await rooms.health()).ok).toBe(false);
  for (const call of [
    rooms.open(room),
    rooms.close(room),
    rooms.list(),
    rooms.participants(room),
    rooms.setGrant(room, 'a seat', { maySubscribe: false, maySend: 'nothing' }),
    rooms.remove(room, 'a seat'),
    rooms.send(room, 'chat', new Uint8Array()),
    rooms.openRtmp(room, 'Maya', 'a feed'),
    rooms.rtmpSender(room, 'IN_1'),
    rooms.closeRtmp('IN_1'),
    rooms.rtmpWays(),
  ])
    await expect(call).rejects.toThrow('does not answer');
  const { body, authorization } = rooms.signed(rooms.hint('joined', room, 'a seat'));
  expect(await rooms.readHint(body, authorization)).toMatchObject({ room, identity: 'a seat' });
  rooms.setReachable(true);
  expect(rooms.sees(room, 'a seat')).toBe(true);
});
