import { expect, test } from 'vitest';
import { HOUR, later, MINUTE } from '../clock';
import { expectNothingWritten, makeAccount, makeCreator, makeStream, testDeps } from '../testing/harness';
import { testBrowser } from '../testing/browser';
import { cancelStream } from '../streams/store';
import { forget, remind, remindersDue } from './remind';

async function world() {
  const deps = await testDeps();
  const creator = await makeCreator(deps);
  const viewer = await makeAccount(deps);
  const scheduledAt = later(deps.clock.now(), HOUR);
  const stream = await makeStream(deps, { creatorId: creator.id, scheduledAt });
  return { deps, creator, viewer, stream };
}

test('a reminder is due before its stream begins, once for each who asked, until it is taken back', async () => {
  const { deps, viewer, stream } = await world();
  await remind(deps, viewer.id, stream.id);
  await remind(deps, viewer.id, stream.id);
  expect(await remindersDue(deps, 15 * MINUTE)).toEqual([]);
  deps.clock.advance(50 * MINUTE);
  const { scheduledAt } = stream;
  expect(await remindersDue(deps, 15 * MINUTE)).toEqual([{ accountId: viewer.id, streamId: stream.id, scheduledAt }]);
  await forget(deps, viewer.id, stream.id);
  expect(await remindersDue(deps, 15 * MINUTE)).toEqual([]);
});

test('nobody is reminded of what was cancelled, or of what they may not open any more', async () => {
  const { deps, creator, viewer, stream } = await world();
  await remind(deps, viewer.id, stream.id);
  deps.clock.advance(50 * MINUTE);
  await deps.db.stream.update({ where: { id: stream.id }, data: { visibility: 'private' } });
  expect(await remindersDue(deps, 15 * MINUTE)).toEqual([]);
  await deps.db.stream.update({ where: { id: stream.id }, data: { visibility: 'public' } });
  expect(await remindersDue(deps, 15 * MINUTE)).toHaveLength(1);
  await cancelStream(deps, creator.id, stream.id);
  expect(await remindersDue(deps, 15 * MINUTE)).toEqual([]);
});

test('who is not signed in, and who may not open a stream, asks in vain; nobody asks of what runs or has no time', async () => {
  const { deps, creator, viewer, stream } = await world();
  const live = await makeStream(deps, { creatorId: creator.id, status: 'live' });
  const timeless = await makeStream(deps, { creatorId: creator.id, scheduledAt: null });
  const hidden = await makeStream(deps, { creatorId: creator.id, visibility: 'private' });
  await expectNothingWritten(deps.db, async () => {
    const stranger = testBrowser(deps).api.schedule;
    await expect(stranger.remind({ id: stream.id })).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    await expect(stranger.forget({ id: stream.id })).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    for (const { id } of [live, timeless, hidden])
      await expect(remind(deps, viewer.id, id)).rejects.toMatchObject({ code: 'notFound' });
  });
});
