import { expect, test, vi } from 'vitest';
import { MINUTE, SECOND } from '../clock';
import { type Prisma } from '../generated/prisma/client';
import { type RestreamTargetId, type StreamId } from '../ids';
import { createSealer } from '../gateways/sealer';
import { testBrowser } from '../testing/browser';
import { expectNothingWritten, makeCreator, makeStream, testDeps, type TestDeps } from '../testing/harness';
import { anotherProcess, somebody } from '../testing/live-world';
import { signInBy } from '../testing/members';
import { fakeRestreamer } from '../testing/restream';
import { makeGrowing } from '../testing/videos';
import { readRestreams } from './read';
import { createRestreamSender } from './send';
import { SENDER_GONE_AFTER } from './sendable';

const KEY = 'live_4711_aVerySecretKey';
const SITE = { name: 'Elsewhere', address: 'rtmp://live.example.org/app', key: KEY };
const FREE = { ratePerSecond: '0' };

async function world(source: Partial<Prisma.StreamUncheckedCreateInput> = {}) {
  const restreamer = fakeRestreamer();
  const deps = await testDeps({ restreamer });
  const creator = await somebody(deps);
  const browser = testBrowser(deps);
  await signInBy(creator.wallet, browser);
  const recording = 'ratePerSecond' in source ? { ratePerSecond: source.ratePerSecond! } : {};
  const one = await makeGrowing(deps, creator, { source: { ...FREE, ...source }, recording: { ...FREE, ...recording } });
  const add = async (more: Partial<typeof SITE> = {}) =>
    (await browser.api.restream.add({ ...SITE, ...more })).id as RestreamTargetId;
  const row = (id: string) => deps.db.restreamTarget.findUniqueOrThrow({ where: { id } });
  return { deps, creator, browser, restreamer, one, add, row };
}

const refuses = (deps: TestDeps, act: () => Promise<unknown>, code: string) =>
  expectNothingWritten(deps.db, () => expect(act()).rejects.toMatchObject({ cause: { code } }), {
    except: ['sessions', 'rate_limits'],
  });

/** Time passes, a little at a time, until something is so. */
async function until(deps: TestDeps, isSo: () => unknown): Promise<void> {
  await vi.waitFor(async () => {
    deps.clock.advance(SECOND / 4);
    expect(await isSo()).toBeTruthy();
  }, 15_000);
}

test('the key of another site is sealed, and in no answer, row or log; its owner is told elsewhere', async () => {
  const { deps, browser, creator, add, row } = await world();
  const other = testBrowser(deps);
  await signInBy(creator.wallet, other);
  const id = await add();
  const answers = [await browser.api.restream.overview(), await row(id), await deps.db.auditEntry.findMany()];
  for (const place of [...answers, deps.logged]) expect(JSON.stringify(place)).not.toContain(KEY.slice(5));
  expect((await other.api.session.me()).news).toMatchObject([{ kind: 'restreamTargetMade', label: 'Elsewhere' }]);
  expect(JSON.stringify(await browser.api.restream.overview())).not.toContain((await row(id)).sealedKey);
});

test('who signed in a while ago proves first that it is them; addresses and keys that are none, and a sixth, are refused', async () => {
  const { deps, browser, add } = await world();
  for (const wrong of ['rtmp://10.0.0.1/app', 'rtmp://localhost/app', 'rtmps://inside/app'])
    await refuses(deps, () => add({ address: wrong }), 'restreamAddressRefused');
  for (const wrong of [{ address: 'https://live.example.org/app' }, { key: '' }, { key: 'a b' }, { name: '' }])
    await expect(add(wrong)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  for (let at = 0; at < 5; at++) await add({ name: `Site ${at}` });
  await refuses(deps, () => add(), 'tooManyRestreams');
  deps.clock.advance(6 * MINUTE);
  const [{ id } = { id: '' as RestreamTargetId }] = (await browser.api.restream.overview()).targets;
  await browser.api.restream.remove({ id });
  await refuses(deps, () => add(), 'proofNeeded');
});

test('nobody changes, removes or sees what is another creator’s, nor lets another’s stream out', async () => {
  const { deps, one, add } = await world();
  const id = await add();
  const other = testBrowser(deps);
  const stranger = await makeCreator(deps);
  const from = { ipAddress: '192.0.2.99', userAgent: 'test' };
  other.cookie = (await deps.sessions.create(stranger.id, from)).split(';')[0] ?? '';
  expect((await other.api.restream.overview()).targets).toEqual([]);
  await refuses(deps, () => other.api.restream.switch({ id, on: false }), 'notFound');
  await refuses(deps, () => other.api.restream.remove({ id }), 'notFound');
  await refuses(deps, () => other.api.restream.sendThoughPaid({ streamId: one.source as StreamId, on: true }), 'notFound');
  await refuses(deps, () => testBrowser(deps).api.restream.overview(), 'notSignedIn');
});

test('without FFmpeg, or a secret to seal by, the page says so and nothing is added', async () => {
  const { deps, creator, add } = await world();
  Object.assign(deps, { sealer: createSealer(null) });
  expect(await readRestreams(deps, creator.id)).toMatchObject({ lacks: 'secret' });
  await refuses(deps, () => add(), 'restreamUnavailable');
  Object.assign(deps, { restreamer: { ...fakeRestreamer(), on: false } });
  expect(await readRestreams(deps, creator.id)).toMatchObject({ lacks: 'ffmpeg' });
});

test('a public stream is sent from its newest segment on, as more comes, by one process alone', async () => {
  const { deps, restreamer, one, add, row, creator } = await world();
  const id = await add();
  const sender = createRestreamSender(deps);
  const second = createRestreamSender(anotherProcess(deps));
  await Promise.all([sender.look(), second.look()]);
  await until(deps, () => restreamer.sent[0]?.chunks.length === 2);
  expect(restreamer.sent).toMatchObject([{ address: SITE.address, key: KEY, chunks: ['init', expect.any(String)] }]);
  expect(await readRestreams(deps, creator.id)).toMatchObject({
    targets: [{ id, state: 'sending', why: null }],
    live: { id: one.source, keptBy: null },
  });
  await one.growTo(24);
  await until(deps, () => restreamer.sent[0]?.chunks.length === 4);
  await second.look();
  expect(restreamer.sent).toHaveLength(1);
  await Promise.all([sender.stop(), second.stop()]);
  expect(restreamer.sent[0]).toMatchObject({ ended: true });
  expect(await row(id)).toMatchObject({ state: 'waiting', sender: null });
});

test.each([
  ['is switched off', ({ deps }: { deps: TestDeps }) => deps.db.restreamTarget.updateMany({ data: { on: false } })],
  ['was removed', ({ deps }: { deps: TestDeps }) => deps.db.restreamTarget.deleteMany()],
  [
    'has a stream that becomes private',
    ({ deps }: { deps: TestDeps }) =>
      deps.db.stream.updateMany({ where: { status: 'live' }, data: { visibility: 'private' } }),
  ],
  [
    'has a stream that gets a price',
    ({ deps }: { deps: TestDeps }) =>
      deps.db.stream.updateMany({ where: { status: 'live' }, data: { ratePerSecond: '5' } }),
  ],
  [
    'has a stream that is taken down',
    ({ deps }: { deps: TestDeps }) =>
      deps.db.stream.updateMany({ where: { status: 'live' }, data: { hiddenAt: deps.clock.now() } }),
  ],
  [
    'has a stream that ends',
    ({ deps }: { deps: TestDeps }) =>
      deps.db.stream.updateMany({
        where: { status: 'live' },
        data: { status: 'ended', endedAt: deps.clock.now(), endReason: 'creatorEnded' },
      }),
  ],
])('a site that %s is sent nothing more', async (_what, change) => {
  const { deps, restreamer, one, add } = await world();
  await add();
  const sender = createRestreamSender(deps);
  await sender.look();
  await until(deps, () => restreamer.sent[0]?.chunks.length === 2);
  await change({ deps });
  await until(deps, () => restreamer.sent[0]?.ended);
  await one.growTo(26);
  await sender.look();
  expect(restreamer.sent).toHaveLength(1);
  expect(restreamer.sent[0]?.chunks).toHaveLength(2);
  await sender.stop();
});

test.each([
  [{ visibility: 'unlisted' }, 'visibility'],
  [{ visibility: 'followers' }, 'visibility'],
  [{ visibility: 'password' }, 'visibility'],
  [{ visibility: 'private' }, 'visibility'],
  [{ mature: true }, 'mature'],
  [{ ratePerSecond: '7' }, 'price'],
] as const)('a stream with %o is not sent on, and the page says why: %s', async (source, keptBy) => {
  const { deps, restreamer, creator, add } = await world(source);
  await add();
  const sender = createRestreamSender(deps);
  await sender.look();
  expect(restreamer.sent).toEqual([]);
  expect((await readRestreams(deps, creator.id)).live).toMatchObject({ keptBy });
  await sender.stop();
});

test('a stream with a price goes out only where its creator said so of this one; another one does not', async () => {
  const { deps, restreamer, browser, creator, one, add } = await world({ ratePerSecond: '7' });
  await add();
  const sender = createRestreamSender(deps);
  await browser.api.restream.sendThoughPaid({ streamId: one.source as StreamId, on: true });
  await sender.look();
  await until(deps, () => restreamer.sent[0]?.chunks.length === 2);
  expect((await readRestreams(deps, creator.id)).live).toMatchObject({ keptBy: null, hasPrice: true, thoughPaid: true });
  await browser.api.restream.sendThoughPaid({ streamId: one.source as StreamId, on: false });
  await until(deps, () => restreamer.sent[0]?.ended);
  await sender.stop();
  const next = await makeStream(deps, { creatorId: creator.id, ratePerSecond: '7' });
  expect(await deps.db.stream.findUnique({ where: { id: next.id } })).toMatchObject({ restreamedThoughPaid: false });
});

test('a stream that is not recorded is said to be so', async () => {
  const { deps, creator, one } = await world();
  await deps.db.video.delete({ where: { streamId: one.id } });
  expect((await readRestreams(deps, creator.id)).live).toMatchObject({ keptBy: 'notRecorded' });
});

test('a site that refuses is tried again, each time later, then given up with a word why; switching it on begins anew', async () => {
  const { deps, restreamer, browser, add, row, one } = await world();
  const id = await add();
  restreamer.failWith = 'refused';
  const sender = createRestreamSender(deps);
  const round = async () => {
    await one.growTo(20); // it is still followed
    await sender.look();
    await vi.waitFor(async () => expect((await row(id)).sender).toBeNull(), 10_000);
  };
  const waits: number[] = [];
  for (let tries = 1; tries <= 6; tries++) {
    await round();
    const { againAt, state, why, tries: counted } = await row(id);
    expect({ state, why, counted }).toEqual({ state: 'failed', why: 'refused', counted: tries });
    waits.push(againAt ? (againAt.getTime() - deps.clock.now().getTime()) / SECOND : -1);
    await round(); // before its time nothing is tried
    expect((await row(id)).tries).toBe(tries);
    deps.clock.advance(61 * SECOND);
  }
  expect(waits).toEqual([5, 10, 20, 40, 60, -1]);
  await round();
  expect(restreamer.sent).toHaveLength(6);
  restreamer.failWith = null;
  await browser.api.restream.switch({ id, on: true });
  await one.growTo(20);
  await sender.look();
  await until(deps, () => restreamer.sent[6]?.chunks.length === 2);
  await sender.stop();
});

test('what is not mended by trying again is given up at once', async () => {
  const { deps, restreamer, add, row, one } = await world();
  restreamer.failWith = 'addressRefused';
  const [id, lost] = [await add(), await add({ name: 'Lost' })];
  const from = await row(id);
  // a key that was sealed for another row opens nothing here
  await deps.db.restreamTarget.update({ where: { id: lost }, data: { sealedKey: from.sealedKey } });
  const sender = createRestreamSender(deps);
  await one.growTo(20);
  await sender.look();
  await vi.waitFor(async () => {
    deps.clock.advance(SECOND / 4);
    expect(await row(id)).toMatchObject({ state: 'failed', why: 'addressRefused', againAt: null });
    expect(await row(lost)).toMatchObject({ state: 'failed', why: 'keyLost', againAt: null });
  }, 10_000);
  await sender.stop();
});

test('what a process that died was sending is taken over by another one, and shown as waiting meanwhile', async () => {
  const { deps, restreamer, creator, add, row, one } = await world();
  const id = await add();
  const dead = { state: 'sending', sender: 'a process that died', heardAt: deps.clock.now(), streamId: one.source } as const;
  await deps.db.restreamTarget.update({ where: { id }, data: dead });
  const sender = createRestreamSender(deps);
  await sender.look();
  expect(restreamer.sent).toEqual([]);
  deps.clock.advance(SENDER_GONE_AFTER + SECOND);
  await one.growTo(22);
  expect((await readRestreams(deps, creator.id)).targets).toMatchObject([{ state: 'waiting' }]);
  await sender.look();
  await until(deps, () => restreamer.sent[0]?.chunks.length === 2);
  expect((await row(id)).sender).not.toBe(dead.sender);
  await sender.stop();
});
