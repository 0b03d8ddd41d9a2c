import { describe, expect, test } from 'vitest';
import { endBroadcast } from '../broadcast/end';
import { startBroadcast } from '../broadcast/start';
import { HOUR, later } from '../clock';
import { follow } from '../follows/follow';
import { type AccountId, type StreamId } from '../ids';
import { makeAccount, makeCreator, makeStream, testDeps, type TestDeps } from '../testing/harness';
import { readHome } from './home';
import { readLiveCounts } from './live-counts';

type Changes = Partial<Parameters<typeof makeStream>[1]>;

async function live(deps: TestDeps, changes: Changes = {}) {
  const watched = changes.viewerNetworks ?? 0;
  const counts = { currentViewers: watched, peakViewers: watched, totalViewers: watched };
  return makeStream(deps, { creatorId: (await makeCreator(deps)).id, status: 'live', ...counts, ...changes });
}

async function watched(deps: TestDeps, accountId: AccountId, streamId: StreamId, secondsSeen = 60n) {
  const joinedAt = later(deps.clock.now(), -HOUR);
  await deps.db.viewing.create({
    data: {
      accountId,
      streamId,
      joinedAt,
      lastSeenAt: joinedAt,
      leftAt: joinedAt,
      status: 'ended',
      endReason: 'left',
      secondsSeen,
    },
  });
}

describe('for somebody who is signed in, home', () => {
  test('recommends what others watch who watch whom one follows, and says why', async () => {
    const deps = await testDeps();
    const [me, other, stranger] = [await makeAccount(deps), await makeAccount(deps), await makeAccount(deps)];
    const known = await makeCreator(deps, { displayName: 'Known' });
    const before = await makeStream(deps, { creatorId: known.id, status: 'ended' });
    await live(deps, { viewerNetworks: 9 });
    const near = await live(deps, { title: 'Near' });
    const far = await live(deps, { title: 'Far' });
    await follow(deps, me.id, known.id);
    await watched(deps, other.id, before.id);
    await watched(deps, other.id, near.id);
    await watched(deps, stranger.id, far.id);
    const { recommended, live: others } = await readHome(deps, me.id);
    expect(recommended).toMatchObject([{ stream: { id: near.id }, because: { kind: 'follow', name: 'Known' } }]);
    expect(others.map(({ id }) => id)).toEqual([far.id]);
  });

  test('recommends what is live in the category that one watches, and never one’s own stream', async () => {
    const deps = await testDeps();
    const me = await makeCreator(deps);
    const past = await makeStream(deps, { creatorId: (await makeCreator(deps)).id, status: 'ended' });
    await watched(deps, me.id, past.id);
    await live(deps, { viewerNetworks: 9, categorySlug: 'talk' });
    const music = await live(deps);
    await live(deps, { categorySlug: 'talk' });
    await live(deps, { creatorId: me.id });
    const { recommended } = await readHome(deps, me.id);
    expect(recommended).toMatchObject([{ stream: { id: music.id }, because: { kind: 'watch', name: 'Music' } }]);
  });

  test('recommends nothing to who has done nothing', async () => {
    const deps = await testDeps();
    await live(deps);
    await live(deps);
    expect((await readHome(deps, (await makeAccount(deps)).id)).recommended).toEqual([]);
  });

  test('shows whom one follows, however many others have more viewers, and what is for followers', async () => {
    const deps = await testDeps();
    const me = await makeAccount(deps);
    for (let made = 0; made < 70; made += 1) await live(deps, { viewerNetworks: 5 });
    const quiet = await live(deps, { visibility: 'followers' });
    await follow(deps, me.id, quiet.creatorId as AccountId);
    expect((await readHome(deps, me.id)).following.map(({ id }) => id)).toEqual([quiet.id]);
    expect((await readHome(deps, null)).following).toEqual([]);
  });
});

test('home shows nothing twice, whatever it is shown for', async () => {
  const deps = await testDeps();
  const me = await makeAccount(deps);
  for (let made = 0; made < 30; made += 1) {
    const { creatorId } = await live(deps, { viewerNetworks: made });
    if (made % 3 === 0) await follow(deps, me.id, creatorId as AccountId);
  }
  const { featured, following, recommended, trending, live: rest } = await readHome(deps, me.id);
  expect(trending).toHaveLength(4);
  const ids = [featured, ...following, ...recommended.map(({ stream }) => stream), ...trending, ...rest].map(
    (card) => card?.id,
  );
  expect(new Set(ids).size).toBe(ids.length);
});

describe('counts on screen', () => {
  test('are those of streams that one may see, and say when what is live is another', async () => {
    const deps = await testDeps();
    const [open, hidden] = [await live(deps, { viewerNetworks: 3 }), await live(deps, { visibility: 'private' })];
    const ids = [open.id, hidden.id];
    const before = await readLiveCounts(deps, null, ids);
    expect(before.streams).toEqual([{ id: open.id, status: 'live', viewers: 3, moment: null }]);
    expect((await readLiveCounts(deps, hidden.creatorId as AccountId, ids)).streams).toHaveLength(2);
    await live(deps);
    deps.clock.advance(1_000);
    expect((await readLiveCounts(deps, null, [])).version).not.toBe(before.version);
  });

  test('tell at once of a stream that begins early, and of its end', async () => {
    const deps = await testDeps();
    const creator = await makeCreator(deps);
    const { id } = await makeStream(deps, { creatorId: creator.id });
    const versions = [(await readLiveCounts(deps, null, [id])).version];
    await startBroadcast(deps, creator.id, id, null);
    const begun = await readLiveCounts(deps, null, [id]);
    expect(begun.streams).toMatchObject([{ status: 'live' }]);
    expect((await readHome(deps, null)).featured?.id).toBe(id);
    versions.push(begun.version);
    await endBroadcast(deps, creator.id, id);
    versions.push((await readLiveCounts(deps, null, [id])).version);
    expect(new Set(versions).size).toBe(3 - Number(versions[0] === versions[2]));
    expect((await readHome(deps, null)).featured).toBeNull();
  });
});
