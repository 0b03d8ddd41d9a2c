import { expect, test } from 'vitest';
import { expectNothingWritten, makeAccount, makeCreator, makeStream, testDeps } from '../testing/harness';
import { inviteInput } from '../../schemas/streams';
import { readStream } from '../discovery/stream';
import { invite, readInvites, uninvite } from './invites';

async function world() {
  const deps = await testDeps();
  const creator = await makeCreator(deps);
  const guest = await makeAccount(deps, { handle: 'guest' });
  const stream = await makeStream(deps, { creatorId: creator.id, status: 'live', visibility: 'private' });
  return { deps, creator, guest, stream };
}

test('who is invited may open a private stream, until the invitation is taken back', async () => {
  const { deps, creator, guest, stream } = await world();
  await invite(deps, creator.id, stream.id, inviteInput.parse({ handle: ' @Guest' }).handle);
  await invite(deps, creator.id, stream.id, 'guest');
  expect((await readInvites(deps, creator.id, stream.id)).map(({ handle }) => handle)).toEqual(['guest']);
  expect((await readStream(deps, guest.id, stream.id)).id).toBe(stream.id);
  await uninvite(deps, creator.id, stream.id, guest.id);
  await expect(readStream(deps, guest.id, stream.id)).rejects.toMatchObject({ code: 'notFound' });
  expect(await deps.db.auditEntry.count({ where: { subject: `stream:${stream.id}` } })).toBe(2);
});

test('nobody invites to a stream that is not theirs, a person who is not there, or themselves', async () => {
  const { deps, creator, guest, stream } = await world();
  await expectNothingWritten(deps.db, async () => {
    await expect(invite(deps, guest.id, stream.id, 'guest')).rejects.toMatchObject({ code: 'notFound' });
    await expect(uninvite(deps, guest.id, stream.id, guest.id)).rejects.toMatchObject({ code: 'notFound' });
    await expect(readInvites(deps, guest.id, stream.id)).rejects.toMatchObject({ code: 'notFound' });
    await expect(invite(deps, creator.id, stream.id, 'nobody')).rejects.toMatchObject({ code: 'noSuchPerson' });
    await expect(invite(deps, creator.id, stream.id, creator.handle)).rejects.toMatchObject({ code: 'inviteSelf' });
  });
});
