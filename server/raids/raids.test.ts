import { expect, test } from 'vitest';
import { HOUR } from '../clock';
import { type StreamId } from '../ids';
import { expectNothingWritten, makeAccount, makeCreator, makeStream } from '../testing/harness';
import { liveWorld, somebody } from '../testing/live-world';
import { readRaid } from './read';
import { startRaid } from './start';
import { findTargets } from './targets';

const ORIGIN = { ipAddress: '192.0.2.1', userAgent: 'test' };

/** Bela is live, and so is Edvard, to whom viewers could be sent. */
async function world() {
  const { deps, creator: bela, room: from } = await liveWorld();
  const edvard = await makeCreator(deps);
  const { id: to } = await makeStream(deps, { creatorId: edvard.id, status: 'live', title: 'Voicing the top' });
  const send = (word = 'Be kind to him', wish = { from, to, word }, by = bela.id) => startRaid(deps, by, ORIGIN, wish);
  return { deps, bela, edvard, from, to, send };
}

test('whoever watches is told where to go once the stream is over, and not before', async () => {
  const { deps, bela, from, to, send } = await world();
  const viewer = (await makeAccount(deps)).id;
  const seen = { streamId: from, joinedAt: deps.clock.now(), lastSeenAt: deps.clock.now() };
  await deps.db.viewing.create({ data: { ...seen, accountId: viewer } });
  expect(await readRaid(deps, viewer, from)).toBeNull();
  await send();
  expect(await deps.db.stream.findUnique({ where: { id: from } })).toMatchObject({ status: 'ended' });
  expect(await deps.db.raid.findUnique({ where: { fromId: from } })).toMatchObject({ toId: to, viewers: 1 });
  for (const asker of [viewer, null]) {
    const invitation = await readRaid(deps, asker, from);
    expect(invitation).toMatchObject({ word: 'Be kind to him', to: { id: to }, by: { id: bela.id } });
  }
  expect(await deps.db.chatMessage.findMany({ where: { streamId: to } })).toMatchObject([
    { kind: 'notice', authorId: bela.id, body: expect.stringMatching(/ sends a viewer over\.$/) as string },
  ]);
  expect(deps.rooms.sent.filter(({ room, topic }) => room === to && topic === 'chat')).toHaveLength(1);
  expect(await deps.db.auditEntry.count({ where: { action: 'stream.raided', actorId: bela.id } })).toBe(1);
});

test('nobody is sent to a stream that is over, or that is not theirs to see', async () => {
  const { deps, from, to, send } = await world();
  await send();
  await deps.db.stream.update({ where: { id: to }, data: { visibility: 'private' } });
  expect(await readRaid(deps, null, from)).toBeNull();
  const over = { status: 'ended', endReason: 'creatorEnded', endedAt: deps.clock.now() } as const;
  await deps.db.stream.update({ where: { id: to }, data: { ...over, visibility: 'public' } });
  expect(await readRaid(deps, null, from)).toBeNull();
});

test('the raid of a private stream is told to its guests alone', async () => {
  const { deps, from, send } = await world();
  const [guest, stranger] = [(await makeAccount(deps)).id, (await makeAccount(deps)).id];
  await deps.db.stream.update({ where: { id: from }, data: { visibility: 'private' } });
  await deps.db.streamInvite.create({ data: { streamId: from, accountId: guest } });
  await send();
  expect(await readRaid(deps, guest, from)).not.toBeNull();
  expect(await readRaid(deps, stranger, from)).toBeNull();
  expect(await readRaid(deps, null, from)).toBeNull();
});

test('asked twice it is one raid, also when the first answer was lost', async () => {
  const { deps, from, send } = await world();
  await send();
  await expectNothingWritten(deps.db, () => send('another word'));
  expect(await deps.db.raid.findUnique({ where: { fromId: from } })).toMatchObject({ word: 'Be kind to him' });
});

test('what a crash left between the raid and the end is finished by asking again', async () => {
  const { deps, from, to, send } = await world();
  await deps.db.raid.create({ data: { fromId: from, toId: to, at: deps.clock.now() } });
  expect(await readRaid(deps, null, from)).toBeNull();
  await send();
  expect(await readRaid(deps, null, from)).toMatchObject({ word: 'Be kind to him' });
});

test('a stream is sent by its creator alone, while it is live, and only to what is live for everybody', async () => {
  const { deps, bela, edvard, from, to, send } = await world();
  const refuses = (code: string, wish: { from?: typeof from; to?: typeof from }, by = bela.id) =>
    expectNothingWritten(deps.db, () =>
      expect(send('', { from, to, word: '', ...wish }, by)).rejects.toMatchObject({ code }),
    );
  await refuses('notFound', {}, edvard.id);
  await refuses('notFound', {}, (await somebody(deps)).id);
  await refuses('raidTarget', { to: from });
  for (const changes of [{ status: 'scheduled' }, { status: 'live', visibility: 'followers' }] as const) {
    const other = await makeStream(deps, { creatorId: (await makeCreator(deps)).id, ...changes });
    await refuses('raidTarget', { to: other.id });
  }
  await deps.db.restriction.create({
    data: { creatorId: edvard.id, accountId: bela.id, givenById: edvard.id, kind: 'ban', createdAt: deps.clock.now() },
  });
  await refuses('raidTarget', {});
  expect(await findTargets(deps, bela.id, '')).toEqual([]);
  const mine = await makeStream(deps, { creatorId: bela.id, status: 'scheduled' });
  await refuses('streamNotLive', { from: mine.id });
});

test('a creator who sends viewers about again and again waits', async () => {
  const { deps, bela, to, send } = await world();
  await send();
  const goLive = async () => (await makeStream(deps, { creatorId: bela.id, status: 'live' })).id;
  const sendOn = (from: StreamId) => startRaid(deps, bela.id, ORIGIN, { from, to, word: '' });
  for (let times = 0; times < 4; times += 1) await sendOn(await goLive());
  const from = await goLive();
  await expect(sendOn(from)).rejects.toMatchObject({ code: 'tooManyTries' });
  deps.clock.advance(HOUR);
  await sendOn(from);
});

test('streams are found by title and by whose they are; signs are taken as they stand, and those one follows come first', async () => {
  const { deps, bela, edvard, to } = await world();
  const other = await makeCreator(deps);
  const { id: crowded } = await makeStream(deps, {
    creatorId: other.id,
    status: 'live',
    title: '100% wool',
    payingViewers: 9,
    currentViewers: 9,
    peakViewers: 9,
    totalViewers: 9,
  });
  const found = async (words: string) => (await findTargets(deps, bela.id, words)).map(({ id }) => id);
  expect(await found('')).toEqual([crowded, to]);
  await deps.db.follow.create({ data: { followerId: bela.id, creatorId: edvard.id } });
  expect(await found('')).toEqual([to, crowded]);
  expect(await found('voicing')).toEqual([to]);
  expect(await found(edvard.handle.toUpperCase())).toEqual([to]);
  expect(await found('0%')).toEqual([crowded]);
  expect(await found('_%')).toEqual([]);
  expect(await found('\\')).toEqual([]);
});
