import { createHash } from 'node:crypto';
import { type Clock } from '../clock';
import { CREATOR_SEAT, type Grant, type Participant, type RoomHint, type Rooms } from '../deps';
import { type StreamId } from '../ids';
import { testClock } from './test-clock';

/** A message as the room carried it. */
export interface SentMessage {
  room: StreamId;
  topic: string;
  data: Uint8Array;
  /** Who was in the room and was meant. */
  reached: string[];
}

/** Somebody's connection to a room. */
export interface FakeSeat {
  /** False once they went, were thrown out, or the room was closed. */
  readonly inRoom: boolean;
}

/** A media server in memory. */
export interface FakeRooms extends Rooms {
  /** From now on it does not answer, or answers again. What was in the rooms stays. */
  setReachable(reachable: boolean): void;
  /**
   * Somebody connects with a token; whoever was in the room by this identity is thrown out. Throws
   * what LiveKit would refuse.
   */
  join(room: StreamId, identity: string, token: string): FakeSeat;
  /** Somebody goes, of their own accord or because their line broke. */
  leave(room: StreamId, identity: string): void;
  /**
   * What somebody sends from now on, the creator unless said. Throws where LiveKit would refuse.
   */
  publish(room: StreamId, tracks: Participant['tracks'], identity?: string): void;
  /**
   * A program sends to a way in by RTMP; whoever was in the creator's place is thrown out. Throws
   * what LiveKit Ingress would refuse.
   */
  sendRtmp(key: string): { room: StreamId; seat: FakeSeat };
  /** Whether somebody is in the room and gets what is sent. */
  sees(room: StreamId, identity: string): boolean;
  /** All messages, the oldest first. */
  readonly sent: SentMessage[];
  /** How often each procedure was called that asks the media server for something. */
  readonly calls: { setGrant: number; remove: number; participants: number };
  /** A new hint, as readHint gives it. */
  hint(kind: RoomHint['kind'], room: StreamId | null, identity?: string | null): RoomHint;
  /** A hint as it arrives over HTTP. */
  signed(hint: RoomHint): { body: string; authorization: string };
}

/** The fake's own TURN, which it tells to programs that send. */
const TURN = [{ urls: ['turn:media.test:3478?transport=udp'], username: 'a name', credential: 'a secret' }];

type Permit = { room: StreamId; identity: string; grant: Grant };

/** Without a clock of the test's own, people join at the time at which test clocks begin. */
export function fakeRooms({ clock = testClock() }: { clock?: Clock } = {}): FakeRooms {
  const rooms = new Map<StreamId, Map<string, Participant>>();
  const ways = new Map<string, { room: StreamId; feed: string; key: string; sender: string | null }>();
  const sent: SentMessage[] = [];
  const calls = { setGrant: 0, remove: 0, participants: 0 };
  let answers = true;
  let hints = 0;
  let joined = 0;

  const ask = async <T>(answer: () => T): Promise<T> => {
    await Promise.resolve();
    if (!answers) throw new Error('the media server does not answer');
    return answer();
  };
  /** The creator's place is taken by somebody who comes now. */
  const takePlace = (room: StreamId) => {
    const people = rooms.get(room);
    if (!people) throw new Error('there is no such room');
    people.delete(CREATOR_SEAT);
    const id = `PA_${(joined += 1)}`;
    const grant: Grant = { maySubscribe: true, maySend: 'all' };
    people.set(CREATOR_SEAT, { id, identity: CREATOR_SEAT, grant, joinedAt: clock.now(), tracks: [] });
    return id;
  };
  const closeWay = (way: string) => {
    const { room, sender } = ways.get(way) ?? {};
    if (room && sender && found(room, CREATOR_SEAT)?.id === sender) rooms.get(room)?.delete(CREATOR_SEAT);
    ways.delete(way);
  };
  const found = (room: StreamId, identity: string) => rooms.get(room)?.get(identity);

  return {
    url: 'ws://media.test',
    iceServers: [],
    sent,
    calls,
    setReachable: (reachable) => (answers = reachable),
    health: async () => (answers ? { ok: true, detail: `${rooms.size} rooms` } : { ok: false, detail: 'no answer' }),

    open: (room) => ask(() => void (rooms.has(room) || rooms.set(room, new Map()))),
    close: (room) => ask(() => void rooms.delete(room)),
    list: () => ask(() => [...rooms].map(([room, people]) => ({ room, participants: people.size }))),
    participants: (room) =>
      ask(() => {
        calls.participants += 1;
        return structuredClone([...(rooms.get(room)?.values() ?? [])]);
      }),
    setGrant: (room, identity, grant) =>
      ask(() => {
        calls.setGrant += 1;
        const somebody = found(room, identity);
        if (somebody) {
          somebody.grant = identity === CREATOR_SEAT ? { ...grant, maySend: 'all' } : { ...grant };
          somebody.tracks = somebody.tracks.filter((track) => allows(somebody.grant, track));
        }
        return somebody !== undefined;
      }),
    remove: (room, identity) =>
      ask(() => {
        calls.remove += 1;
        rooms.get(room)?.delete(identity);
      }),
    send: (room, topic, data, to) =>
      ask(() => {
        const present = [...(rooms.get(room)?.keys() ?? [])];
        sent.push({ room, topic, data, reached: to ? present.filter((identity) => to.includes(identity)) : present });
      }),

    creatorToken: async (room) =>
      tokenOf({ room, identity: CREATOR_SEAT, grant: { maySubscribe: true, maySend: 'all' } }),
    viewerToken: async (room, seat, maySubscribe) =>
      tokenOf({ room, identity: seat, grant: { maySubscribe, maySend: 'nothing' } }),

    recorderToken: async (room) =>
      tokenOf({ room, identity: 'recorder', grant: { maySubscribe: true, maySend: 'nothing' } }),

    join(room, identity, token) {
      const permit = readToken(token);
      if (permit.room !== room || permit.identity !== identity) throw new Error('this token is for somebody else');
      const people = rooms.get(room);
      if (!people) throw new Error('there is no such room');
      people.delete(identity);
      const id = `PA_${(joined += 1)}`;
      const somebody = { id, identity, grant: permit.grant, joinedAt: clock.now(), tracks: [] };
      people.set(identity, somebody);
      return {
        get inRoom() {
          return found(room, identity) === somebody;
        },
      };
    },
    startFeed: (room, _name, sdp) =>
      ask(() => {
        const people = rooms.get(room);
        if (!people) throw new Error('there is no such room');
        people.delete(CREATOR_SEAT);
        if (!/^v=0\r\n[^]*^m=/m.test(sdp)) return null;
        const id = takePlace(room);
        return { participant: id, sdp: `v=0\r\na=answers ${id}`, etag: `"${id}"`, iceServers: [...TURN] };
      }),
    changeFeed: (room, participant, { ifMatch }) =>
      ask(() =>
        found(room, CREATOR_SEAT)?.id === participant && ifMatch === `"${participant}"`
          ? { fragment: '', etag: null }
          : null,
      ),
    endFeed: (room, participant) =>
      ask(() => {
        for (const [way, { sender }] of ways) if (sender === participant) closeWay(way);
        if (found(room, CREATOR_SEAT)?.id === participant) rooms.get(room)?.delete(CREATOR_SEAT);
      }),
    openRtmp: (room, _name, feed) =>
      ask(() => {
        const [id, key] = [`IN_${(joined += 1)}`, `key${joined}`];
        ways.set(id, { room, feed, key, sender: null });
        return { id, key };
      }),
    rtmpSender: (room, way) =>
      ask(() => {
        const sender = ways.get(way)?.sender;
        return sender && found(room, CREATOR_SEAT)?.id === sender ? sender : null;
      }),
    closeRtmp: (way) => ask(() => closeWay(way)),
    rtmpWays: () => ask(() => [...ways].map(([id, { feed }]) => ({ id, feed }))),
    sendRtmp(key) {
      const way = [...ways.values()].find((one) => one.key === key);
      if (!way) throw new Error('nobody may send by this key');
      const sender = takePlace(way.room);
      way.sender = sender;
      const seat = {
        get inRoom() {
          return found(way.room, CREATOR_SEAT)?.id === sender;
        },
      };
      return { room: way.room, seat };
    },
    leave: (room, identity) => void rooms.get(room)?.delete(identity),
    publish(room, tracks, identity = CREATOR_SEAT) {
      const somebody = found(room, identity);
      if (!somebody) throw new Error('nobody by this name is in the room');
      if (!tracks.every((track) => allows(somebody.grant, track))) throw new Error('they may not send this');
      somebody.tracks = structuredClone(tracks);
    },
    sees: (room, identity) => found(room, identity)?.grant.maySubscribe === true,

    hint: (kind, room, identity = null) => ({ id: `hint ${(hints += 1)}`, kind, room, identity }),
    signed(hint) {
      const body = JSON.stringify(hint);
      return { body, authorization: signatureOf(body) };
    },
    readHint: async (body, authorization) =>
      authorization === signatureOf(body) ? (JSON.parse(body) as RoomHint) : null,
  };
}

const allows = ({ maySend }: Grant, { kind }: Participant['tracks'][number]) =>
  maySend === 'all' || (maySend === 'picture' && kind === 'video');

const tokenOf = (permit: Permit) => `fake.${Buffer.from(JSON.stringify(permit)).toString('base64url')}`;

function readToken(token: string): Permit {
  const [kind, permit = ''] = token.split('.');
  if (kind !== 'fake') throw new Error('this is no token');
  return JSON.parse(Buffer.from(permit, 'base64url').toString()) as Permit;
}

const signatureOf = (body: string) => createHash('sha256').update(`the fake media server: ${body}`).digest('hex');
