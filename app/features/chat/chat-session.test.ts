import { expect, test, vi } from 'vitest';
import { manualTimers } from '../../../sdk/timers.test.fake';
import { type Answers, type Chat, type ChatLine } from '../../lib/api';
import { type ChatApi, createChatSession } from './chat-session';
import { createRoomFeed } from './room-feed';

const author = { id: 'me' as ChatLine['author']['id'], handle: 'asha', displayName: 'Asha', avatarUrl: null };

function line(revision: number, body = `line ${revision}`, clientId: string | null = null): ChatLine {
  const rest = { kind: 'message', offset: 0, author, replyTo: null, role: null, supporter: 0 } as const;
  return {
    ...rest,
    mentions: [],
    id: `id ${revision}` as ChatLine['id'],
    clientId,
    revision,
    body,
    sentAt: new Date(revision),
    deleted: false,
  };
}

const nothing: Chat = { lines: [], older: null, revision: 0, pinned: null, open: true, keepsOrder: false, blocked: [] };

/** A chat whose API answers from these lines, or fails while it is told to. */
function stage() {
  const timers = manualTimers();
  const feed = createRoomFeed();
  const stored: ChatLine[] = [];
  const script = { fails: null as Error | null };
  const asked: number[] = [];
  const sent: string[] = [];
  const api: ChatApi = {
    before: async () => ({ lines: [], older: null }),
    async after(since): Promise<Answers['chat']['after']> {
      asked.push(since);
      if (script.fails) throw script.fails;
      const lines = stored.filter(({ revision }) => revision > since);
      return { lines, revision: stored.length, pinned: null, open: true, more: false };
    },
    async send({ clientId, body }) {
      sent.push(body);
      if (script.fails) throw script.fails;
      const again = stored.find((each) => each.clientId === clientId);
      if (again) return { line: again };
      stored.push(line(stored.length + 1, body, clientId));
      return { line: stored.at(-1)! };
    },
    delete: async () => undefined,
    pin: async () => undefined,
  };
  let ids = 0;
  const session = createChatSession({ api, chat: nothing, feed, timers, newId: () => `client ${(ids += 1)}` });
  const packet = (revision: number) => {
    const said = stored[revision - 1]!;
    const event = { kind: 'lines', lines: [said], from: revision - 1, revision };
    feed.receive('chat', new TextEncoder().encode(JSON.stringify(event)));
  };
  const bodies = () => session.state.lines.map(({ body }) => body);
  const settle = () => vi.waitFor(() => expect(session.state.revision).toBe(stored.length));
  return { timers, feed, stored, script, asked, sent, session, packet, bodies, settle };
}

const say = (stored: ChatLine[], count: number) => {
  for (let n = 0; n < count; n += 1) stored.push(line(stored.length + 1));
};
const refusal = (code: string, message: string) =>
  Object.assign(new Error(message), { data: { code, fields: {}, retryAfterSeconds: null } });

test('a packet that is lost is read, once the next one shows that it is missing', async () => {
  const { session, stored, packet, bodies, timers, settle } = stage();
  const end = session.begin();
  say(stored, 3);
  packet(1);
  packet(3);
  expect(bodies()).toEqual(['line 1', 'line 3']);
  timers.advance(300);
  await settle();
  expect(bodies()).toEqual(['line 1', 'line 2', 'line 3']);
  end();
});

test('packets that only overtook each other ask for nothing', async () => {
  const { session, stored, packet, bodies, timers, asked } = stage();
  const end = session.begin();
  await vi.waitFor(() => expect(asked).toEqual([0]));
  say(stored, 2);
  packet(2);
  packet(1);
  timers.advance(300);
  expect(bodies()).toEqual(['line 1', 'line 2']);
  expect(asked).toEqual([0]);
  end();
});

test('on entering the room it reads what was missed, and once more when packets surely arrive', async () => {
  const { session, stored, feed, timers, bodies, settle } = stage();
  const end = session.begin();
  say(stored, 2);
  feed.setInRoom(true);
  await settle();
  say(stored, 1); // its packet was lost
  timers.advance(2_000);
  await settle();
  expect(bodies()).toEqual(['line 1', 'line 2', 'line 3']);
  end();
});

test('who is not in the room asks now and then, and no more when the page is left', async () => {
  const { session, stored, timers, asked, settle } = stage();
  const end = session.begin();
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  say(stored, 1);
  timers.advance(3_000);
  await settle();
  end();
  timers.advance(60_000);
  expect(timers.planned()).toBe(0);
});

test('a message that does not get through is tried again by itself, and stored once, in its order', async () => {
  const { session, script, timers, stored, bodies, sent } = stage();
  const end = session.begin();
  script.fails = new Error('no network');
  session.send('first', null);
  session.send('second', null);
  await vi.waitFor(() => expect(sent).toEqual(['first']));
  expect(session.state.outgoing.map(({ problem }) => problem)).toEqual([null, null]);
  script.fails = null;
  await vi.waitFor(() => {
    timers.advance(1_000);
    expect(stored.map(({ body }) => body)).toEqual(['first', 'second']);
  });
  await vi.waitFor(() => expect(bodies()).toEqual(['first', 'second']));
  expect(session.state.outgoing).toEqual([]);
  end();
});

test('a message that is refused says why, and goes again or away only when its author wants', async () => {
  const { session, script, stored } = stage();
  const end = session.begin();
  script.fails = refusal('banned', 'This creator keeps you out.');
  session.send('hello', null);
  await vi.waitFor(() => expect(session.state.outgoing).toMatchObject([{ problem: 'This creator keeps you out.' }]));
  script.fails = null;
  session.sendAgain('client 1');
  await vi.waitFor(() => expect(stored).toHaveLength(1));
  script.fails = refusal('chatClosed', 'Closed.');
  session.send('too late', null);
  await vi.waitFor(() => expect(session.state.outgoing).toMatchObject([{ problem: 'Closed.' }]));
  session.drop('client 2');
  expect(session.state.outgoing).toEqual([]);
  end();
});

test('what the room tells of something else, or not in our form, is passed over', () => {
  const { session, feed } = stage();
  const before = session.state;
  const end = session.begin();
  for (const text of ['', 'no', 'null', '{}', '{"kind":"lines","from":0,"revision":1}', '{"kind":"lines","lines":7}'])
    feed.receive('chat', new TextEncoder().encode(text));
  feed.receive('price', new TextEncoder().encode('{"kind":"deleted","ids":["x"],"from":0,"revision":1}'));
  expect(session.state).toBe(before);
  end();
});
