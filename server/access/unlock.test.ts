import { expect, test } from 'vitest';
import { streamInput } from '../../schemas/streams';
import { MINUTE } from '../clock';
import { readChat } from '../chat/read';
import { readHome } from '../discovery/home';
import { readStream } from '../discovery/stream';
import { type AccountId } from '../ids';
import { readForEdit } from '../streams/read';
import { updateStream } from '../streams/store';
import { joinAs, liveWorld } from '../testing/live-world';
import { testBrowser } from '../testing/browser';
import { expectNothingWritten, makeAccount } from '../testing/harness';
import { unlock } from './unlock';

const origin = { ipAddress: '192.0.2.7', userAgent: 'test' };

async function world() {
  const { deps, creator, room } = await liveWorld({
    ratePerSecond: '0',
    visibility: 'password',
    description: 'Behind the door',
    thumbnailUrl: `/files/thumbnails/${'a'.repeat(32)}-1.webp`,
  });
  const change = async (password: string | null, visibility: 'password' | 'public' = 'password') => {
    const { id: _, status: __, coverUrl: ___, ofSeries: ____, ...now } = await readForEdit(deps, creator.id, room);
    const input = streamInput.parse({ ...now, visibility });
    await updateStream(deps, creator.id, room, input, { password, zone: null });
  };
  await change('open sesame');
  const give = (accountId: AccountId | null, password: string, from = origin) =>
    unlock(deps, { accountId, origin: from }, room, password);
  return { deps, creator, room, change, give };
}

test('before the password one sees the door alone: its title, and neither words, picture, chat nor room', async () => {
  const { deps, room } = await world();
  const viewer = await makeAccount(deps);
  const door = await readStream(deps, viewer.id, room);
  expect(door).toMatchObject({ locked: true, description: '', tags: [], thumbnailUrl: null });
  expect(
    JSON.stringify(await readHome(deps, viewer.id), (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    ),
  ).not.toContain(room);
  await expectNothingWritten(deps.db, async () => {
    await expect(joinAs(deps, viewer, room)).rejects.toMatchObject({ code: 'passwordNeeded' });
    await expect(joinAs(deps, null, room, { pass: 'forged' })).rejects.toMatchObject({ code: 'passwordNeeded' });
    await expect(readChat(deps, viewer.id, room)).rejects.toMatchObject({ code: 'notFound' });
  });
});

test('the password opens it for an account everywhere, and for who has none by the pass of that browser', async () => {
  const { deps, room, give } = await world();
  const viewer = await makeAccount(deps);
  expect(await give(viewer.id, 'open sesame')).toEqual({ pass: null });
  expect(await give(viewer.id, 'open sesame')).toEqual({ pass: null });
  expect(await readStream(deps, viewer.id, room)).toMatchObject({ locked: false, description: 'Behind the door' });
  await joinAs(deps, viewer, room);
  const { pass } = await give(null, 'open sesame');
  expect(pass).toMatch(/^[\w-]{43}$/);
  expect(await readStream(deps, null, room, { pass })).toMatchObject({ locked: false });
  expect(await readStream(deps, null, room)).toMatchObject({ locked: true });
  await joinAs(deps, null, room, { pass });
  const stored = JSON.stringify([await deps.db.streamUnlock.findMany(), await deps.db.streamPassword.findMany()]);
  expect(stored).not.toContain(pass);
  expect(stored).not.toContain('open sesame');
});

test('a new password shuts everybody out who gave the one before; saving without one changes nothing', async () => {
  const { deps, room, change, give } = await world();
  const viewer = await makeAccount(deps);
  await give(viewer.id, 'open sesame');
  const { pass } = await give(null, 'open sesame');
  await change(null);
  await joinAs(deps, viewer, room);
  await change('another one');
  await expect(joinAs(deps, viewer, room)).rejects.toMatchObject({ code: 'passwordNeeded' });
  await expect(joinAs(deps, null, room, { pass })).rejects.toMatchObject({ code: 'passwordNeeded' });
  await expect(give(viewer.id, 'open sesame')).rejects.toMatchObject({ code: 'wrongStreamPassword' });
  await give(viewer.id, 'another one');
  await joinAs(deps, viewer, room);
});

test('wrong ones open nothing, and after eight in a row even the right one is not looked at for a while', async () => {
  const { deps, room, give } = await world();
  const viewer = await makeAccount(deps);
  await expectNothingWritten(deps.db, async () => {
    for (let tries = 0; tries < 8; tries += 1)
      await expect(give(viewer.id, `guess ${tries}`)).rejects.toMatchObject({ code: 'wrongStreamPassword' });
    await expect(give(viewer.id, 'open sesame')).rejects.toMatchObject({ code: 'tooManyTries' });
  });
  deps.clock.advance(2 * MINUTE);
  await give(viewer.id, 'open sesame');
  expect((await readStream(deps, viewer.id, room)).locked).toBe(false);
});

test('a stream that has no password opens by none, and that one is there is not told of what is private', async () => {
  const { deps, room, change, give } = await world();
  await change(null, 'public');
  await expectNothingWritten(deps.db, () =>
    expect(give(null, 'open sesame')).rejects.toMatchObject({ code: 'wrongStreamPassword' }),
  );
  const browser = testBrowser(deps);
  await expectNothingWritten(deps.db, async () => {
    await expect(browser.api.access.confirmAdult()).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    await expect(browser.api.access.unlock({ id: room, password: '' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

test('nobody joins a stream for adults who did not say to be one; an account says it once, its creator never', async () => {
  const { deps, creator, room } = await liveWorld({ ratePerSecond: '0', mature: true });
  const viewer = await makeAccount(deps);
  await expectNothingWritten(deps.db, async () => {
    for (const who of [viewer, null])
      await expect(joinAs(deps, who, room)).rejects.toMatchObject({ code: 'adultsOnly' });
  });
  await joinAs(deps, null, room, { adult: true });
  await joinAs(deps, creator, room);
  const cookie = (await deps.sessions.create(viewer.id, origin)).split(';')[0]!;
  const browser = testBrowser(deps);
  browser.cookie = cookie;
  await browser.api.access.confirmAdult();
  await joinAs(deps, viewer, room);
  expect((await readStream(deps, viewer.id, room)).adult).toBe(true);
});
