import { expect, test } from 'vitest';
import { compareWithChain } from '../chain/compare';
import { DomainError } from '../errors';
import { type AccountId, type SessionId, type StreamId } from '../ids';
import { claimSeconds } from '../playback/claim';
import { testDeps, type TestDeps } from '../testing/harness';
import { somebody, withPurse } from '../testing/live-world';
import { makeGrowing, openAs, signForVideo } from '../testing/videos';
import { cutClip } from './cut';
import { cutInput, readInput } from './input';
import { CLIP_MEDIA_PATH, openClipFile } from './play';
import { readClip, readClipsOf } from './read';

async function world() {
  const deps = await testDeps();
  await compareWithChain(deps);
  return { deps, creator: await somebody(deps) };
}

const cut = (deps: TestDeps, { id }: { id: string }, videoId: StreamId, [from, to]: readonly [number, number]) =>
  cutClip(
    deps,
    {
      origin: { ipAddress: '192.0.2.7', userAgent: 'test' },
      signedIn: { sessionId: 'session' as SessionId, accountId: id as AccountId },
    },
    cutInput.parse({ videoId, fromMs: from * 1_000, toMs: to * 1_000, title: 'A moment ago' }),
  );

const read = (deps: TestDeps, who: { id: AccountId } | null, id: string) =>
  readClip(deps, who?.id ?? null, readInput.parse({ id }));

test('of what is live a clip is cut while its recording comes in, plays at once, leads to the stream, and outlives the folder', async () => {
  const { deps, creator } = await world();
  const free = { ratePerSecond: '0' };
  const one = await makeGrowing(deps, creator, { seconds: 40, source: free, recording: free });
  const viewer = await somebody(deps);
  const { id } = await cut(deps, viewer, one.id, [20, 40]);
  const page = await read(deps, null, id);
  expect(page).toMatchObject({ kind: 'clip', fromMs: null, source: { id: one.source, kind: 'live' } });
  const token = page.kind === 'clip' ? page.media.slice(CLIP_MEDIA_PATH.length, -1) : '';
  expect(await openClipFile(deps, token, 'source-00011.m4s')).toMatchObject({ kind: 'file' });
  // it is in no list before the recording is
  expect((await readClipsOf(deps, viewer.id, creator.handle)).clips).toEqual([]);
  await one.makeReady(60);
  await deps.storage.removeVideo(one.folder);
  const file = await openClipFile(deps, token, 'source-00011.m4s');
  expect(file?.kind === 'file' && (await deps.storage.stat(file.key))).toMatchObject({ bytes: 22 });
  expect(await read(deps, null, id)).toMatchObject({ fromMs: 20_000, source: { id: one.id, kind: 'recording' } });
  expect((await readClipsOf(deps, viewer.id, creator.handle)).clips).toMatchObject([{ id }]);
});

test('what is not there yet is not cut, nor seconds that are not paid for', async () => {
  const { deps, creator } = await world();
  const one = await makeGrowing(deps, creator, { seconds: 200 });
  const viewer = await withPurse(deps, { lanes: 2 });
  await deps.db.purse.updateMany({ data: { openedAt: new Date(0) } });
  await expect(cut(deps, viewer, one.id, [100, 110])).rejects.toThrow(new DomainError('clipNotOwned'));
  await expect(cut(deps, viewer, one.id, [200, 210])).rejects.toThrow(new DomainError('malformed'));
  const opened = await openAs(deps, viewer, one.id);
  const voucher = signForVideo(deps, viewer, opened, 10n);
  await claimSeconds(deps, { viewing: opened.viewing!, from: 100, to: 110, voucher });
  await cut(deps, viewer, one.id, [100, 110]);
});

test('whoever may not go back in a stream neither cuts nor plays; a creator who wants no clips of it has none', async () => {
  const { deps, creator } = await world();
  const [viewer, stranger] = [await somebody(deps), await somebody(deps)];
  const free = { ratePerSecond: '0' };
  const followers = await makeGrowing(deps, creator, {
    seconds: 40,
    source: { ...free, visibility: 'followers' },
    recording: free,
  });
  await deps.db.follow.create({ data: { followerId: viewer.id, creatorId: creator.id } });
  const { id } = await cut(deps, viewer, followers.id, [0, 10]);
  await expect(cut(deps, stranger, followers.id, [0, 10])).rejects.toThrow(DomainError);
  expect(await read(deps, viewer, id)).toMatchObject({ kind: 'clip' });
  for (const who of [stranger, null]) await expect(read(deps, who, id)).rejects.toThrow(new DomainError('notFound'));
  const closed = await makeGrowing(deps, creator, {
    seconds: 40,
    source: free,
    recording: free,
    video: { opensAs: 'private' },
  });
  await expect(cut(deps, viewer, closed.id, [0, 10])).rejects.toThrow(DomainError);
  const without = await makeGrowing(deps, creator, {
    seconds: 40,
    source: { ...free, clipsAllowed: false },
    recording: free,
  });
  await expect(cut(deps, viewer, without.id, [0, 10])).rejects.toThrow(new DomainError('clipsForbidden'));
  await cut(deps, creator, without.id, [0, 10]);
});
