import { randomUUID } from 'node:crypto';
import { readNotices } from '../notifications/read';
import { describe, expect, test } from 'vitest';
import { type AccountId, type MessageId, type StreamId } from '../ids';
import { notifyMention } from '../notifications/notify';
import { expectNothingWritten, makeAccount, makeCreator, makeStream, testDeps } from '../testing/harness';
import { joinAs } from '../testing/live-world';
import { answerAppeal, appeal, readAppeals } from './appeals';
import { block, readBlocked, unblock } from './blocks';
import { decideHeld, holdMessage, readHeld } from './held';
import { readLog } from './log';
import { clearMessages, deleteMessage, restoreMessages } from './messages';
import { readReports, readSiteReports, report, resolveReport, resolveSiteReport } from './reports';
import { ban, readOwnBan } from './restrict';
import { warn } from './warn';

const origin = { ipAddress: '192.0.2.7', userAgent: 'test' };

async function world() {
  const deps = await testDeps();
  const creator = await makeCreator(deps);
  const [moderator, viewer, writer] = [await makeAccount(deps), await makeAccount(deps), await makeAccount(deps)];
  await deps.db.moderator.create({ data: { creatorId: creator.id, moderatorId: moderator.id } });
  const stream = await makeStream(deps, { creatorId: creator.id, status: 'live' });
  const write = (body: string, authorId: AccountId = writer.id, streamId: StreamId = stream.id) =>
    deps.db.chatMessage
      .create({ data: { streamId, authorId, body, sentAt: deps.clock.now() } })
      .then(({ id }) => ({ id: id as MessageId }));
  const standing = async () =>
    (await deps.db.chatMessage.findMany({ where: { deletedAt: null }, orderBy: { body: 'asc' } })).map(
      ({ body }) => body,
    );
  return { deps, creator, moderator, viewer, writer, stream, write, standing };
}

describe('what waits for a moderator', () => {
  async function held() {
    const made = await world();
    const { deps, creator, writer, stream } = made;
    const message = { streamId: stream.id, channelId: creator.id, authorId: writer.id, replyToId: null };
    const { id } = await deps.db.$transaction((tx) =>
      holdMessage(tx, deps, { ...message, clientId: randomUUID(), body: 'may I?', reason: 'firstMessage' }),
    );
    return { ...made, id };
  }
  test('is sent as of now when it may be, once, whoever else decides at the same moment', async () => {
    const { deps, creator, moderator, writer, id, standing } = await held();
    expect(await readHeld(deps, creator.id)).toMatchObject([{ id, body: 'may I?', reason: 'firstMessage' }]);
    expect(await standing()).toEqual([]);
    const decided = await Promise.allSettled(
      [creator.id, moderator.id].map((actor) => decideHeld(deps, actor, creator.id, id, true)),
    );
    const done = decided.filter((one) => one.status === 'fulfilled');
    expect(done).toHaveLength(1);
    expect(done[0]?.value).toMatchObject({ author: { id: writer.id }, body: 'may I?' });
    expect(await standing()).toEqual(['may I?']);
    expect(await readHeld(deps, creator.id)).toEqual([]);
  });
  test('is not sent when it may not be', async () => {
    const { deps, creator, id, standing } = await held();
    expect(await decideHeld(deps, creator.id, creator.id, id, false)).toBeNull();
    expect(await standing()).toEqual([]);
    await expect(decideHeld(deps, creator.id, creator.id, id, true)).rejects.toMatchObject({ code: 'decidedAlready' });
  });
  test('in one channel is not decided in another', async () => {
    const { deps, id } = await held();
    const other = await makeCreator(deps);
    await expect(decideHeld(deps, other.id, other.id, id, true)).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('messages', () => {
  test('are taken out one by one or all of somebody’s, and come back by the log', async () => {
    const { deps, creator, moderator, writer, viewer, write, standing } = await world();
    const first = await write('a');
    await write('b');
    await write('c', viewer.id);
    expect(await deleteMessage(deps, moderator.id, origin, creator.id, first.id)).toHaveLength(1);
    expect(await deleteMessage(deps, moderator.id, origin, creator.id, first.id)).toEqual([]);
    expect(await standing()).toEqual(['b', 'c']);
    const cleared = await clearMessages(deps, creator.id, origin, creator.id, { accountId: writer.id, streamId: null });
    expect(cleared).toHaveLength(1);
    expect(await standing()).toEqual(['c']);
    const { lines } = await readLog(deps, creator.id, creator.id, null);
    for (const { id } of lines) await restoreMessages(deps, creator.id, creator.id, id);
    expect(await standing()).toEqual(['a', 'b', 'c']);
  });
  test('of another channel, of the creator and of fellow moderators stay', async () => {
    const { deps, creator, moderator, write } = await world();
    const other = await makeCreator(deps);
    const elsewhere = await makeStream(deps, { creatorId: other.id });
    const [theirs, foreign] = [await write('a', creator.id), await write('b', other.id, elsewhere.id)];
    await expectNothingWritten(deps.db, async () => {
      const by = (id: MessageId) => deleteMessage(deps, moderator.id, origin, creator.id, id);
      await expect(by(theirs.id)).rejects.toMatchObject({ code: 'mayNotModerate' });
      await expect(by(foreign.id)).rejects.toMatchObject({ code: 'notFound' });
      const clear = { accountId: creator.id, streamId: null };
      await expect(clearMessages(deps, moderator.id, origin, creator.id, clear)).rejects.toMatchObject({
        code: 'mayNotModerate',
      });
    });
  });
  test('that their author took back do not come back, and an entry of another channel brings none', async () => {
    const { deps, creator, writer, write, standing } = await world();
    const { id } = await write('a');
    await deleteMessage(deps, creator.id, origin, creator.id, id);
    const [entry] = (await readLog(deps, creator.id, creator.id, null)).lines;
    const other = await makeCreator(deps);
    const foreign = restoreMessages(deps, other.id, other.id, entry?.id ?? '');
    await expect(foreign).rejects.toMatchObject({ code: 'notFound' });
    await deps.db.chatMessage.update({ where: { id }, data: { deletedById: writer.id } });
    expect(await restoreMessages(deps, creator.id, creator.id, entry?.id ?? '')).toEqual([]);
    expect(await standing()).toEqual([]);
  });
});

describe('a report', () => {
  const said = { reason: 'spam', text: 'again and again' } as const;
  test('is one of each person about each thing, and those about one thing are decided together', async () => {
    const { deps, creator, moderator, viewer, writer, write } = await world();
    const { id } = await write('buy now');
    const by = (reporter: AccountId) => report(deps, reporter, origin, { subject: 'message', id }, said);
    const twice = await Promise.allSettled([by(viewer.id), by(viewer.id)]);
    expect(twice.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await by(moderator.id);
    const [line, ...more] = await readReports(deps, creator.id, moderator.id);
    expect(more).toEqual([]);
    expect(line).toMatchObject({ quote: 'buy now', accused: { id: writer.id }, said: [said, said] });
    await resolveReport(deps, moderator.id, creator.id, line?.id ?? '', 'Looked at it.');
    expect(await readReports(deps, creator.id, creator.id)).toEqual([]);
    const again = resolveReport(deps, creator.id, creator.id, line?.id ?? '', '');
    await expect(again).rejects.toMatchObject({ code: 'decidedAlready' });
  });
  test('about the creator or their stream goes to the site alone, and nobody judges themselves', async () => {
    const { deps, creator, moderator, viewer, stream } = await world();
    await report(deps, viewer.id, origin, { subject: 'stream', id: stream.id }, said);
    await report(deps, viewer.id, origin, { subject: 'person', id: creator.id, streamId: stream.id }, said);
    await report(deps, viewer.id, origin, { subject: 'person', id: moderator.id, streamId: stream.id }, said);
    expect(await readReports(deps, creator.id, moderator.id)).toEqual([]);
    expect(await readReports(deps, creator.id, creator.id)).toMatchObject([{ accused: { id: moderator.id } }]);
    const all = await readSiteReports(deps);
    expect(all).toHaveLength(3);
    const ofModerator = all.find(({ accused }) => accused.id === moderator.id)?.id ?? '';
    await expect(resolveReport(deps, moderator.id, creator.id, ofModerator, '')).rejects.toMatchObject({
      code: 'notFound',
    });
    await expect(resolveSiteReport(deps, moderator.id, ofModerator, '')).rejects.toMatchObject({ code: 'notFound' });
  });
  test('is not made about oneself, nor about what one cannot see', async () => {
    const { deps, creator, viewer, writer, write } = await world();
    const hidden = await makeStream(deps, { creatorId: creator.id, visibility: 'private' });
    const secret = await write('psst', writer.id, hidden.id);
    const mine = await write('mine', viewer.id);
    await expectNothingWritten(deps.db, async () => {
      const by = (about: Parameters<typeof report>[3]) => report(deps, viewer.id, origin, about, said);
      await expect(by({ subject: 'message', id: mine.id })).rejects.toMatchObject({ code: 'reportSelf' });
      await expect(by({ subject: 'message', id: secret.id })).rejects.toMatchObject({ code: 'notFound' });
      await expect(by({ subject: 'stream', id: hidden.id })).rejects.toMatchObject({ code: 'notFound' });
    });
  });
  test('is let through ten times at once', async () => {
    const { deps, viewer, write } = await world();
    const ids = await Promise.all(Array.from({ length: 11 }, async (_, at) => (await write(String(at))).id));
    const made = [];
    for (const id of ids)
      made.push(
        await report(deps, viewer.id, origin, { subject: 'message', id }, said).catch(
          (error: { code: string }) => error.code,
        ),
      );
    expect(made.filter((one) => one === 'tooManyTries')).toHaveLength(1);
  });
});

describe('an appeal', () => {
  async function banned() {
    const made = await world();
    const { deps, creator, viewer } = made;
    await ban(deps, creator.id, origin, creator.id, {
      meant: { accountId: viewer.id },
      reason: 'Rude.',
      minutes: null,
    });
    const own = await readOwnBan(deps, viewer.id, creator.id);
    return { ...made, id: own?.id ?? '' };
  }
  test('is written once a ban, by the banned person alone', async () => {
    const { deps, viewer, writer, id } = await banned();
    await expect(appeal(deps, writer.id, origin, id, 'let them in')).rejects.toMatchObject({ code: 'notBanned' });
    const both = await Promise.allSettled([
      appeal(deps, viewer.id, origin, id, 'I am sorry'),
      appeal(deps, viewer.id, origin, id, 'I am sorry'),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
  test('that is accepted ends the ban; the answer is told; a second answer is refused', async () => {
    const { deps, creator, viewer, stream, id } = await banned();
    await appeal(deps, viewer.id, origin, id, 'I am sorry');
    expect(await readAppeals(deps, creator.id)).toMatchObject([{ text: 'I am sorry', ban: { reason: 'Rude.' } }]);
    await answerAppeal(deps, creator.id, creator.id, id, { accept: true, answer: 'Welcome back.' });
    await joinAs(deps, viewer, stream.id);
    const { notices } = await readNotices(deps, viewer.id);
    const name = creator.handle;
    expect(notices.map(({ text }) => text).sort()).toEqual([
      `You can watch and write at ${name} again.`,
      `${name} has answered what you wrote about your ban. Welcome back.`,
      `${name} keeps you out of their streams until they take it back. Rude.`,
    ]);
    const again = answerAppeal(deps, creator.id, creator.id, id, { accept: false, answer: '' });
    await expect(again).rejects.toMatchObject({ code: 'decidedAlready' });
  });
  test('that is not accepted leaves the ban, and says why', async () => {
    const { deps, creator, viewer, id } = await banned();
    await appeal(deps, viewer.id, origin, id, 'I am sorry');
    await answerAppeal(deps, creator.id, creator.id, id, { accept: false, answer: 'Not yet.' });
    expect(await readOwnBan(deps, viewer.id, creator.id)).toMatchObject({ appeal: { answer: 'Not yet.' } });
    await expect(appeal(deps, viewer.id, origin, id, 'please')).rejects.toMatchObject({ code: 'appealedAlready' });
  });
});

test('a warning is told to the person alone, in their language, and stands in the log with who said it', async () => {
  const { deps, creator, moderator, viewer } = await world();
  await warn(deps, moderator.id, origin, creator.id, { meant: { accountId: viewer.id }, warning: 'spam' });
  const text = `A word from the chat of ${creator.handle}: Please do not send the same again and again.`;
  expect((await readNotices(deps, viewer.id)).notices).toMatchObject([{ text }]);
  const arabic = `كلمة من دردشة ${creator.handle}: نرجو ألا ترسل الشيء نفسه مرة بعد مرة.`;
  expect((await readNotices(deps, viewer.id, {}, 'ar')).notices).toMatchObject([{ text: arabic }]);
  expect(await deps.db.notification.count()).toBe(1);
  expect((await readLog(deps, creator.id, creator.id, null)).lines).toMatchObject([
    { action: 'moderation.warned', actor: { id: moderator.id }, person: { id: viewer.id } },
  ]);
});

test('the log is read in pages, newest first, without gaps or doubles', async () => {
  const { deps, creator } = await world();
  const subject = `channel:${creator.id}`;
  const at = deps.clock.now();
  const data = Array.from({ length: 120 }, () => ({ at, actorId: creator.id, action: 'moderation.warned', subject }));
  await deps.db.auditEntry.createMany({ data });
  const seen: string[] = [];
  let before: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readLog>> = await readLog(deps, creator.id, creator.id, before);
    seen.push(...page.lines.map(({ id }) => id));
    before = page.older;
  } while (before);
  expect(new Set(seen).size).toBe(120);
  expect(seen).toHaveLength(120);
});

test('somebody blocks a person, once; that person is not told, and does not mention them', async () => {
  const { deps, viewer, writer, moderator, stream } = await world();
  await Promise.all([1, 2].map(() => block(deps, viewer.id, origin, writer.id)));
  expect(await readBlocked(deps, viewer.id)).toMatchObject([{ id: writer.id }]);
  expect(await deps.db.notification.count()).toBe(0);
  const said = { authorId: writer.id, streamId: stream.id, messageId: randomUUID(), text: 'you two' };
  await deps.db.$transaction(async (tx) => {
    for (const { id } of [viewer, moderator]) await notifyMention(tx, deps, { ...said, accountId: id });
  });
  expect(await deps.db.notification.findMany({ select: { accountId: true } })).toEqual([{ accountId: moderator.id }]);
  await expect(block(deps, viewer.id, origin, viewer.id)).rejects.toMatchObject({ code: 'blockSelf' });
  await unblock(deps, viewer.id, writer.id);
  expect(await readBlocked(deps, viewer.id)).toEqual([]);
});
