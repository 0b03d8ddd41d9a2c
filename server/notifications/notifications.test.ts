import { describe, expect, test } from 'vitest';
import { startBroadcast } from '../broadcast/start';
import { DAY, HOUR, later, MINUTE } from '../clock';
import { follow, unfollow } from '../follows/follow';
import { type AccountId, type SessionId } from '../ids';
import { cancelStream, updateStream } from '../streams/store';
import { testBrowser } from '../testing/browser';
import {
  expectNothingWritten,
  makeAccount,
  makeCreator,
  makeStream,
  testDeps,
  type TestDeps,
} from '../testing/harness';
import { doJobs, passTime, waitingJobs } from '../testing/jobs';
import { amount } from '../../sdk/money';
import { streamInput } from '../../schemas/streams';
import { followBell, type BellNews } from './bells';
import { deliver } from './deliver';
import { notifyMention, notifyModeration } from './notify';
import { markRead, openNotice, readNotices } from './read';
import { tellFollowers, tellOfStream } from './tell-followers';
import { textAway } from './words';

async function world() {
  const deps = await testDeps();
  const creator = await makeCreator(deps, { handle: 'maya', displayName: 'Maya' });
  const fan = await makeAccount(deps, { handle: 'ravi' });
  await deps.db.follow.create({ data: { followerId: fan.id, creatorId: creator.id } });
  return { deps, creator, fan };
}

const titles = async (deps: TestDeps, who: { id: AccountId }) =>
  (await readNotices(deps, who.id)).notices.map(({ title }) => title);

const pushes = (deps: TestDeps) =>
  deps.push.sent.map(({ payload }) => (JSON.parse(payload) as { title: string }).title);

/** A browser of theirs that is pushed to. */
async function withPush(deps: TestDeps, accountId: AccountId, endpoint = `https://push.example/${accountId}`) {
  const now = deps.clock.now();
  const session = await deps.db.session.create({
    data: { idHash: endpoint, accountId, createdAt: now, lastSeenAt: now, expiresAt: later(now, 30 * DAY) },
  });
  const keys = { p256dh: 'p', auth: 'a', createdAt: now };
  await deps.db.pushSubscription.create({ data: { accountId, sessionId: session.publicId, endpoint, ...keys } });
}

/** A stream that is planned for in so long, told of as creating it does. */
async function plan(
  deps: TestDeps,
  creatorId: AccountId,
  inMs: number,
  more: Parameters<typeof makeStream>[1] | object = {},
) {
  const stream = await makeStream(deps, { creatorId, scheduledAt: later(deps.clock.now(), inMs), ...more });
  await deps.db.$transaction((tx) => tellOfStream(tx, deps, stream.id));
  return stream;
}

const inputFor = (scheduledAt: Date | null) =>
  streamInput.parse({
    title: 'Evening raga',
    description: '',
    categorySlug: 'music',
    tags: [],
    language: 'en',
    mature: false,
    visibility: 'public',
    ratePerSecond: amount(0n),
    previewSeconds: 0,
    viewerLimit: null,
    scheduledAt,
  });

describe('a creator goes live', () => {
  test('and followers are told, but for those who muted or left; the creator is not', async () => {
    const { deps, creator, fan } = await world();
    const [muting, leaving] = [await makeAccount(deps), await makeAccount(deps)];
    await deps.db.follow.create({ data: { followerId: muting.id, creatorId: creator.id, notify: false } });
    await follow(deps, leaving.id, creator.id);
    await unfollow(deps, leaving.id, creator.id);
    const { id } = await makeStream(deps, { creatorId: creator.id });
    await startBroadcast(deps, creator.id, id, null);
    await doJobs(deps);
    const { notices } = await readNotices(deps, fan.id);
    expect(notices).toMatchObject([{ kind: 'wentLive', title: 'Maya is live', path: `/watch/${id}`, read: false }]);
    expect(await deps.db.notification.findMany({ where: { kind: 'wentLive' } })).toHaveLength(1);
  });

  test('coming back after a broken line tells nobody again', async () => {
    const { deps, creator, fan } = await world();
    const { id } = await makeStream(deps, { creatorId: creator.id });
    await startBroadcast(deps, creator.id, id, null);
    await startBroadcast(deps, creator.id, id, null);
    expect(await waitingJobs(deps, 'tellFollowers')).toHaveLength(1);
    await doJobs(deps);
    expect(await titles(deps, fan)).toHaveLength(1);
  });

  test.each([
    ['unlisted', false],
    ['private', false],
    ['followers', true],
  ] as const)('in a stream that is %s, followers are told: %s', async (visibility, told) => {
    const { deps, creator, fan } = await world();
    const { id } = await makeStream(deps, { creatorId: creator.id, visibility });
    await startBroadcast(deps, creator.id, id, null);
    await doJobs(deps);
    expect(await titles(deps, fan)).toHaveLength(told ? 1 : 0);
  });

  test('in a private stream, the followers who were invited are told', async () => {
    const { deps, creator, fan } = await world();
    const { id } = await makeStream(deps, { creatorId: creator.id, visibility: 'private' });
    await deps.db.streamInvite.create({ data: { streamId: id, accountId: fan.id } });
    await startBroadcast(deps, creator.id, id, null);
    await doJobs(deps);
    expect(await titles(deps, fan)).toEqual(['Maya is live']);
  });

  test('who is banned is told nothing, and what they were told before is not shown any more', async () => {
    const { deps, creator, fan } = await world();
    const { id } = await makeStream(deps, { creatorId: creator.id });
    await startBroadcast(deps, creator.id, id, null);
    await doJobs(deps);
    const ban = { kind: 'ban', creatorId: creator.id, accountId: fan.id, givenById: creator.id } as const;
    await deps.db.restriction.create({ data: { ...ban, createdAt: deps.clock.now() } });
    expect(await titles(deps, fan)).toEqual([]);
    await deps.db.notification.deleteMany();
    await tellFollowers(deps, { news: 'wentLive', streamId: id, plan: null, after: null });
    expect(await deps.db.notification.count()).toBe(0);
  });

  test('who has deleted their account is told nothing', async () => {
    const { deps, creator, fan } = await world();
    const { id } = await makeStream(deps, { creatorId: creator.id, status: 'live' });
    await deps.db.account.update({ where: { id: fan.id }, data: { deletedAt: deps.clock.now() } });
    await tellFollowers(deps, { news: 'wentLive', streamId: id, plan: null, after: null });
    expect(await deps.db.notification.count()).toBe(0);
  });
});

describe('exactly once', () => {
  test('what happened and what is to be told of it stand or fall together', async () => {
    const { deps, creator } = await world();
    const { id } = await makeStream(deps, { creatorId: creator.id });
    const dying = {
      ...deps,
      jobs: {
        ...deps.jobs,
        enqueue: async (...args: Parameters<typeof deps.jobs.enqueue>) => {
          await deps.jobs.enqueue(...args);
          throw new Error('killed before the transaction ended');
        },
      },
    };
    await expect(startBroadcast(dying, creator.id, id, null)).rejects.toThrow('killed');
    expect(await deps.db.stream.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'scheduled' });
    expect(await waitingJobs(deps)).toEqual([]);
    await startBroadcast(deps, creator.id, id, null);
    expect(await waitingJobs(deps, 'tellFollowers')).toHaveLength(1);
  });

  test('a job whose process died after its transaction runs again and tells nobody twice', async () => {
    const { deps, creator, fan } = await world();
    await withPush(deps, fan.id);
    const { id } = await makeStream(deps, { creatorId: creator.id });
    await startBroadcast(deps, creator.id, id, null);
    const taken = await deps.jobs.take('notices');
    await tellFollowers(deps, taken!.job.data as Parameters<typeof tellFollowers>[1]);
    // killed here: the job was never finished
    await passTime(deps, 3 * MINUTE);
    await deps.jobs.maintain();
    await passTime(deps, MINUTE);
    await doJobs(deps);
    expect(await titles(deps, fan)).toEqual(['Maya is live']);
    expect(pushes(deps)).toEqual(['Maya is live']);
  });

  test('a message that left before the process died goes again under the same name, which shows as one', async () => {
    const { deps, creator, fan } = await world();
    await withPush(deps, fan.id);
    const { id } = await makeStream(deps, { creatorId: creator.id });
    await startBroadcast(deps, creator.id, id, null);
    await doJobs(deps);
    const [notice] = await deps.db.notification.findMany();
    await deps.db.notification.updateMany({ data: { pushedAt: null } }); // killed before it was marked
    await deliver(deps, { way: 'push', notices: [notice!.id] });
    await deliver(deps, { way: 'push', notices: [notice!.id] });
    expect(deps.push.sent).toHaveLength(2);
    expect(new Set(deps.push.sent.map(({ payload }) => (JSON.parse(payload) as { tag: string }).tag)).size).toBe(1);
    expect(new Set(deps.push.sent.map(({ topic }) => topic)).size).toBe(1);
  });

  test('10,000 followers are told in batches, each once, also when a batch runs again', async () => {
    const { deps, creator } = await world();
    await deps.db.$executeRaw`
      INSERT INTO accounts (id, handle, created_at) SELECT uuidv7(), 'many_' || n, now() FROM generate_series(1, 10000) n`;
    await deps.db.$executeRaw`
      INSERT INTO follows (follower_id, creator_id)
      SELECT id, ${creator.id}::uuid FROM accounts WHERE handle LIKE 'many%'`;
    const { id } = await makeStream(deps, { creatorId: creator.id });
    await startBroadcast(deps, creator.id, id, null);
    let batches = 0;
    for (let taken = await deps.jobs.take('notices'); taken; taken = await deps.jobs.take('notices')) {
      await tellFollowers(deps, taken.job.data as Parameters<typeof tellFollowers>[1]);
      await deps.jobs.finish(taken);
      batches += 1;
    }
    expect(await deps.db.notification.count()).toBe(10_001);
    expect(batches).toBeGreaterThan(20);
    await tellFollowers(deps, { news: 'wentLive', streamId: id, plan: null, after: null });
    expect(await deps.db.notification.count()).toBe(10_001);
  });
});

describe('a stream is planned', () => {
  test('followers are told, and reminded a quarter of an hour before', async () => {
    const { deps, creator, fan } = await world();
    const stream = await plan(deps, creator.id, HOUR);
    await doJobs(deps);
    expect(await titles(deps, fan)).toEqual([`Maya has planned “${stream.title}”`]);
    await passTime(deps, 45 * MINUTE);
    await doJobs(deps);
    expect((await titles(deps, fan))[0]).toBe('Maya goes live soon');
  });

  test('that is moved reminds at its new time alone, and the first notice shows the new time', async () => {
    const { deps, creator, fan } = await world();
    const stream = await plan(deps, creator.id, HOUR);
    await doJobs(deps);
    const moved = later(deps.clock.now(), 3 * HOUR);
    await updateStream(deps, creator.id, stream.id, inputFor(moved));
    await doJobs(deps);
    expect((await readNotices(deps, fan.id)).notices).toMatchObject([{ kind: 'scheduled', startsAt: moved }]);
    await passTime(deps, 50 * MINUTE);
    await doJobs(deps);
    expect(await titles(deps, fan)).toHaveLength(1);
    await passTime(deps, 2 * HOUR);
    await doJobs(deps);
    expect((await titles(deps, fan))[0]).toBe('Maya goes live soon');
  });

  test('that is cancelled says so in its notice, and reminds nobody', async () => {
    const { deps, creator, fan } = await world();
    const stream = await plan(deps, creator.id, HOUR);
    await doJobs(deps);
    await cancelStream(deps, creator.id, stream.id);
    await passTime(deps, HOUR);
    await doJobs(deps);
    expect(await titles(deps, fan)).toEqual([`Maya has cancelled “${stream.title}”`]);
  });

  test('that went live earlier reminds nobody', async () => {
    const { deps, creator, fan } = await world();
    const stream = await plan(deps, creator.id, HOUR);
    await startBroadcast(deps, creator.id, stream.id, null);
    await passTime(deps, HOUR);
    await doJobs(deps);
    expect((await readNotices(deps, fan.id)).notices.map(({ kind }) => kind)).toEqual(['wentLive']);
  });

  test('that becomes public after it was unlisted is told then', async () => {
    const { deps, creator, fan } = await world();
    const stream = await plan(deps, creator.id, HOUR, { visibility: 'unlisted' });
    await doJobs(deps);
    expect(await titles(deps, fan)).toEqual([]);
    await updateStream(deps, creator.id, stream.id, inputFor(stream.scheduledAt));
    await doJobs(deps);
    expect(await titles(deps, fan)).toHaveLength(1);
  });
});

describe('somebody follows', () => {
  test('and the creator is told of all who came within two minutes, once', async () => {
    const { deps, creator } = await world();
    const fans = await Promise.all(['anil', 'bela', 'chand'].map((handle) => makeAccount(deps, { handle })));
    for (const { id } of fans) {
      await follow(deps, id, creator.id);
      deps.clock.advance(1_000);
    }
    await doJobs(deps);
    expect(await titles(deps, creator)).toEqual([]);
    await passTime(deps, 2 * MINUTE);
    await doJobs(deps);
    expect(await titles(deps, creator)).toEqual(['chand and 2 others follow you now']);
    await unfollow(deps, fans[0]!.id, creator.id);
    await follow(deps, fans[0]!.id, creator.id);
    await passTime(deps, 10 * MINUTE);
    await doJobs(deps);
    expect(await titles(deps, creator)).toHaveLength(1);
  });

  test('and leaves again before the creator is told: nothing is', async () => {
    const { deps, creator, fan } = await world();
    await unfollow(deps, fan.id, creator.id);
    await follow(deps, fan.id, creator.id);
    await unfollow(deps, fan.id, creator.id);
    await passTime(deps, 2 * MINUTE);
    await doJobs(deps);
    expect(await titles(deps, creator)).toEqual([]);
  });
});

describe('a person is told', () => {
  test('that they were named, once a message, and not by themselves', async () => {
    const { deps, creator, fan } = await world();
    const { id: streamId } = await makeStream(deps, { creatorId: creator.id, status: 'live', visibility: 'unlisted' });
    const mention = { authorId: creator.id, streamId, messageId: 'm1', text: 'x'.repeat(500) };
    const say = (accountId: AccountId) =>
      deps.db.$transaction((tx) => notifyMention(tx, deps, { ...mention, accountId }));
    await say(fan.id);
    await say(fan.id);
    await say(creator.id);
    const { notices } = await readNotices(deps, fan.id);
    expect(notices).toMatchObject([{ kind: 'mention', actor: { handle: 'maya' } }]);
    expect(notices[0]?.text).toHaveLength(200);
    expect(await titles(deps, creator)).toEqual([]);
  });

  test('of a decision about them, also where they are banned', async () => {
    const { deps, creator, fan } = await world();
    const ban = { kind: 'ban', creatorId: creator.id, accountId: fan.id, givenById: creator.id } as const;
    await deps.db.restriction.create({ data: { ...ban, createdAt: deps.clock.now() } });
    const about = { accountId: fan.id, actorId: creator.id, streamId: null, path: '/@maya', key: 'r1' } as const;
    await deps.db.$transaction((tx) =>
      notifyModeration(tx, deps, { ...about, text: 'Maya keeps you out.', until: null }),
    );
    expect((await readNotices(deps, fan.id)).notices).toMatchObject([{ text: 'Maya keeps you out.', path: '/@maya' }]);
  });

  test('of a decision that ends by itself: until when, in a mail and a push by universal time', async () => {
    const { deps, creator, fan } = await world();
    const until = new Date('2026-12-01T17:30:00Z');
    const about = { accountId: fan.id, actorId: creator.id, streamId: null, path: '/@maya', key: 'r1' } as const;
    await deps.db.$transaction((tx) => notifyModeration(tx, deps, { ...about, text: 'Out.', until }));
    const [notice] = (await readNotices(deps, fan.id)).notices;
    expect(notice).toMatchObject({ text: 'Out.', until });
    expect(notice && textAway(notice, 'en')).toBe('Out. Until 1 December 2026 at 17:30 UTC.');
  });

  test('by the ways that they chose, and by none where they chose none', async () => {
    const { deps, creator, fan } = await world();
    await withPush(deps, fan.id);
    const choose = (ways: { bell: boolean; push: boolean; mail: boolean }) =>
      deps.db.noticeChoice.upsert({
        where: { accountId_kind: { accountId: fan.id, kind: 'wentLive' } },
        create: { accountId: fan.id, kind: 'wentLive', ...ways },
        update: ways,
      });
    await choose({ bell: false, push: true, mail: false });
    const first = await makeStream(deps, { creatorId: creator.id, status: 'live' });
    await deps.db.$transaction((tx) => tellOfStream(tx, deps, first.id));
    await doJobs(deps);
    expect([await titles(deps, fan), pushes(deps)]).toEqual([[], ['Maya is live']]);
    await choose({ bell: false, push: false, mail: false });
    await deps.db.notification.deleteMany();
    await tellFollowers(deps, { news: 'wentLive', streamId: first.id, plan: null, after: null });
    expect(await deps.db.notification.count()).toBe(0);
  });
});

describe('a push', () => {
  test('to a browser that is gone forgets it; the others get theirs', async () => {
    const { deps, creator, fan } = await world();
    await withPush(deps, fan.id, 'https://push.example/old');
    await withPush(deps, fan.id, 'https://push.example/new');
    deps.push.gone.add('https://push.example/old');
    const { id } = await makeStream(deps, { creatorId: creator.id });
    await startBroadcast(deps, creator.id, id, null);
    await doJobs(deps);
    expect(deps.push.sent.map(({ endpoint }) => endpoint)).toEqual(['https://push.example/new']);
    expect(await deps.db.pushSubscription.count()).toBe(1);
  });

  test('that does not go through is tried again; by then a stream that is over is no news', async () => {
    const { deps, creator, fan } = await world();
    await withPush(deps, fan.id);
    const { id } = await makeStream(deps, { creatorId: creator.id });
    await startBroadcast(deps, creator.id, id, null);
    deps.push.failing = 1;
    await doJobs(deps);
    expect(pushes(deps)).toEqual([]);
    const over = { status: 'ended', endedAt: later(deps.clock.now(), 1), endReason: 'creatorEnded' } as const;
    await deps.db.stream.update({ where: { id }, data: over });
    await passTime(deps, MINUTE);
    await doJobs(deps);
    expect(pushes(deps)).toEqual([]);
    expect(await titles(deps, fan)).toEqual(['Maya was live']);
  });

  test('ends with the session that asked for it', async () => {
    const { deps, fan } = await world();
    await withPush(deps, fan.id);
    await deps.sessions.endAll(fan.id);
    expect(await deps.db.pushSubscription.count()).toBe(0);
  });
});

describe('the bell', () => {
  const next = async (bell: AsyncGenerator<BellNews>) => (await bell.next()).value as BellNews;

  test('tells at once how many wait, then what comes, and goes on after a break without a gap', async () => {
    const { deps, creator, fan } = await world();
    const who = () => Promise.resolve({ accountId: fan.id, sessionId: 's' as SessionId });
    const bell = followBell(deps, fan.id, null, who, undefined);
    expect(await next(bell)).toMatchObject({ unread: 0, fresh: [] });
    await deps.bells.look(deps);
    const first = await makeStream(deps, { creatorId: creator.id });
    const waiting = next(bell);
    await startBroadcast(deps, creator.id, first.id, null);
    await doJobs(deps);
    await deps.bells.look(deps);
    const told = await waiting;
    expect(told).toMatchObject({ unread: 1, fresh: [{ title: 'Maya is live' }] });
    await bell.return(undefined);
    deps.clock.advance(1_000);
    const text = { accountId: fan.id, authorId: creator.id, streamId: first.id, messageId: 'm', text: 'hello' };
    await deps.db.$transaction((tx) => notifyMention(tx, deps, text));
    const again = followBell(deps, fan.id, told.id, who, undefined);
    expect(await next(again)).toMatchObject({ unread: 2, fresh: [{ kind: 'mention' }] });
    await again.return(undefined);
  });

  test('tells nothing more to whose session has ended', async () => {
    const { deps, fan } = await world();
    let signedIn = true;
    const session = { accountId: fan.id, sessionId: 's' as SessionId };
    const bell = followBell(deps, fan.id, null, () => Promise.resolve(signedIn ? session : null), undefined);
    await next(bell);
    await deps.bells.look(deps);
    const waiting = bell.next();
    signedIn = false;
    const about = { accountId: fan.id, kind: 'moderation', detail: { text: 'secret' }, dedupeKey: 'k' } as const;
    await deps.db.notification.create({ data: { ...about, createdAt: deps.clock.now() } });
    await deps.bells.look(deps);
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  test('is read one by one or at once, by its owner alone', async () => {
    const { deps, creator, fan } = await world();
    const { id } = await makeStream(deps, { creatorId: creator.id });
    await startBroadcast(deps, creator.id, id, null);
    await doJobs(deps);
    const { notices } = await readNotices(deps, fan.id);
    const ids = notices.map(({ id }) => id);
    const stranger = await makeAccount(deps);
    await expectNothingWritten(deps.db, async () => {
      await markRead(deps, stranger.id, { ids });
      await markRead(deps, stranger.id, { all: true });
    });
    expect((await readNotices(deps, stranger.id, { before: ids[0] })).notices).toEqual([]);
    await expect(openNotice(deps, stranger.id, ids[0] ?? '')).rejects.toMatchObject({ code: 'notFound' });
    await markRead(deps, fan.id, { ids });
    expect((await readNotices(deps, fan.id)).notices).toMatchObject([{ read: true }]);
    expect(await openNotice(deps, fan.id, ids[0] ?? '')).toEqual({ path: `/watch/${id}` });
  });

  test('has pages, and the next begins where the last one ended', async () => {
    const { deps, creator, fan } = await world();
    for (let count = 0; count < 7; count += 1) {
      const { id } = await makeStream(deps, { creatorId: creator.id, status: 'ended' });
      const about = { accountId: fan.id, streamId: id, actorId: creator.id, detail: {}, dedupeKey: id };
      // several in the same millisecond: the id decides
      await deps.db.notification.create({ data: { ...about, kind: 'wentLive', createdAt: deps.clock.now() } });
    }
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const page = await readNotices(deps, fan.id, { before, take: 3 });
      seen.push(...page.notices.map(({ id }) => id));
      before = page.next ?? undefined;
    } while (before);
    expect([seen.length, new Set(seen).size]).toEqual([7, 7]);
  });

  test('is for who is signed in', async () => {
    const deps = await testDeps();
    const { api } = testBrowser(deps);
    const refusal = { cause: { code: 'notSignedIn' } };
    await expect(api.notifications.list({})).rejects.toMatchObject(refusal);
    await expect(api.notifications.readAll()).rejects.toMatchObject(refusal);
    await expect(api.notifications.read({ ids: ['0198c0de-0000-7000-8000-000000000000'] })).rejects.toMatchObject(
      refusal,
    );
    await expect(api.notifications.choices()).rejects.toMatchObject(refusal);
    await expect(api.notifications.choose({ choices: [] })).rejects.toMatchObject(refusal);
    await expect(api.notifications.bell({})).rejects.toMatchObject(refusal);
    await expect(api.notifications.unsubscribePush({ endpoint: 'https://a.example' })).rejects.toMatchObject(refusal);
    await expect(api.follows.following({})).rejects.toMatchObject(refusal);
    await expect(api.follows.followers({})).rejects.toMatchObject(refusal);
    await expect(
      api.follows.mute({ creatorId: '0198c0de-0000-7000-8000-000000000000', muted: true }),
    ).rejects.toMatchObject(refusal);
  });
});
