import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../trpc/init';
import { DAY, HOUR, later, MINUTE, SECOND } from '../clock';
import { expectNothingWritten, makeAccount, makeCreator, makeStream, testDeps } from '../testing/harness';
import { holdMessage } from './held';
import { checkMayWrite } from './may-write';
import { type AccountId } from '../ids';
import { changeRules, NO_RULES, type Rules } from './rules';
import { watchWord } from './watched';

async function world(rules: Partial<Rules> = {}) {
  const deps = await testDeps();
  const creator = await makeCreator(deps, { handle: 'maya' });
  const viewer = await makeAccount(deps);
  const stream = await makeStream(deps, { creatorId: creator.id, status: 'live' });
  await changeRules(deps, creator.id, creator.id, { ...NO_RULES, ...rules });
  const say = (body: string, accountId: AccountId = viewer.id) =>
    checkMayWrite(deps, { streamId: stream.id, accountId, body });
  const restrict = (kind: 'ban' | 'timeout', endsAt: Date | null) =>
    deps.db.restriction.create({
      data: {
        creatorId: creator.id,
        accountId: viewer.id,
        givenById: creator.id,
        kind,
        createdAt: deps.clock.now(),
        endsAt,
      },
    });
  const follow = (ago: number) =>
    deps.db.follow.create({
      data: { followerId: viewer.id, creatorId: creator.id, createdAt: later(deps.clock.now(), -ago) },
    });
  const wrote = (ago: number, more = {}) =>
    deps.db.chatMessage.create({
      data: { streamId: stream.id, authorId: viewer.id, body: 'hello', sentAt: later(deps.clock.now(), -ago), ...more },
    });
  const paid = (seconds: bigint, by = viewer.id, streamId: string = stream.id) =>
    deps.db.viewing.create({
      data: {
        streamId,
        accountId: by,
        joinedAt: later(deps.clock.now(), -HOUR),
        lastSeenAt: later(deps.clock.now(), -MINUTE),
        leftAt: later(deps.clock.now(), -MINUTE),
        endReason: 'left',
        status: 'settled',
        secondsSeen: seconds,
        secondsPaid: seconds,
      },
    });
  return { deps, creator, viewer, stream, say, restrict, follow, wrote, paid };
}

test('without rules everybody writes; a stream that is not there is not found', async () => {
  const { deps, creator, viewer, say } = await world();
  expect(await say('hello')).toEqual({ channelId: creator.id, keepsOrder: false, held: null });
  const streamId = viewer.id as never;
  await expect(checkMayWrite(deps, { streamId, accountId: viewer.id, body: 'x' })).rejects.toMatchObject({
    code: 'notFound',
  });
});

test('a banned person does not write; after the ban they do', async () => {
  const { deps, say, restrict } = await world();
  await restrict('ban', later(deps.clock.now(), HOUR));
  await expect(say('hello')).rejects.toMatchObject({ code: 'banned' });
  deps.clock.advance(HOUR);
  expect(await say('hello')).toMatchObject({ held: null });
});

test('a timeout says until when, and ends by itself', async () => {
  const { deps, say, restrict } = await world();
  await restrict('timeout', later(deps.clock.now(), 9 * MINUTE));
  await expect(say('hello')).rejects.toMatchObject({
    code: 'timedOut',
    retryAfterSeconds: 540,
    message: 'You can write here again in 9 minutes. You can go on watching.',
  });
  deps.clock.advance(9 * MINUTE);
  expect(await say('hello')).toMatchObject({ held: null });
});

describe('slow mode', () => {
  test('lets one of two messages at the same moment through, and the next after its seconds', async () => {
    const { deps, say } = await world({ slowSeconds: 30 });
    const both = await Promise.allSettled([say('one'), say('two'), say('three')]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    deps.clock.advance(20 * SECOND);
    await expect(say('again')).rejects.toMatchObject({ code: 'slowMode', retryAfterSeconds: 10 });
    deps.clock.advance(10 * SECOND);
    await say('again');
  });

  test('costs nobody a turn for what was refused, and follows a change of its seconds', async () => {
    const { deps, creator, say } = await world({ slowSeconds: 600 });
    await watchWord(deps, creator.id, creator.id, { word: 'spam', kind: 'words', effect: 'refuse' });
    await expect(say('spam')).rejects.toMatchObject({ code: 'wordsRefused' });
    await say('hello');
    deps.clock.advance(5 * SECOND);
    await changeRules(deps, creator.id, creator.id, { ...NO_RULES, slowSeconds: 5 });
    await say('hello again');
  });
});

test('where followers write, nobody else does; where they follow for a while first, it says how long', async () => {
  const { deps, creator, say, follow } = await world({ followedMinutes: 0 });
  await expect(say('hello')).rejects.toMatchObject({ code: 'writingFollowersOnly' });
  await follow(4 * MINUTE);
  await say('hello');
  await changeRules(deps, creator.id, creator.id, { ...NO_RULES, followedMinutes: 10 });
  await expect(say('hello')).rejects.toMatchObject({ code: 'writingFollowersOnly', retryAfterSeconds: 360 });
  deps.clock.advance(6 * MINUTE);
  await say('hello');
});

test('where payers write, only seconds signed for this creator count: not somebody else’s, not elsewhere', async () => {
  const { deps, say, paid } = await world({ paidSeconds: 120 });
  const [other, stranger] = [await makeCreator(deps), await makeAccount(deps)];
  const elsewhere = await makeStream(deps, { creatorId: other.id, status: 'live' });
  await paid(500n, undefined, elsewhere.id);
  await paid(500n, stranger.id);
  await paid(60n);
  await expect(say('hello')).rejects.toMatchObject({
    code: 'writingPaidOnly',
    message: 'Who has paid for 2 minutes of these streams writes here. Watch for another 60 seconds, and you can.',
  });
  const refused: unknown = await say('hello').catch((error: unknown) => error);
  expect(refusalOf(refused, 'ar').message).toBe(
    'يكتب هنا من دفع ثمن دقيقتين من هذه البثوث. شاهد 60 ثانية أيضًا ويمكنك ذلك.',
  );
  await paid(60n);
  await say('hello');
});

test('where only known people write, these wrote on an earlier day what still stands, or paid for ten minutes', async () => {
  const { deps, viewer, say, wrote, paid } = await world({ knownOnly: true });
  await expect(say('hello')).rejects.toMatchObject({ code: 'writingKnownOnly' });
  await wrote(HOUR);
  await wrote(2 * DAY, { deletedAt: deps.clock.now(), deletedById: viewer.id });
  await expect(say('hello')).rejects.toMatchObject({ code: 'writingKnownOnly' });
  await paid(600n);
  await say('hello');
  await deps.db.viewing.deleteMany();
  await wrote(2 * DAY);
  await say('hello');
});

test('what somebody writes for the first time waits, where that is so', async () => {
  const { say, wrote } = await world({ holdFirst: true });
  expect(await say('hello')).toMatchObject({ held: 'firstMessage' });
  await wrote(MINUTE);
  expect(await say('hello')).toMatchObject({ held: null });
});

test('links are sent, wait, are for followers, or are refused', async () => {
  const { deps, creator, say, follow } = await world({ links: 'hold' });
  expect(await say('see example.com')).toMatchObject({ held: 'link' });
  await changeRules(deps, creator.id, creator.id, { ...NO_RULES, links: 'followers' });
  await expect(say('see example.com')).rejects.toMatchObject({ code: 'linksRefused' });
  await follow(MINUTE);
  expect(await say('see example.com')).toMatchObject({ held: null });
  await changeRules(deps, creator.id, creator.id, { ...NO_RULES, links: 'none' });
  await expect(say('see ex\u200bample . com https://x.y')).rejects.toMatchObject({ code: 'linksRefused' });
});

test('no rule holds for the creator and those who keep order', async () => {
  const { deps, creator, viewer, say } = await world({ followedMinutes: 0, slowSeconds: 600, links: 'none' });
  await deps.db.moderator.create({ data: { creatorId: creator.id, moderatorId: viewer.id } });
  for (const who of [creator.id, viewer.id]) {
    expect(await say('see example.com', who)).toMatchObject({ keepsOrder: true, held: null });
    expect(await say('at once', who)).toMatchObject({ keepsOrder: true });
  }
});

describe('a mention', () => {
  test('of a name that only looks like a creator’s is refused', async () => {
    const { say } = await world();
    for (const body of ['hi @m\u0430ya', '@mауа says so', 'ask @rnaya', '@may\u200ba', 'hi @m\u0430\u200dya!'])
      await expect(say(body), body).rejects.toMatchObject({ code: 'mentionImitates' });
  });
  test('of the creator, of anybody who is here and of nobody is sent', async () => {
    const { deps, say } = await world();
    await makeAccount(deps, { handle: 'ravi' });
    for (const body of ['hi @maya', 'hi @MAYA', 'hi @ravi', '@nobody_at_all', 'write to me@maya'])
      expect(await say(body), body).toMatchObject({ held: null });
  });
});

test('five of one person’s messages wait at most', async () => {
  const { deps, creator, viewer, stream } = await world();
  const message = { streamId: stream.id, channelId: creator.id, authorId: viewer.id, body: 'x', replyToId: null };
  const hold = () =>
    deps.db.$transaction((tx) => holdMessage(tx, deps, { ...message, clientId: randomUUID(), reason: 'words' }));
  for (let count = 0; count < 5; count += 1) await hold();
  await expectNothingWritten(deps.db, () => expect(hold()).rejects.toMatchObject({ code: 'tooManyHeld' }));
});
