import { describe, expect, it } from 'vitest';
import { expectNothingWritten, makeAccount, makeCreator, makeStream, testDeps } from './harness';

describe('the test harness', () => {
  it('makes accounts and streams, and a password that works', async () => {
    const deps = await testDeps();
    const creator = await makeCreator(deps, { handle: 'maker', password: 'watch-by-the-second' });
    await makeStream(deps, { creatorId: creator.id, status: 'live' });
    expect(await deps.db.stream.count({ where: { status: 'live' } })).toBe(1);
    const credential = await deps.db.passwordCredential.findUniqueOrThrow({ where: { accountId: creator.id } });
    expect(await deps.passwords.verify(credential.hash, 'watch-by-the-second')).toBe(true);
  });

  it('starts each test with an empty database', async () => {
    const deps = await testDeps();
    expect(await deps.db.account.count()).toBe(0);
    expect(await deps.db.category.count()).toBe(0);
  });

  it('shares the database among the deps of one test', async () => {
    await makeAccount(await testDeps(), { handle: 'someone' });
    expect(await (await testDeps()).db.account.count()).toBe(1);
  });

  it('lets time stand still until it is moved', async () => {
    const { clock } = await testDeps();
    expect(clock.now().toISOString()).toBe('2026-03-01T12:00:00.000Z');
    clock.advance(1_500);
    expect(clock.now().toISOString()).toBe('2026-03-01T12:00:01.500Z');
  });

  it('captures the log as it would be written, without secrets', async () => {
    const { log, logged } = await testDeps();
    log.info({ password: 'watch-by-the-second', id: 7 }, 'signed up');
    expect(logged).toMatchObject([{ id: 7, msg: 'signed up' }]);
    expect(JSON.stringify(logged)).not.toContain('watch-by-the-second');
  });

  it('notices a write by somebody who was refused', async () => {
    const deps = await testDeps();
    const { id } = await makeAccount(deps, { displayName: 'Before' });
    const rename = () => deps.db.profile.update({ where: { accountId: id }, data: { displayName: 'After' } });
    await expect(expectNothingWritten(deps.db, rename)).rejects.toThrow('Something was written.');
    await expectNothingWritten(deps.db, () =>
      expect(deps.db.account.create({ data: { handle: 'NOT A HANDLE' } })).rejects.toThrow(),
    );
    await expectNothingWritten(deps.db, rename, { except: ['profiles'] });
  });
});
