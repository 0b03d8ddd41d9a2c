import superjson from 'superjson';
import { describe, expect, test } from 'vitest';
import { type WebSocket } from 'ws';
import { createClient } from '../../sdk/client';
import { type ApiProcedures } from '../trpc/root';
import { expectNothingWritten, makeCategory, makeCreator } from '../testing/harness';
import { liveWorld } from '../testing/live-world';
import { ended, serve } from '../testing/serve';
import { createCrowd } from '../limits/crowd';

const opened = (socket: WebSocket) => new Promise((resolve) => socket.once('open', resolve));
type Told = { id: number; result?: { type: string }; error?: { json: { message: string; data: { code: string } } } };

/** The next message that fits. */
const hears = (socket: WebSocket, fits: (told: Told) => boolean) =>
  new Promise<Told>((resolve) => {
    socket.on('message', (text: Buffer) => {
      const told = JSON.parse(text.toString()) as Told;
      if (fits(told)) resolve(told);
    });
  });

const paths = (count: number, path: string, comma = ',') => Array<string>(count).fill(path).join(comma);
const code = async (answer: Response) =>
  ((await answer.json()) as { error: { json: { data: { code: string } } } }).error.json.data.code;

describe('calls in one request', () => {
  test.each([',', '%2C', '%2c'])(
    'ten by GET are answered, and eleven parted by %o are refused whole',
    async (comma) => {
      const { url } = await serve();
      const ten = await fetch(`${url}/trpc/${paths(10, 'session.me', comma)}?batch=1`);
      expect(await ten.json()).toHaveLength(10);
      const eleven = await fetch(`${url}/trpc/${paths(11, 'session.me', comma)}?batch=1`);
      expect(eleven.status).toBe(400);
      expect(await code(eleven)).toBe('tooManyCalls');
    },
  );

  test('eleven by POST are refused, and none of them is done', async () => {
    const { deps, url } = await serve();
    const creator = await makeCreator(deps);
    const cookie = (await deps.sessions.create(creator.id, { ipAddress: '', userAgent: '' })).split(';')[0] ?? '';
    await expectNothingWritten(deps.db, async () => {
      const answer = await fetch(`${url}/trpc/${paths(11, 'account.endOtherSessions')}?batch=1`, {
        method: 'POST',
        headers: { origin: url, cookie, 'content-type': 'application/json' },
        body: '{}',
      });
      expect(answer.status).toBe(400);
      expect(await code(answer)).toBe('tooManyCalls');
    });
  });

  test('eleven in one message of a socket are each refused, and the socket goes on', async () => {
    const { url, open } = await serve();
    const socket = open({ origin: url });
    await opened(socket);
    const request = (id: number) => ({
      id,
      method: 'query',
      params: { path: 'session.me', input: superjson.serialize(undefined) },
    });
    const last = hears(socket, ({ id }) => id === 11);
    socket.send(JSON.stringify(Array.from({ length: 11 }, (_, at) => request(at + 1))));
    expect((await last).error?.json.data.code).toBe('tooManyCalls');
    const ten = hears(socket, ({ id, result }) => id === 30 && result !== undefined);
    socket.send(JSON.stringify(Array.from({ length: 10 }, (_, at) => request(at + 21))));
    await ten;
    socket.close();
  });

  test('the SDK puts twelve questions of one moment into two requests', async () => {
    const { url } = await serve();
    const { trpc, close } = createClient<ApiProcedures>({ url });
    const answers = await Promise.all(Array.from({ length: 12 }, () => trpc.session.me.query()));
    expect(answers).toHaveLength(12);
    await close();
  });
});

describe('what a call sends', () => {
  test('above 64 KB is refused, said to be long or sent without a length, and nothing is done', async () => {
    const { deps, url } = await serve();
    const headers = { origin: url, 'content-type': 'application/json' };
    const long = JSON.stringify({ json: { name: 'asha', password: 'x'.repeat(64 * 1024) } });
    await expectNothingWritten(deps.db, async () => {
      const said = await fetch(`${url}/trpc/session.signIn`, { method: 'POST', headers, body: long });
      expect(said.status).toBe(413);
      expect(await code(said)).toBe('tooLarge');
      const body = new Blob([long]).stream();
      const unsaid = await fetch(`${url}/trpc/session.signIn`, {
        method: 'POST',
        headers,
        body,
        duplex: 'half',
      } as RequestInit);
      expect(unsaid.status).toBe(413);
    });
    expect(await deps.db.rateLimit.count()).toBe(0);
  });

  test('with a number of 41 digits is refused by a clear error, and nothing is written', async () => {
    const { deps, url } = await serve();
    const creator = await makeCreator(deps);
    await makeCategory(deps);
    const cookie = (await deps.sessions.create(creator.id, { ipAddress: '', userAgent: '' })).split(';')[0] ?? '';
    await expectNothingWritten(deps.db, async () => {
      const answer = await fetch(`${url}/trpc/streams.create`, {
        method: 'POST',
        headers: { origin: url, cookie, 'content-type': 'application/json' },
        body: JSON.stringify({
          json: { ratePerSecond: '9'.repeat(41) },
          meta: { values: { ratePerSecond: ['bigint'] }, v: 1 },
        }),
      });
      expect(answer.status).toBe(400);
      expect(await code(answer)).toBe('numberTooLong');
    });
  });
});

describe('sockets and what is followed over them', () => {
  const CROWD = { socketsPerNetwork: 2, followedPerSocket: 2, followedPerNetwork: 3 };

  test('a network has so many sockets, one more is refused, and one that is closed makes room', async () => {
    const { url, open } = await serve(undefined, CROWD);
    const [first, second] = [open({ origin: url }), open({ origin: url })];
    await Promise.all([opened(first), opened(second)]);
    expect(await ended(open({ origin: url }))).toBe('refused with 429');
    const gone = ended(first);
    first.close();
    await gone;
    const third = open({ origin: url });
    await opened(third);
    for (const socket of [second, third]) socket.close();
  });

  test('a socket follows so much, one more is refused, and what is stopped makes room', async () => {
    const { deps, url, open } = await serve(undefined, CROWD);
    const { creator, room } = await liveWorld({}, deps);
    const cookie = (await deps.sessions.create(creator.id, { ipAddress: '', userAgent: '' })).split(';')[0] ?? '';
    const socket = open({ origin: url, cookie });
    await opened(socket);
    const follow = (id: number) => {
      const answer = hears(
        socket,
        (told) => told.id === id && (told.error !== undefined || told.result?.type === 'started'),
      );
      socket.send(
        JSON.stringify({
          id,
          method: 'subscription',
          params: { path: 'broadcast.follow', input: superjson.serialize({ id: room }) },
        }),
      );
      return answer;
    };
    expect((await follow(1)).error).toBeUndefined();
    expect((await follow(2)).error).toBeUndefined();
    expect((await follow(3)).error?.json.data.code).toBe('tooManyFollowed');
    const stopped = hears(socket, ({ id, result }) => id === 1 && result?.type === 'stopped');
    socket.send(JSON.stringify({ id: 1, method: 'subscription.stop' }));
    await stopped;
    expect((await follow(4)).error).toBeUndefined();
    socket.close();
  });

  test('a network follows so much over all of its sockets; another network has its own', () => {
    const crowd = createCrowd(CROWD);
    const [first, second, elsewhere] = [crowd.enter('a'), crowd.enter('a'), crowd.enter('b')];
    first?.follow();
    const stop = first?.follow();
    second?.follow();
    expect(() => second?.follow()).toThrow(expect.objectContaining({ code: 'tooManyFollowed' }) as Error);
    elsewhere?.follow();
    stop?.();
    stop?.();
    second?.follow();
    expect(() => first?.follow()).toThrow(expect.objectContaining({ code: 'tooManyFollowed' }) as Error);
    second?.leave();
    first?.follow();
    expect(crowd.enter('a')).not.toBeNull();
    expect(crowd.enter('a')).toBeNull();
  });
});
