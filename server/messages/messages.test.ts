import { expect, test } from 'vitest';
import { later, HOUR } from '../clock';
import { type AccountId, type MessageId, type StreamId, uuidv7 } from '../ids';
import { makeAccount, makeCreator, makeStream, testDeps, type TestDeps } from '../testing/harness';
import { markDeleted, tellDeleted } from './delete';
import { type ChatEvent } from './tell-room';
import { lineSelect, linesOf } from './line';
import { standingsWith } from './standing';
import { storeMessage } from './store';

async function world() {
  const deps = await testDeps();
  const creator = await makeCreator(deps);
  const stream = await makeStream(deps, { creatorId: creator.id, status: 'live' });
  return { deps, creator, stream };
}

/** As whoever keeps order does it: written in one transaction, then told. */
async function deleteMessages(deps: TestDeps, streamId: StreamId, ids: MessageId[], by: AccountId) {
  const changed = await deps.db.$transaction((tx) => markDeleted(tx, deps, streamId, ids, by));
  await tellDeleted(deps, changed);
  return changed.flatMap((one) => one.ids);
}

test('many messages are deleted at once, each by a revision of its own, and told in parts that fit a packet', async () => {
  const { deps, creator, stream } = await world();
  const rows = Array.from({ length: 450 }, () => ({ id: uuidv7(deps.clock.now()) as MessageId }));
  const data = { streamId: stream.id, authorId: creator.id, body: 'spam', sentAt: deps.clock.now() };
  await deps.db.chatMessage.createMany({ data: rows.map((row) => ({ ...row, ...data })) });
  const ids = rows.map(({ id }) => id);
  const gone = await deleteMessages(deps, stream.id, [...ids, uuidv7(deps.clock.now()) as MessageId], creator.id);
  expect(new Set(gone)).toEqual(new Set(ids));
  const events = deps.rooms.sent.map(({ data }) => JSON.parse(new TextDecoder().decode(data)) as ChatEvent);
  expect(events.map(({ from, revision }) => [from, revision])).toEqual([
    [0, 200],
    [200, 400],
    [400, 450],
  ]);
  for (const { data } of deps.rooms.sent) expect(data.byteLength).toBeLessThan(15_000);
  const revisions = await deps.db.chatMessage.findMany({ orderBy: { revision: 'asc' }, select: { revision: true } });
  expect(revisions.map(({ revision }) => revision)).toEqual(Array.from({ length: 450 }, (_, n) => n + 1));
  expect(await deleteMessages(deps, stream.id, ids, creator.id)).toEqual([]);
});

test('messages of another stream are not deleted', async () => {
  const { deps, creator, stream } = await world();
  const other = await makeStream(deps, { creatorId: (await makeCreator(deps)).id, status: 'live' });
  const message = {
    authorId: creator.id,
    clientId: uuidv7(deps.clock.now()),
    body: 'x',
    replyToId: null,
    mentions: [],
  };
  const { id } = await storeMessage(deps, other, message);
  expect(await deleteMessages(deps, stream.id, [id], creator.id)).toEqual([]);
  expect(await deps.db.chatMessage.count({ where: { deletedAt: null } })).toBe(1);
});

test('the largest message fits into one packet', async () => {
  const { deps, creator, stream } = await world();
  const body = '𝕏'.repeat(2_000);
  const message = { authorId: creator.id, body, replyToId: null, mentions: [] };
  const { id } = await storeMessage(deps, stream, { ...message, clientId: uuidv7(deps.clock.now()) });
  await storeMessage(deps, stream, { ...message, clientId: uuidv7(deps.clock.now()), replyToId: id });
  for (const { data } of deps.rooms.sent) expect(data.byteLength).toBeLessThan(15_000);
});

test('supporters are known by the seconds that they paid to this creator, and moderators by name', async () => {
  const { deps, creator, stream } = await world();
  const other = await makeStream(deps, { creatorId: (await makeCreator(deps)).id, status: 'live' });
  const watched = async (streamId: string, seconds: bigint) => {
    const { id } = await makeAccount(deps);
    const now = later(deps.clock.now(), -HOUR);
    const time = { joinedAt: now, lastSeenAt: now, leftAt: now, status: 'ended', endReason: 'left' } as const;
    for (const secondsPaid of [seconds - 1n, 1n])
      await deps.db.viewing.create({
        data: { ...time, streamId, accountId: id, secondsSeen: secondsPaid, secondsPaid },
      });
    return id;
  };
  const [none, first, second, third, elsewhere] = [
    await watched(stream.id, 599n),
    await watched(stream.id, 600n),
    await watched(stream.id, 7_200n),
    await watched(stream.id, 36_000n),
    await watched(other.id, 36_000n),
  ];
  await deps.db.moderator.create({ data: { creatorId: creator.id, moderatorId: none } });
  const standing = await standingsWith(deps.db, creator.id, [creator.id, none, first, second, third, elsewhere]);
  expect([none, first, second, third, elsewhere].map((id) => standing(id).supporter)).toEqual([0, 1, 2, 3, 0]);
  expect([creator.id, none, first].map((id) => standing(id).role)).toEqual(['creator', 'moderator', null]);
});

test('what was deleted says nothing any more, not in a reply to it either', async () => {
  const { deps, creator, stream } = await world();
  const message = { authorId: creator.id, replyToId: null, mentions: [] };
  const [one, two] = [uuidv7(deps.clock.now()), uuidv7(deps.clock.now())];
  const { id } = await storeMessage(deps, stream, { ...message, clientId: one, body: 'rude' });
  await storeMessage(deps, stream, { ...message, clientId: two, body: 'tsk', replyToId: id });
  await deleteMessages(deps, stream.id, [id], creator.id);
  const rows = await deps.db.chatMessage.findMany({ select: lineSelect, orderBy: { sentAt: 'asc' } });
  expect(JSON.stringify(await linesOf(deps.db, stream, rows))).not.toContain('rude');
});
