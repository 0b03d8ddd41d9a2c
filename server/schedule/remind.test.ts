import { expect, test } from 'vitest';
import { startBroadcast } from '../broadcast/start';
import { type StreamVisibility } from '../generated/prisma/enums';
import { HOUR, later, MINUTE } from '../clock';
import { type AccountId, type StreamId } from '../ids';
import { readNotices } from '../notifications/read';
import { tellOfStream } from '../notifications/tell-followers';
import { cancelStream } from '../streams/store';
import { testBrowser } from '../testing/browser';
import { expectNothingWritten, makeAccount, makeCreator, makeStream, testDeps } from '../testing/harness';
import { doJobs, passTime } from '../testing/jobs';
import { forget, remind } from './remind';

async function world(visibility: StreamVisibility = 'public') {
  const deps = await testDeps();
  const creator = await makeCreator(deps, { handle: 'maya', displayName: 'Maya' });
  const viewer = await makeAccount(deps);
  const scheduledAt = later(deps.clock.now(), HOUR);
  const stream = await makeStream(deps, { creatorId: creator.id, scheduledAt, visibility });
  await deps.db.$transaction((tx) => tellOfStream(tx, deps, stream.id));
  const told = async (accountId: AccountId = viewer.id) =>
    (await readNotices(deps, accountId)).notices.map(({ title }) => title);
  return { deps, creator, viewer, stream, told };
}

test.each(['public', 'unlisted', 'followers'] as const)(
  'whoever asked is reminded once before a stream that is %s, follower or not; who took it back is not',
  async (visibility) => {
    const { deps, creator, viewer, stream, told } = await world(visibility);
    const [undecided, follower] = [await makeAccount(deps), await makeAccount(deps)];
    await deps.db.follow.create({ data: { followerId: follower.id, creatorId: creator.id } });
    for (const { id } of [viewer, viewer, undecided, follower]) await remind(deps, id, stream.id);
    await forget(deps, undecided.id, stream.id);
    await passTime(deps, 46 * MINUTE);
    await doJobs(deps);
    expect(await told()).toEqual(visibility === 'followers' ? [] : ['Maya goes live soon']);
    expect(await told(undecided.id)).toEqual([]);
    expect((await told(follower.id)).filter((title) => title === 'Maya goes live soon')).toHaveLength(1);
  },
);

test('a stream that begins early is told to whoever asked to be reminded', async () => {
  const { deps, creator, viewer, stream, told } = await world();
  await remind(deps, viewer.id, stream.id);
  await startBroadcast(deps, creator.id, stream.id, null);
  await doJobs(deps);
  expect(await told()).toEqual(['Maya is live']);
});

test('whoever asked is told that a stream is off, and reminded no more', async () => {
  const { deps, creator, viewer, stream, told } = await world();
  const other = await makeAccount(deps);
  await remind(deps, viewer.id, stream.id);
  await cancelStream(deps, creator.id, stream.id);
  await passTime(deps, 50 * MINUTE);
  await doJobs(deps);
  expect(await told()).toEqual([`Maya has cancelled “${stream.title}”`]);
  expect(await told(other.id)).toEqual([]);
});

test('nobody is reminded of what they may not open any more', async () => {
  const { deps, viewer, stream, told } = await world();
  await remind(deps, viewer.id, stream.id);
  await deps.db.stream.update({ where: { id: stream.id }, data: { visibility: 'private' } });
  await passTime(deps, 50 * MINUTE);
  await doJobs(deps);
  expect(await told()).toEqual([]);
});

test('of a stream with a password, who gave it is reminded', async () => {
  const { deps, viewer, stream, told } = await world('password');
  await expect(remind(deps, viewer.id, stream.id)).rejects.toMatchObject({ code: 'notFound' });
  const given = { streamId: stream.id, accountId: viewer.id, createdAt: deps.clock.now() };
  await deps.db.streamUnlock.create({ data: given });
  await remind(deps, viewer.id, stream.id);
  await passTime(deps, 50 * MINUTE);
  await doJobs(deps);
  expect(await told()).toEqual(['Maya goes live soon']);
});

test('who is not signed in, and who may not open a stream, asks in vain; nobody asks of what runs or has no time', async () => {
  const { deps, creator, viewer, stream } = await world();
  const live = await makeStream(deps, { creatorId: creator.id, status: 'live' });
  const timeless = await makeStream(deps, { creatorId: creator.id, scheduledAt: null });
  const hidden = await makeStream(deps, { creatorId: creator.id, visibility: 'private' });
  await expectNothingWritten(deps.db, async () => {
    const stranger = testBrowser(deps).api.schedule;
    await expect(stranger.remind({ id: stream.id })).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    await expect(stranger.forget({ id: stream.id })).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    for (const { id } of [live, timeless, hidden] as { id: StreamId }[])
      await expect(remind(deps, viewer.id, id)).rejects.toMatchObject({ code: 'notFound' });
  });
});
