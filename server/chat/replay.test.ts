import { expect, test } from 'vitest';
import { later, MINUTE, SECOND } from '../clock';
import { type AccountId, type MessageId, type StreamId } from '../ids';
import { testBrowser } from '../testing/browser';
import { makeAccount, makeCreator, makeStream, testDeps, type TestDeps } from '../testing/harness';
import { deleteMessage } from './delete';
import { readReplay } from './replay';

type Changes = Partial<Parameters<typeof makeStream>[1]>;

async function world(changes: Changes = {}) {
  const deps = await testDeps();
  const [creator, asha] = [await makeCreator(deps), await makeAccount(deps)];
  const stream = await makeStream(deps, { creatorId: creator.id, status: 'ended', ...changes });
  const say = async (at: number, body: string, authorId: AccountId = asha.id) => {
    const sentAt = later(stream.startedAt ?? deps.clock.now(), at);
    const row = await deps.db.chatMessage.create({ data: { streamId: stream.id, authorId, body, sentAt } });
    return row.id as MessageId;
  };
  return { deps, creator, asha, stream, say };
}

const bodies = ({ lines }: Awaited<ReturnType<typeof readReplay>>) => lines.map(({ body }) => body);
const ask = (deps: TestDeps, id: StreamId, atMs: number, viewer: AccountId | null = null) =>
  readReplay(deps, viewer, id, { atMs, after: null });

test('a moment of a stream brings what was said right before it and what follows, with the times in the stream', async () => {
  const { deps, stream, say } = await world();
  for (const [at, body] of [
    [-SECOND, 'early'],
    [SECOND, 'one'],
    [5 * SECOND, 'five'],
    [9 * SECOND, 'nine'],
  ] as const)
    await say(at, body);
  const page = await ask(deps, stream.id, 5 * SECOND);
  expect(bodies(page)).toEqual(['early', 'one', 'five', 'nine']);
  expect(page.lines.map(({ offset }) => offset)).toEqual([-SECOND, SECOND, 5 * SECOND, 9 * SECOND]);
  expect(page.next).toBeNull();
});

test('a long chat comes page by page: the fifty lines before, nothing twice, nothing left out', async () => {
  const { deps, stream, asha } = await world();
  const at = (n: number) => later(stream.startedAt!, Math.floor(n / 3) * SECOND);
  await deps.db.chatMessage.createMany({
    data: Array.from({ length: 400 }, (_, n) => ({
      streamId: stream.id,
      authorId: asha.id,
      body: `${n}`,
      sentAt: at(n),
    })),
  });
  let page = await ask(deps, stream.id, 30 * SECOND);
  const seen = bodies(page);
  expect(seen.slice(0, 51).at(-1)).toBe('90');
  while (page.next) {
    page = await readReplay(deps, null, stream.id, { atMs: 0, after: page.next });
    seen.push(...bodies(page));
  }
  const said = Array.from({ length: 360 }, (_, n) => n + 40);
  expect(seen.map(Number).sort((a, b) => a - b)).toEqual(said);
});

test('what was deleted is not there, and what comes after a line that is deleted meanwhile is not lost', async () => {
  const { deps, stream, say, creator } = await world({ endedAt: new Date(), startedAt: later(new Date(), -MINUTE) });
  const first = await say(SECOND, 'first');
  await say(2 * SECOND, 'second');
  await deleteMessage(deps, creator.id, { ipAddress: '192.0.2.1', userAgent: '' }, stream.id, first);
  expect(bodies(await ask(deps, stream.id, 0))).toEqual(['second']);
  expect(bodies(await readReplay(deps, null, stream.id, { atMs: 0, after: first }))).toEqual(['second']);
});

test('what waits for a moderator is not there', async () => {
  const { deps, stream, asha } = await world();
  await deps.db.heldMessage.create({
    data: {
      streamId: stream.id,
      channelId: stream.creatorId,
      authorId: asha.id,
      clientId: crypto.randomUUID(),
      body: 'held',
      reason: 'firstMessage',
      heldAt: stream.startedAt!,
    },
  });
  expect(bodies(await ask(deps, stream.id, 0))).toEqual([]);
});

test('whoever may not read the chat reads no replay of it either', async () => {
  const { deps, stream, say, creator, asha } = await world({ visibility: 'private' });
  await say(SECOND, 'among ourselves');
  for (const viewer of [null, asha.id])
    await expect(ask(deps, stream.id, 0, viewer)).rejects.toMatchObject({ code: 'notFound' });
  expect(bodies(await ask(deps, stream.id, 0, creator.id))).toEqual(['among ourselves']);
  await deps.db.stream.update({ where: { id: stream.id }, data: { visibility: 'public', hiddenAt: deps.clock.now() } });
  await expect(ask(deps, stream.id, 0, creator.id)).rejects.toMatchObject({ code: 'notFound' });
});

test('a line of another chat leads nowhere', async () => {
  const { deps, stream, say, creator } = await world();
  const other = await makeStream(deps, { creatorId: creator.id, status: 'ended' });
  const line = await say(SECOND, 'here');
  await expect(readReplay(deps, null, other.id, { atMs: 0, after: line })).rejects.toMatchObject({ code: 'notFound' });
  expect(bodies(await readReplay(deps, null, stream.id, { atMs: 0, after: line }))).toEqual([]);
});

test('whoever asks is told whom they blocked', async () => {
  const { deps, stream, asha } = await world();
  const me = await makeAccount(deps);
  await deps.db.personalBlock.create({ data: { blockerId: me.id, blockedId: asha.id, createdAt: deps.clock.now() } });
  expect((await ask(deps, stream.id, 0, me.id)).blocked).toEqual([asha.id]);
  expect((await ask(deps, stream.id, 0)).blocked).toEqual([]);
});

test.each([-1, 1.5, Number.MAX_SAFE_INTEGER, NaN])('no moment %d of a stream is taken', async (atMs) => {
  const { deps, stream } = await world();
  const { api } = testBrowser(deps, { ipAddress: '192.0.2.1' });
  await expect(api.chat.replay({ streamId: stream.id, atMs })).rejects.toThrow();
});
