import { expect, test } from 'vitest';
import { MINUTE, SECOND } from '../clock';
import { testBrowser } from '../testing/browser';
import { feedWorld, giveKey } from '../testing/feeds';
import { type WalletId } from '../ids';
import { expectNothingWritten, makeAccount, makeCreator, makeStream } from '../testing/harness';
import { hasLinked } from '../testing/members';
import { testWallet } from '../testing/wallets';
import { hashSecret } from '../hash-secret';
import { LOOK_ON_SEATS } from './read';
import { sweepFeeds } from './sweep';

const NEW = { label: 'OBS at work', streamId: null };
type World = Awaited<ReturnType<typeof feedWorld>>;
const refuses = ({ deps }: World, act: () => Promise<unknown>, code: string) =>
  expectNothingWritten(
    deps.db,
    () => expect(act()).rejects.toMatchObject({ cause: { code } }),
    { except: ['sessions'] }, // when each was last seen
  );

test('a new key is shown once, is kept as a hash, and its owner is told in other browsers', async () => {
  const { deps, bela, feed, enter } = await feedWorld();
  const [browser, other] = [await enter(), await enter()];
  const { key, id } = await browser.api.feeds.makeKey({ ...NEW, payee: bela.address });
  const row = await deps.db.streamKey.findUniqueOrThrow({ where: { id } });
  expect(row).toMatchObject({
    label: 'OBS at work',
    keyHash: hashSecret(key),
    hint: key.slice(-4),
    payee: bela.address,
  });
  await feed({ key });
  const kept = [await deps.db.streamKey.findMany(), await deps.db.auditEntry.findMany(), await deps.db.feed.findMany()];
  const told = await browser.api.feeds.overview();
  for (const place of [kept, told, deps.logged]) expect(JSON.stringify(place)).not.toContain(key.slice(4));
  expect((await other.api.session.me()).news).toMatchObject([{ kind: 'streamKeyMade', label: 'OBS at work' }]);
  expect(await deps.db.auditEntry.count({ where: { action: 'account.streamKeyMade', actorId: bela.id } })).toBe(1);
});

test('who signed in a while ago proves first that it is them, to make or rotate one; revoking asks nothing', async () => {
  const world = await feedWorld();
  const { deps, bela, keyId, enter } = world;
  const { api } = await enter();
  deps.clock.advance(6 * MINUTE);
  await refuses(world, () => api.feeds.makeKey({ ...NEW, payee: bela.address }), 'proofNeeded');
  await refuses(world, () => api.feeds.rotateKey({ id: keyId }), 'proofNeeded');
  await api.feeds.revokeKey({ id: keyId });
  expect((await api.feeds.overview()).keys).toEqual([]);
});

test('rotating a key ends what the old one sends at once; the new one goes on', async () => {
  const { deps, id, keyId, key, feed, enter } = await feedWorld();
  const browser = await enter();
  await feed();
  expect((await browser.api.feeds.overview()).keys).toMatchObject([{ feed: { stream: { id, title: 'Felting' } } }]);
  const made = await browser.api.feeds.rotateKey({ id: keyId });
  expect(await deps.rooms.participants(id)).toEqual([]);
  expect(await deps.db.feed.count()).toBe(0);
  await expect(feed({ key })).rejects.toMatchObject({ code: 'streamKeyUnknown' });
  await feed({ key: made.key });
  expect((await browser.api.feeds.overview()).keys).toMatchObject([
    { id: made.id, label: 'OBS at home', stream: null, feed: { stream: { id } } },
  ]);
  expect(await deps.db.stream.findUnique({ where: { id } })).toMatchObject({ status: 'live' });
});

test('what a revoked key sends while the media server is away ends in the next round that reaches it', async () => {
  const { deps, id, keyId, feed, enter } = await feedWorld();
  const { api } = await enter();
  await feed();
  deps.rooms.setReachable(false);
  await api.feeds.revokeKey({ id: keyId });
  deps.rooms.setReachable(true);
  expect(await deps.rooms.participants(id)).toHaveLength(1);
  deps.clock.advance(3 * SECOND);
  await sweepFeeds(deps);
  expect(await deps.rooms.participants(id)).toEqual([]);
});

test('somebody else’s keys and streams are not there for one', async () => {
  const world = await feedWorld();
  const { deps, bela, keyId, id, enter } = world;
  const { api } = await enter();
  const edvard = await makeCreator(deps);
  const theirs = await giveKey(deps, edvard.id);
  const stream = await makeStream(deps, { creatorId: edvard.id });
  const over = await makeStream(deps, { creatorId: bela.id, status: 'ended' });
  await refuses(world, () => api.feeds.revokeKey({ id: theirs.keyId }), 'notFound');
  await refuses(world, () => api.feeds.rotateKey({ id: theirs.keyId }), 'notFound');
  for (const streamId of [stream.id, over.id])
    await refuses(world, () => api.feeds.makeKey({ ...NEW, streamId, payee: bela.address }), 'notFound');
  await refuses(world, () => api.feeds.look({ id: stream.id, from: 'keys' }), 'notFound');
  await refuses(world, () => api.feeds.look({ id, from: 'studio' }), 'streamNotLive');
  expect((await api.feeds.overview()).keys).toMatchObject([{ id: keyId }]);
});

test('twenty keys are enough', async () => {
  const world = await feedWorld();
  const { deps, bela, enter } = world;
  const { api } = await enter();
  for (let more = 1; more < 20; more += 1) await giveKey(deps, bela.id);
  await refuses(world, () => api.feeds.makeKey({ ...NEW, payee: bela.address }), 'tooManyStreamKeys');
});

test('keys are changed ten times at once at most', async () => {
  const world = await feedWorld();
  const { bela, enter } = world;
  const { api } = await enter();
  for (let times = 0; times < 10; times += 1) await api.feeds.makeKey({ ...NEW, payee: bela.address });
  await refuses(world, () => api.feeds.makeKey({ ...NEW, payee: bela.address }), 'tooManyTries');
});

test('a key that was made while another wallet was paid begins nothing paid, until that is confirmed', async () => {
  const world = await feedWorld();
  const { deps, bela, feed, enter } = world;
  const { api } = await enter();
  const second = testWallet('sr25519', 77);
  deps.clock.advance(SECOND);
  const { id } = await hasLinked(deps, bela.id, second, 0);
  await refuses(world, () => api.feeds.makeKey({ ...NEW, payee: second.address }), 'payeeChanged');
  expect(await api.feeds.overview()).toMatchObject({ payeeMoved: false });
  const chosen = await enter();
  await chosen.api.security.choosePayee({ id: id as WalletId });
  expect(await chosen.api.feeds.overview()).toMatchObject({ payeeMoved: true });
  await expect(feed()).rejects.toMatchObject({ code: 'payeeChanged' });
  await expect(chosen.api.feeds.confirmPayee({ payee: bela.address })).rejects.toMatchObject({
    cause: { code: 'payeeChanged' },
  });
  await chosen.api.feeds.confirmPayee({ payee: second.address });
  expect(await chosen.api.feeds.overview()).toMatchObject({ payeeMoved: false });
  await feed();
});

test('who is no creator, or not signed in, reaches none of it', async () => {
  const world = await feedWorld();
  const { deps, keyId, id } = world;
  const viewer = await makeAccount(deps, { password: 'three small words' });
  const [stranger, signedIn] = [testBrowser(deps), testBrowser(deps)];
  await signedIn.api.session.signIn({ name: viewer.handle, password: 'three small words' });
  for (const [{ api }, code] of [
    [stranger, 'notSignedIn'],
    [signedIn, 'notCreator'],
  ] as const) {
    for (const call of [
      () => api.feeds.overview(),
      () => api.feeds.makeKey({ ...NEW, payee: null }),
      () => api.feeds.rotateKey({ id: keyId }),
      () => api.feeds.revokeKey({ id: keyId }),
      () => api.feeds.confirmPayee({ payee: 'x' }),
      () => api.feeds.look({ id, from: 'studio' }),
    ])
      await refuses(world, call, code);
  }
});

test('the creator looks on at what is sent in a place that no viewer has and nobody is charged for', async () => {
  const { deps, id, feed, enter } = await feedWorld();
  const { api } = await enter();
  await feed();
  const { token, url } = await api.feeds.look({ id, from: 'studio' });
  expect(url).toBe(deps.rooms.url);
  deps.rooms.join(id, LOOK_ON_SEATS.studio, token);
  expect(deps.rooms.sees(id, LOOK_ON_SEATS.studio)).toBe(true);
  expect(await deps.db.viewing.count()).toBe(0);
});
