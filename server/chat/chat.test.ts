import { describe, expect, test } from 'vitest';
import { HOUR, later, MINUTE, SECOND } from '../clock';
import { type StreamId, uuidv7 } from '../ids';
import { type ChatEvent } from '../messages/tell-room';
import { testBrowser } from '../testing/browser';
import {
  expectNothingWritten,
  makeAccount,
  makeCreator,
  makeStream,
  testDeps,
  type TestDeps,
} from '../testing/harness';

const PASSWORD = 'correct horse battery staple';

/** Somebody's browser, signed in. */
async function personIn(deps: TestDeps, handle: string, make = makeAccount, ipAddress = '192.0.2.1') {
  const account = await make(deps, { handle, displayName: handle, password: PASSWORD });
  const browser = testBrowser(deps, { ipAddress });
  await browser.api.session.signIn({ name: handle, password: PASSWORD });
  const { chat } = browser.api;
  const send = async (message: Parameters<typeof chat.send>[0]) => {
    const sent = await chat.send(message);
    if ('held' in sent) throw new Error('it waits for a moderator');
    return sent.line;
  };
  const { recent, before, after, delete: remove, pin } = chat;
  return { ...account, browser, chat: { send, recent, before, after, delete: remove, pin }, sendRaw: chat.send };
}

async function world(changes: Partial<Parameters<typeof makeStream>[1]> = {}) {
  const deps = await testDeps();
  const creator = await personIn(deps, 'creator_one', makeCreator);
  const asha = await personIn(deps, 'asha_rao');
  const stream = await makeStream(deps, { creatorId: creator.id, status: 'live', ...changes });
  let sent = 0;
  const message = (body: string, more: { clientId?: string; replyTo?: string | null } = {}) => ({
    streamId: stream.id as string,
    clientId: uuidv7(new Date(1_700_000_000_000 + (sent += 1))),
    body,
    replyTo: null,
    ...more,
  });
  return { deps, creator, asha, stream, message };
}

const eventsOf = ({ rooms }: TestDeps): ChatEvent[] =>
  rooms.sent.map(({ data }) => JSON.parse(new TextDecoder().decode(data)) as ChatEvent);

test('what the creator’s rules keep back waits for a moderator, once, and is sent when it is let through', async () => {
  const { deps, creator, asha, stream, message } = await world();
  const { moderation } = creator.browser.api;
  await deps.db.channelRules.create({ data: { creatorId: creator.id, holdFirst: true, updatedAt: deps.clock.now() } });
  const mine = message('may I, @creator_one?');
  for (let times = 0; times < 2; times += 1) expect(await asha.sendRaw(mine)).toEqual({ held: 'firstMessage' });
  expect(deps.rooms.sent).toEqual([]);
  expect(await deps.db.notification.count({ where: { kind: 'mention' } })).toBe(0);
  const { held } = await moderation.overview({});
  expect(held).toMatchObject([{ body: 'may I, @creator_one?' }]);
  const id = held[0]?.id ?? '';
  await moderation.decideHeld({ channelId: creator.id, id, approved: true });
  expect(eventsOf(deps)).toMatchObject([{ kind: 'lines', lines: [{ clientId: mine.clientId, body: mine.body }] }]);
  expect(await asha.sendRaw(mine)).toMatchObject({ line: { clientId: mine.clientId } });
  expect(await deps.db.notification.count({ where: { kind: 'mention', accountId: creator.id } })).toBe(1);
  await asha.chat.send({ ...message('and again'), streamId: stream.id });
});

describe('sending', () => {
  test('stores the message, tells the room, and answers with it', async () => {
    const { deps, asha, stream, message } = await world();
    const line = await asha.chat.send(message('  hello\n there '));
    expect(line).toMatchObject({ body: 'hello there', author: { handle: 'asha_rao' }, revision: 1, deleted: false });
    expect(line.offset).toBe(HOUR);
    expect(eventsOf(deps)).toMatchObject([{ kind: 'lines', from: 0, revision: 1, lines: [{ id: line.id }] }]);
    expect(deps.rooms.sent).toMatchObject([{ room: stream.id, topic: 'chat' }]);
    expect(await testBrowser(deps).api.chat.recent({ streamId: stream.id })).toMatchObject({
      lines: [{ id: line.id, body: 'hello there' }],
      revision: 1,
      open: true,
      keepsOrder: false,
    });
  });

  test('the same message again is stored once and answered the same, also when both come at once', async () => {
    const { deps, asha, message } = await world();
    const mine = message('once');
    const answers = await Promise.all([asha.chat.send(mine), asha.chat.send(mine), asha.chat.send(mine)]);
    const again = await asha.chat.send({ ...mine, body: 'something else' });
    expect(new Set([...answers, again].map(({ id, body }) => `${id} ${body}`)).size).toBe(1);
    expect(await deps.db.chatMessage.count()).toBe(1);
    expect(eventsOf(deps)).toHaveLength(1);
  });

  test('a client id that somebody else used already is another message', async () => {
    const { deps, asha, creator, message } = await world();
    const mine = message('mine');
    const [first, second] = [await asha.chat.send(mine), await creator.chat.send({ ...mine, body: 'theirs' })];
    expect(second).toMatchObject({ body: 'theirs', author: { handle: 'creator_one' } });
    expect(first.id).not.toBe(second.id);
    expect(await deps.db.chatMessage.count()).toBe(2);
  });

  test('counts each change of a chat by one, whoever sends at the same time', async () => {
    const { deps, asha, creator, message } = await world();
    const sends = [1, 2, 3, 4, 5].flatMap((n) => [
      asha.chat.send(message(`asha ${n}`)),
      creator.chat.send(message(`creator ${n}`)),
    ]);
    await Promise.all(sends);
    const steps = eventsOf(deps).map(({ from, revision }) => [from, revision]);
    expect(steps.sort(([a = 0], [b = 0]) => a - b)).toEqual(Array.from({ length: 10 }, (_, n) => [n, n + 1]));
  });

  test('stays stored when the media server does not answer', async () => {
    const { deps, asha, stream, message } = await world();
    deps.rooms.setReachable(false);
    const line = await asha.chat.send(message('still here'));
    expect((await asha.chat.after({ streamId: stream.id, since: 0 })).lines).toMatchObject([{ id: line.id }]);
  });

  test('is for who is signed in', async () => {
    const { deps, message } = await world();
    await expectNothingWritten(deps.db, () =>
      expect(testBrowser(deps).api.chat.send(message('hello'))).rejects.toMatchObject({
        cause: { code: 'notSignedIn' },
      }),
    );
    expect(deps.rooms.sent).toEqual([]);
  });

  test('is refused to who may not see, may not watch, or was banned', async () => {
    const hidden = await world({ visibility: 'private' });
    await expectNothingWritten(hidden.deps.db, () =>
      expect(hidden.asha.chat.send(hidden.message('let me in'))).rejects.toMatchObject({ cause: { code: 'notFound' } }),
    );
    const { deps, asha, creator, stream, message } = hidden;
    await deps.db.stream.update({ where: { id: stream.id }, data: { visibility: 'followers' } });
    await expect(asha.chat.send(message('hello'))).rejects.toMatchObject({ cause: { code: 'followersOnly' } });
    await deps.db.stream.update({ where: { id: stream.id }, data: { visibility: 'public' } });
    const given = { creatorId: creator.id, givenById: creator.id, createdAt: deps.clock.now() };
    await deps.db.restriction.create({ data: { ...given, accountId: asha.id, kind: 'ban' } });
    await expectNothingWritten(deps.db, () =>
      expect(asha.chat.send(message('hello'))).rejects.toMatchObject({ cause: { code: 'banned' } }),
    );
    expect(deps.rooms.sent).toEqual([]);
  });

  test.each([
    ['scheduled for later', { status: 'scheduled', scheduledAt: 61 }, 'chatClosed'],
    ['scheduled for soon', { status: 'scheduled', scheduledAt: 59 }, null],
    ['over for long', { status: 'ended', startedAt: -200, endedAt: -61 }, 'chatClosed'],
    ['just over', { status: 'ended', startedAt: -200, endedAt: -59 }, null],
  ] as const)('in a stream that is %s', async (_, { status, ...times }, code) => {
    const { deps, asha, stream, message } = await world();
    const now = deps.clock.now();
    const at = Object.fromEntries(Object.entries(times).map(([key, minutes]) => [key, later(now, minutes * MINUTE)]));
    const ended = status === 'ended' ? ({ endReason: 'creatorEnded' } as const) : { startedAt: null };
    await deps.db.stream.update({ where: { id: stream.id }, data: { status, ...ended, ...at } });
    const sent = asha.chat.send(message('hello'));
    if (code) await expect(sent).rejects.toMatchObject({ cause: { code } });
    else expect((await sent).body).toBe('hello');
    expect((await asha.chat.recent({ streamId: stream.id })).open).toBe(code === null);
  });

  test('too fast is refused after some at once, and let through again after a moment', async () => {
    const { deps, asha, message } = await world();
    for (let n = 0; n < 6; n += 1) await asha.chat.send(message(`${n}`));
    await expectNothingWritten(deps.db, () =>
      expect(asha.chat.send(message('one more'))).rejects.toMatchObject({
        cause: { code: 'tooManyTries', retryAfterSeconds: 2 },
      }),
    );
    await deps.clock.advance(2 * SECOND);
    expect((await asha.chat.send(message('later'))).body).toBe('later');
  });

  test('markup is text like any other: stored and answered as it was written', async () => {
    const { asha, stream, message } = await world();
    const bodies = ['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', 'javascript:alert(1)'];
    for (const body of bodies) await asha.chat.send(message(body));
    const { lines } = await asha.chat.recent({ streamId: stream.id });
    expect(lines.map(({ body }) => body)).toEqual(bodies);
  });

  test('nothing, only what cannot be seen, and more than a message holds are refused', async () => {
    const { deps, asha, message } = await world();
    await expectNothingWritten(deps.db, async () => {
      for (const body of ['', '   ', '\u200b\u202e', 'x'.repeat(501), '🏳️‍🌈'.repeat(501), 'a\u0301'.repeat(100_000)])
        await expect(asha.chat.send(message(body))).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    });
    expect((await asha.chat.send(message('x'.repeat(500)))).body).toHaveLength(500);
  });
});

describe('replies and mentions', () => {
  test('a reply carries the beginning of what it answers', async () => {
    const { asha, creator, message } = await world();
    const { id } = await asha.chat.send(message('a question '.repeat(20)));
    const reply = await creator.chat.send(message('an answer', { replyTo: id }));
    expect(reply.replyTo).toMatchObject({ id, author: { handle: 'asha_rao' } });
    expect(reply.replyTo?.excerpt).toHaveLength(100);
  });

  test('nobody replies to a message of another stream, or to one that was deleted', async () => {
    const { deps, asha, creator, stream, message } = await world();
    const other = await makeStream(deps, { creatorId: (await makeCreator(deps)).id, status: 'live' });
    const theirs = await creator.chat.send({ ...message('secret'), streamId: other.id as string });
    const mine = await asha.chat.send(message('oops'));
    await asha.chat.delete({ streamId: stream.id, id: mine.id });
    await expectNothingWritten(deps.db, async () => {
      for (const { id } of [theirs, mine])
        await expect(asha.chat.send(message('re', { replyTo: id }))).rejects.toMatchObject({
          cause: { code: 'notFound' },
        });
    });
  });

  test('a mention is the account that has the handle when it is sent, and nobody who only looks like it', async () => {
    const { deps, asha, creator, message } = await world();
    const body = 'hi @Creator_One and @аsha_rao, mail me@creator_one.example, @nobody_here';
    const { id, mentions } = await asha.chat.send(message(body));
    expect(mentions).toEqual([{ handle: 'creator_one', accountId: creator.id }]);
    expect(await deps.db.chatMention.findMany()).toMatchObject([{ messageId: id, accountId: creator.id }]);
  });

  test('a flood of mentions is refused', async () => {
    const { deps, asha, message } = await world();
    const handles = Array.from({ length: 6 }, (_, n) => `@person_x${n}`).join(' ');
    await expectNothingWritten(deps.db, () =>
      expect(asha.chat.send(message(handles))).rejects.toMatchObject({ cause: { code: 'tooManyMentions' } }),
    );
  });
});

describe('reading', () => {
  test('goes back page by page, oldest line first, without a gap or a double', async () => {
    const { deps, asha, stream } = await world();
    const sentAt = deps.clock.now();
    const rows = Array.from({ length: 120 }, (_, n) => ({ body: `line ${n}`, sentAt }));
    await deps.db.chatMessage.createMany({
      data: rows.map((row) => ({ ...row, streamId: stream.id, authorId: asha.id })),
    });
    const first = await asha.chat.recent({ streamId: stream.id });
    const pages = [first.lines];
    for (let before = first.older; before;) {
      const page: Awaited<ReturnType<typeof asha.chat.before>> = await asha.chat.before({
        streamId: stream.id,
        before,
      });
      pages.unshift(page.lines);
      before = page.older;
    }
    expect(pages.map((page) => page.length)).toEqual([20, 50, 50]);
    expect(new Set(pages.flat().map(({ id }) => id)).size).toBe(120);
  });

  test('tells what changed since a revision, in parts where it is much', async () => {
    const { deps, asha, stream, message } = await world();
    const first = await asha.chat.send(message('first'));
    const data = { streamId: stream.id, authorId: asha.id, sentAt: deps.clock.now(), body: 'more' };
    const rows = Array.from({ length: 250 }, (_, n) => ({ ...data, revision: n + 2 }));
    await deps.db.chatMessage.createMany({ data: rows });
    await deps.db.chat.update({ where: { streamId: stream.id }, data: { revision: 251 } });
    await asha.chat.delete({ streamId: stream.id, id: first.id });
    const one = await asha.chat.after({ streamId: stream.id, since: 1 });
    expect(one).toMatchObject({ more: true, revision: 201 });
    const two = await asha.chat.after({ streamId: stream.id, since: one.revision });
    expect(two).toMatchObject({ more: false, revision: 252 });
    expect(one.lines.length + two.lines.length).toBe(251);
    expect(two.lines.at(-1)).toMatchObject({ id: first.id, deleted: true, body: '' });
    expect(await asha.chat.after({ streamId: stream.id, since: 252 })).toMatchObject({ lines: [], more: false });
  });

  test('the chat of a private stream is not there for a stranger', async () => {
    const { deps, asha, creator, stream, message } = await world({ visibility: 'private' });
    const { id } = await creator.chat.send(message('among us'));
    const streamId = stream.id as string;
    for (const { chat } of [asha.browser.api, testBrowser(deps).api])
      for (const ask of [
        () => chat.recent({ streamId }),
        () => chat.before({ streamId, before: id }),
        () => chat.after({ streamId, since: 0 }),
      ])
        await expect(ask()).rejects.toMatchObject({ cause: { code: 'notFound' } });
  });

  test('a line of another stream opens no page of it', async () => {
    const { deps, asha, creator, stream, message } = await world();
    const hidden = await makeStream(deps, { creatorId: creator.id, visibility: 'private', status: 'scheduled' });
    await deps.db.stream.update({ where: { id: hidden.id }, data: { scheduledAt: deps.clock.now() } });
    const { id } = await creator.chat.send({ ...message('among us'), streamId: hidden.id as string });
    await expect(asha.chat.before({ streamId: stream.id, before: id })).rejects.toMatchObject({
      cause: { code: 'notFound' },
    });
  });
});

describe('deleting and pinning', () => {
  test('who wrote a message, its creator and a moderator may delete it; nobody else', async () => {
    const { deps, asha, creator, stream, message } = await world();
    const bela = await personIn(deps, 'bela_sen');
    const streamId: StreamId = stream.id;
    const [one, two, three] = [
      await asha.chat.send(message('one')),
      await asha.chat.send(message('two')),
      await asha.chat.send(message('three')),
    ];
    await expectNothingWritten(deps.db, async () => {
      await expect(bela.chat.delete({ streamId, id: one.id })).rejects.toMatchObject({ cause: { code: 'notAllowed' } });
      await expect(testBrowser(deps).api.chat.delete({ streamId, id: one.id })).rejects.toMatchObject({
        cause: { code: 'notSignedIn' },
      });
    });
    await asha.chat.delete({ streamId, id: one.id });
    await creator.chat.delete({ streamId, id: two.id });
    await deps.db.moderator.create({ data: { creatorId: creator.id, moderatorId: bela.id } });
    await bela.chat.delete({ streamId, id: three.id });
    await bela.chat.delete({ streamId, id: three.id });
    const { lines, revision } = await asha.chat.recent({ streamId });
    expect(lines).toMatchObject([one, two, three].map(({ id }) => ({ id, body: '', deleted: true })));
    expect(revision).toBe(6);
    expect(eventsOf(deps).slice(3)).toMatchObject([
      { kind: 'deleted', ids: [one.id], from: 3, revision: 4 },
      { kind: 'deleted', ids: [two.id], from: 4, revision: 5 },
      { kind: 'deleted', ids: [three.id], from: 5, revision: 6 },
    ]);
  });

  test('one message is pinned by who keeps order, and comes off when it is deleted', async () => {
    const { deps, asha, creator, stream, message } = await world();
    const streamId = stream.id as string;
    const [one, two] = [await asha.chat.send(message('one')), await creator.chat.send(message('two'))];
    await expectNothingWritten(deps.db, () =>
      expect(asha.chat.pin({ streamId, id: one.id })).rejects.toMatchObject({ cause: { code: 'notAllowed' } }),
    );
    await creator.chat.pin({ streamId, id: one.id });
    await creator.chat.pin({ streamId, id: two.id });
    expect(await asha.chat.recent({ streamId })).toMatchObject({ pinned: { id: two.id } });
    expect(eventsOf(deps).at(-1)).toMatchObject({ kind: 'pinned', line: { id: two.id }, from: 3, revision: 4 });
    await creator.chat.delete({ streamId, id: two.id });
    expect(await asha.chat.after({ streamId, since: 4 })).toMatchObject({ pinned: null });
    await creator.chat.pin({ streamId, id: one.id });
    await creator.chat.pin({ streamId, id: null });
    expect(await creator.chat.recent({ streamId })).toMatchObject({ pinned: null, keepsOrder: true });
  });

  test('nothing of another stream is pinned', async () => {
    const { deps, creator, stream, message } = await world();
    const other = await makeStream(deps, { creatorId: (await makeCreator(deps)).id, status: 'live' });
    const { id } = await creator.chat.send({ ...message('elsewhere'), streamId: other.id as string });
    await expectNothingWritten(deps.db, () =>
      expect(creator.chat.pin({ streamId: stream.id, id })).rejects.toMatchObject({ cause: { code: 'notFound' } }),
    );
  });
});

test('whom somebody blocked is told to them with the chat, and to nobody else', async () => {
  const { deps, creator, asha, stream, message } = await world();
  const line = await creator.chat.send(message('buy this'));
  await asha.browser.api.moderation.block({ accountId: creator.id });
  const { blocked, lines } = await asha.chat.recent({ streamId: stream.id });
  expect(blocked).toEqual([creator.id]);
  // what is folded can be unfolded: it is there
  expect(lines.map(({ id }) => id)).toEqual([line.id]);
  for (const { api } of [creator.browser, testBrowser(deps)])
    expect(JSON.stringify(await api.chat.recent({ streamId: stream.id }))).toContain('"blocked":[]');
  expect(JSON.stringify(deps.rooms.sent)).not.toContain('blocked');
});
