import { afterEach, expect, test, vi } from 'vitest';
import { systemTimers, type Timers } from '../../sdk/timers';
import { CREATOR_SEAT } from '../deps';
import { feedWorld } from '../testing/feeds';
import { beginning, command, fakeIngress, HANDSHAKE, program, type TestProgram } from '../testing/rtmp-program';
import { openRtmpDoor } from './door';

const PATIENCE = { timeout: 10_000, interval: 20 };
const after: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of after.splice(0).reverse()) await close();
});

/** A world with the door open; behind it a LiveKit Ingress that takes what is let in. */
async function doorWorld({ timers = systemTimers }: { timers?: Timers } = {}) {
  const world = await feedWorld();
  const deps = { ...world.deps, timers };
  const ingress = await fakeIngress(deps.rooms);
  const door = await openRtmpDoor({ deps, host: '127.0.0.1', port: 0, ingress: ingress.url });
  after.push(ingress.close, door.close);
  const send = (key = world.key) => {
    const one = program(door.port, beginning(key));
    after.push(() => void one.socket.destroy());
    return one;
  };
  const inPlace = async () =>
    (await deps.rooms.participants(world.id)).find(({ identity }) => identity === CREATOR_SEAT)?.id;
  const live = () => vi.waitUntil(async () => (await world.row()).status === 'live', PATIENCE);
  const gone = (one: TestProgram) => vi.waitUntil(() => one.isGone(), PATIENCE);
  return { ...world, deps, ingress, door, send, inPlace, live, gone };
}

test('a program is live by its key, which goes no further, and what it sends goes on as it comes', async () => {
  const { deps, key, ingress, send, live, gone, inPlace } = await doorWorld();
  const one = send();
  await live();
  expect(await deps.db.feed.findMany()).toMatchObject([{ software: 'FMLE/3.0 (compatible; FMSc/1.0)' }]);
  one.socket.write('picture and sound');
  await vi.waitUntil(() => ingress.came[0]?.bytes.includes('picture and sound'), PATIENCE);
  for (const place of [ingress.came[0]?.bytes.toString('latin1'), JSON.stringify(deps.logged)])
    expect(place).not.toContain(key);

  one.socket.end();
  await gone(one);
  await vi.waitUntil(async () => (await deps.db.feed.count()) === 0, PATIENCE);
  expect(await inPlace()).toBeUndefined();
  expect(await deps.rooms.rtmpWays()).toEqual([]);
});

test('a wrong key is told so in RTMP’s own words, and reaches no room; the media server’s own keys are none here', async () => {
  const { deps, id, send, gone } = await doorWorld();
  await deps.rooms.open(id);
  const way = await deps.rooms.openRtmp(id, 'Bela', 'a feed');
  for (const wrong of [`obs_${'x'.repeat(32)}`, way.key, '']) {
    const one = send(wrong);
    await gone(one);
    expect(one.heard().toString('latin1')).toContain('NetStream.Publish.BadName');
  }
  expect(await deps.rooms.participants(id)).toEqual([]);
  expect(await deps.db.feed.count()).toBe(0);
});

test('a second program with the same key is let go to try again, and the first goes on', async () => {
  const { send, live, gone, inPlace } = await doorWorld();
  const first = send();
  await live();
  const place = await inPlace();
  const second = send();
  await gone(second);
  expect(second.heard().toString('latin1')).not.toContain('BadName');
  expect(first.isGone()).toBe(false);
  expect(await inPlace()).toBe(place);
});

test('replacing the key ends the connection', async () => {
  const { keyId, send, live, gone, enter } = await doorWorld();
  const one = send();
  await live();
  const { api } = await enter();
  await api.feeds.rotateKey({ id: keyId });
  await gone(one);
});

test('when the door closes, what is sent ends with its rows', async () => {
  const { deps, door, send, live, gone } = await doorWorld();
  const one = send();
  await live();
  await door.close();
  await gone(one);
  expect(await deps.db.feed.count()).toBe(0);
  expect(await deps.rooms.rtmpWays()).toEqual([]);
});

test('what is not RTMP, and whoever asks for nothing, is let go', async () => {
  const setTimeout: Timers['setTimeout'] = (run, ms) => systemTimers.setTimeout(run, ms / 20);
  const { deps, door, gone } = await doorWorld({ timers: { ...systemTimers, setTimeout } });
  await gone(program(door.port, Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')));
  await gone(program(door.port, Buffer.concat([HANDSHAKE, command(['publish', 1, null])])));
  await gone(program(door.port, HANDSHAKE));
  expect(await deps.db.feed.count()).toBe(0);
});

test('of one network so many connect at most', async () => {
  const { door, gone } = await doorWorld();
  const many = Array.from({ length: 33 }, () => program(door.port, HANDSHAKE));
  after.push(() => many.forEach(({ socket }) => socket.destroy()));
  await vi.waitUntil(() => many.some((one) => one.isGone()), PATIENCE);
  expect(many.filter((one) => one.isGone())).toHaveLength(1);
  many.find((one) => !one.isGone())?.socket.destroy();
  await gone(many.find((one) => one.isGone())!);
});
