import { expect, test } from 'vitest';
import { signIn } from '../accounts/sign-in';
import { startBroadcast } from '../broadcast/start';
import { readStream } from '../discovery/stream';
import { expectNothingWritten, makeAccount, makeCreator, makeStream, testDeps } from '../testing/harness';
import { joinAs } from '../testing/live-world';
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
    message: 'This account is suspended: “Stolen films.” Write to the people who run this site.',
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
