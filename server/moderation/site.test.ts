import { describe, expect, test } from 'vitest';
import { signIn } from '../accounts/sign-in';
import { startBroadcast } from '../broadcast/start';
import { readStream } from '../discovery/stream';
import { AccountSuspended, suspendedPassOf } from '../identity/suspended-pass';
import { readNotices } from '../notifications/read';
import { HOUR } from '../clock';
import { expectNothingWritten, makeAccount, makeCreator, makeStream, testDeps } from '../testing/harness';
import { doJobs } from '../testing/jobs';
import { joinAs } from '../testing/live-world';
import { answerSiteAppeal, appeal, appealSuspension, readAppeals, readSuspension } from './appeals';
import { readSiteLog } from './log';
import { putBack, readKeptOut, reinstate, suspend, takeDown } from './site';

const origin = { ipAddress: '192.0.2.7', userAgent: 'test' };
const PASSWORD = 'three words make one';

async function world() {
  const deps = await testDeps();
  const admin = await makeAccount(deps, { roles: ['viewer', 'admin'] });
  const creator = await makeCreator(deps, { handle: 'loud', password: PASSWORD });
  const stream = await makeStream(deps, { creatorId: creator.id, status: 'live' });
  await deps.rooms.open(stream.id);
  const enter = () => signIn(deps, { origin, signedIn: null }, { name: 'loud', password: PASSWORD });
  return { deps, admin, creator, stream, enter };
}

test('a suspended account has no session, signs in no more, and what it watched and broadcast is over', async () => {
  const { deps, admin, creator, stream, enter } = await world();
  const [viewer, other] = [await makeAccount(deps), await makeCreator(deps)];
  const elsewhere = await makeStream(deps, { creatorId: other.id, status: 'live' });
  await joinAs(deps, viewer, stream.id);
  await joinAs(deps, creator, elsewhere.id);
  const { setCookie } = await enter();
  await suspend(deps, admin.id, 'loud', 'Stolen films.');
  expect((await deps.sessions.read(setCookie.split(';')[0] ?? null)).signedIn).toBeNull();
  await expect(enter()).rejects.toMatchObject({
    code: 'accountSuspended',
    message: 'This account is suspended: “Stolen films.” You can say once what you think of it.',
  });
  expect(await deps.db.stream.findUnique({ where: { id: stream.id } })).toMatchObject({
    status: 'ended',
    endReason: 'moderated',
  });
  expect(await deps.db.viewing.count({ where: { leftAt: null } })).toBe(0);
  const next = await makeStream(deps, { creatorId: creator.id });
  await expect(startBroadcast(deps, creator.id, next.id, null)).rejects.toMatchObject({ code: 'accountSuspended' });
});

test('a wrong password is told nothing of a suspension', async () => {
  const { deps, admin } = await world();
  await suspend(deps, admin.id, 'loud', 'Stolen films.');
  const wrong = signIn(deps, { origin, signedIn: null }, { name: 'loud', password: 'not the right one' });
  await expect(wrong).rejects.toMatchObject({ code: 'wrongCredentials' });
});

test('of a sign-in beside a suspension no session is left', async () => {
  const { deps, admin, creator, enter } = await world();
  await Promise.allSettled([enter(), suspend(deps, admin.id, 'loud', 'Stolen films.'), enter()]);
  expect(await deps.db.session.count({ where: { accountId: creator.id } })).toBe(0);
});

test('a reinstated account signs in as before; both deeds are in the log with who and why', async () => {
  const { deps, admin, creator, enter } = await world();
  await suspend(deps, admin.id, 'loud', 'Stolen films.');
  expect((await readKeptOut(deps)).accounts).toMatchObject([{ reason: 'Stolen films.', person: { id: creator.id } }]);
  await reinstate(deps, admin.id, creator.id);
  await expectNothingWritten(deps.db, () => reinstate(deps, admin.id, creator.id));
  await enter();
  expect((await readSiteLog(deps, null)).lines).toMatchObject([
    { action: 'site.accountReinstated', actor: { id: admin.id } },
    { action: 'site.accountSuspended', actor: { id: admin.id }, person: { id: creator.id }, reason: 'Stolen films.' },
  ]);
});

test('who runs the site does not suspend themselves', async () => {
  const { deps, admin } = await world();
  await expect(suspend(deps, admin.id, admin.handle, 'x')).rejects.toMatchObject({ code: 'moderateSelf' });
});

test('a stream that was taken down ends, is there for nobody, and does not go live; put back it is there again', async () => {
  const { deps, admin, creator, stream } = await world();
  const viewer = await makeAccount(deps);
  await joinAs(deps, viewer, stream.id);
  const listed = async () => (await deps.liveList.read(deps)).top.map(({ id }) => id);
  expect(await listed()).toContain(stream.id);
  await takeDown(deps, admin.id, stream.id, 'Not theirs.');
  expect(await listed()).not.toContain(stream.id);
  expect(await deps.db.viewing.findFirst()).toMatchObject({ endReason: 'streamEnded' });
  for (const who of [null, viewer.id, creator.id])
    await expect(readStream(deps, who, stream.id)).rejects.toMatchObject({ code: 'notFound' });
  expect((await readKeptOut(deps)).streams).toMatchObject([{ id: stream.id }]);
  await putBack(deps, admin.id, stream.id);
  expect(await readStream(deps, viewer.id, stream.id)).toMatchObject({ status: 'ended' });

  const planned = await makeStream(deps, { creatorId: creator.id });
  await takeDown(deps, admin.id, planned.id, 'Not theirs.');
  await expect(startBroadcast(deps, creator.id, planned.id, null)).rejects.toMatchObject({ code: 'streamTakenDown' });
});

describe('the owner of a suspended account', () => {
  /** Suspended, and come to the door with the right password: with the pass that they got there. */
  async function suspended() {
    const made = await world();
    await suspend(made.deps, made.admin.id, 'loud', 'Stolen films.');
    const pass = await passOf(made.enter());
    return { ...made, pass, owner: { ...origin, suspendedPass: pass } };
  }
  async function passOf(signingIn: Promise<unknown>): Promise<string> {
    const refusal = await signingIn.catch((error: unknown) => error);
    if (!(refusal instanceof AccountSuspended)) throw new Error('this account is not suspended');
    expect(refusal.setCookie).toMatch(/; HttpOnly; SameSite=Lax/);
    return suspendedPassOf(refusal.setCookie) ?? '';
  }

  test('reads why, and answers once, however often it is sent', async () => {
    const { deps, owner } = await suspended();
    expect(await readSuspension(deps, owner)).toMatchObject({ reason: 'Stolen films.', appeal: null });
    const twice = await Promise.allSettled([
      appealSuspension(deps, owner, 'They are mine.'),
      appealSuspension(deps, owner, 'They are mine.'),
    ]);
    expect(twice.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readSuspension(deps, owner)).toMatchObject({ appeal: { text: 'They are mine.', answeredAt: null } });
    expect(await readAppeals(deps, null)).toMatchObject([{ text: 'They are mine.', ban: { reason: 'Stolen films.' } }]);
    await expect(appealSuspension(deps, owner, 'Please.')).rejects.toMatchObject({ code: 'appealedAlready' });
  });

  test('is asked to sign in again with a pass that is missing, forged, another’s or an hour old', async () => {
    const { deps, admin, pass } = await suspended();
    await makeCreator(deps, { handle: 'quiet', password: PASSWORD });
    await suspend(deps, admin.id, 'quiet', 'Spam.');
    const other = await passOf(signIn(deps, { origin, signedIn: null }, { name: 'quiet', password: PASSWORD }));
    const [id = '', expires = '', signature = ''] = pass.split('.');
    const [otherId = '', , otherSignature = ''] = other.split('.');
    const forged = [
      ...[null, '', 'x', `${id}.${expires}.`, `${id}.${expires}.${'A'.repeat(43)}`],
      ...[`${otherId}.${expires}.${signature}`, `${id}.${expires}.${otherSignature}`],
      `${id}.${String(Number(expires) + 1)}.${signature}`,
    ];
    for (const suspendedPass of forged) {
      const thief = { ...origin, suspendedPass };
      expect(await readSuspension(deps, thief)).toBeNull();
      await expectNothingWritten(deps.db, () =>
        expect(appealSuspension(deps, thief, 'x')).rejects.toMatchObject({ code: 'suspendedPassOver' }),
      );
    }
    deps.clock.advance(HOUR);
    expect(await readSuspension(deps, { ...origin, suspendedPass: pass })).toBeNull();
    expect(JSON.stringify(deps.logged)).not.toContain(signature);
  });

  test('does nothing with the pass but answer: no session, no answer to another ban', async () => {
    const { deps, pass, creator, stream } = await suspended();
    expect((await deps.sessions.read(`vilokanam=${pass}; vilokanam-suspended=${pass}`)).signedIn).toBeNull();
    expect(stream.creatorId).toBe(creator.id);
    const viewer = await makeAccount(deps);
    const site = await deps.db.restriction.findFirstOrThrow({ where: { creatorId: null } });
    // somebody who is signed in does not answer for the suspended one
    await expect(appeal(deps, viewer.id, origin, site.id, 'x')).rejects.toMatchObject({ code: 'notBanned' });
  });

  test('signs in again once the answer is yes, and is told by the bell; the old pass is worth nothing', async () => {
    const { deps, admin, creator, owner, enter } = await suspended();
    await appealSuspension(deps, owner, 'They are mine.');
    const [waiting] = await readAppeals(deps, null);
    await answerSiteAppeal(deps, admin.id, waiting?.restrictionId ?? '', { accept: true, answer: 'Sorry.' });
    await enter();
    expect((await readNotices(deps, creator.id)).notices).toMatchObject([
      { text: 'Your account can be used again. Sorry.' },
    ]);
    expect(await readSuspension(deps, owner)).toBeNull();
    expect(await readAppeals(deps, null)).toEqual([]);
    const again = answerSiteAppeal(deps, admin.id, waiting?.restrictionId ?? '', { accept: false, answer: '' });
    await expect(again).rejects.toMatchObject({ code: 'decidedAlready' });
    expect((await readSiteLog(deps, null)).lines.map(({ action }) => action)).toEqual([
      'site.accountReinstated',
      'site.appealAnswered',
      'site.accountSuspended',
    ]);
  });

  test('stays out when the answer is no: reads it at the door, and by mail where the address is confirmed', async () => {
    const { deps, admin, creator, owner, enter } = await suspended();
    await deps.db.account.update({
      where: { id: creator.id },
      data: { email: 'loud@example.org', emailConfirmedAt: deps.clock.now() },
    });
    await appealSuspension(deps, owner, 'They are mine.');
    const [waiting] = await readAppeals(deps, null);
    await answerSiteAppeal(deps, admin.id, waiting?.restrictionId ?? '', { accept: false, answer: 'They are not.' });
    await doJobs(deps);
    expect(deps.mail.sent).toMatchObject([{ to: 'loud@example.org', subject: 'Your account stays suspended' }]);
    expect(deps.mail.sent[0]?.text).toContain('They are not.');
    await expect(enter()).rejects.toMatchObject({ code: 'accountSuspended' });
    expect(await readSuspension(deps, owner)).toMatchObject({ appeal: { answer: 'They are not.' } });
    // a new suspension can be answered again
    await suspend(deps, admin.id, 'loud', 'Stolen music.');
    expect(await readSuspension(deps, owner)).toBeNull();
    const pass = await passOf(enter());
    expect(await readSuspension(deps, { ...origin, suspendedPass: pass })).toMatchObject({ appeal: null });
  });
});
