import { expect, test } from 'vitest';
import superjson from 'superjson';
import { expectNothingWritten, makeCategory, makeCreator } from '../testing/harness';
import { ended, serve } from '../testing/serve';

const LIMIT = 60;

/** A creator's socket, and a request over it that counts something: it plans a stream. */
async function creatorsSocket() {
  const { deps, url, open } = await serve();
  const creator = await makeCreator(deps);
  const { slug } = await makeCategory(deps);
  const cookie = (await deps.sessions.create(creator.id, { ipAddress: '127.0.0.1', userAgent: 'test' })).split(';')[0];
  const socket = open({ origin: url, cookie: cookie ?? '' });
  await new Promise((resolve) => socket.once('open', resolve));
  const stream = {
    title: 'One of too many',
    description: '',
    categorySlug: slug,
    tags: [],
    language: 'en',
    mature: false,
    visibility: 'public',
    ratePerSecond: 0n,
    previewSeconds: 0,
    viewerLimit: null,
    scheduledAt: null,
  };
  const request = (id: number) => ({
    id,
    method: 'mutation',
    params: { path: 'streams.create', input: superjson.serialize(stream) },
  });
  return { deps, socket, request };
}

test('who floods the socket is let go, and nothing beyond the limit was done, then or later', async () => {
  const { deps, socket, request } = await creatorsSocket();
  for (let sent = 1; sent <= 4 * LIMIT; sent += 1) socket.send(JSON.stringify(request(sent)));
  expect(await ended(socket)).toBe(1008);
  const done = await settled(() => deps.db.stream.count());
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThanOrEqual(LIMIT);
});

test('requests in one message count one by one: a message with too many is not heard at all', async () => {
  const { deps, socket, request } = await creatorsSocket();
  await expectNothingWritten(deps.db, async () => {
    socket.send(` ${JSON.stringify(Array.from({ length: LIMIT + 1 }, (_, id) => request(id + 1)))}`);
    expect(await ended(socket)).toBe(1008);
  });
});

test('who sends no more than a page does is heard', async () => {
  const { deps, socket, request } = await creatorsSocket();
  const answered = new Promise<void>((resolve) => {
    let answers = 0;
    socket.on('message', () => (answers += 1) === 3 && resolve());
  });
  socket.send(JSON.stringify([request(1), request(2)]));
  socket.send(JSON.stringify(request(3)));
  await answered;
  expect(await deps.db.stream.count()).toBe(3);
  socket.close();
});

/**
 * What a count comes to rest at: what was accepted before the flood is still being done when the
 * socket is gone.
 */
async function settled(count: () => Promise<number>) {
  for (let last = -1, same = 0; ;) {
    const now = await count();
    same = now === last ? same + 1 : 0;
    if (same === 5) return now;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
