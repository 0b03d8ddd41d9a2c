import { describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../clock';
import { type LinkPictures, type LinkWords } from '../deps';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type AccountId, type ClipId, type SessionId, type StreamId } from '../ids';
import { readReports, readSiteReports, report } from '../moderation/reports';
import { claimSeconds } from '../playback/claim';
import { drawLinkPicture } from '../sharing/link-picture';
import { videoKey } from '../storage-key';
import { makeAccount, type Payer } from '../testing/factories';
import { type TestDeps } from '../testing/harness';
import { liveWorld, somebody, withPurse } from '../testing/live-world';
import { expectNothingWritten } from '../testing/nothing-written';
import { makeVideo, openAs, signForVideo } from '../testing/videos';
import { sweepVideoFiles } from '../videos/sweep';
import { readUsed } from '../videos/quota';
import { deleteVideo } from '../videos/remove';
import { cutClip } from './cut';
import { cutInput, readInput } from './input';
import { CLIP_MEDIA_PATH, openClipFile } from './play';
import { readClip, readClipsOf, readOwnClips } from './read';
import { allowClips, removeClip } from './remove';
import { sweepClips } from './sweep';

type Somebody = { id: string };

const member = ({ id }: Somebody) => ({
  origin: { ipAddress: '192.0.2.7', userAgent: 'test' },
  signedIn: { sessionId: 'session' as SessionId, accountId: id as AccountId },
});

/** A free video unless told otherwise, and somebody who watches. */
async function world(stream: Parameters<typeof makeVideo>[2] = {}) {
  const { deps, creator } = await liveWorld();
  const video = await makeVideo(deps, creator, { ratePerSecond: '0', seconds: 600, ...stream });
  return { deps, creator, viewer: await somebody(deps), video };
}

/** The same of a paid one, whose viewer has some of its seconds. */
async function paidWorld(owned: readonly [number, number][], stream: Parameters<typeof makeVideo>[2] = {}) {
  const { deps, creator } = await liveWorld();
  const video = await makeVideo(deps, creator, { seconds: 600, ...stream });
  return { deps, creator, video, viewer: await ownerOf(deps, video.id, owned) };
}

/** Somebody who paid for these seconds. */
async function ownerOf(deps: TestDeps, video: StreamId, owned: readonly [number, number][]): Promise<Payer> {
  const viewer = await withPurse(deps, { lanes: 2 });
  await deps.db.purse.updateMany({ data: { openedAt: new Date(0) } }); // its time is no matter here
  const opened = await openAs(deps, viewer, video);
  let signed = 0n;
  for (const [from, to] of owned)
    for (let at = from; at < to; at += 20) {
      const end = Math.min(to, at + 20);
      signed += BigInt(end - at);
      const voucher = signForVideo(deps, viewer, opened, signed);
      const { granted } = await claimSeconds(deps, { viewing: opened.viewing!, from: at, to: end, voucher });
      expect(granted).toBe(true);
      deps.clock.advance(20_000);
    }
  return viewer;
}

const cut = (
  deps: TestDeps,
  who: Somebody,
  videoId: StreamId,
  [from, to]: readonly [number, number],
  more: Record<string, unknown> = {},
) =>
  cutClip(
    deps,
    member(who),
    cutInput.parse({ videoId, fromMs: from * 1_000, toMs: to * 1_000, title: 'The knot', ...more }),
  );

const read = (deps: TestDeps, who: Somebody | null, id: ClipId, more: Record<string, unknown> = {}) =>
  readClip(deps, (who?.id ?? null) as AccountId | null, readInput.parse({ id, ...more }));

/** The way to its files, for somebody who may play it. */
async function mediaFor(deps: TestDeps, who: Somebody | null, id: ClipId, more: Record<string, unknown> = {}) {
  const page = await read(deps, who, id, more);
  if (page.kind !== 'clip') throw new Error('it is behind a door');
  return page.media;
}

const get = (deps: TestDeps, media: string, file: string) =>
  openClipFile(deps, media.slice(CLIP_MEDIA_PATH.length, -1), file);

const refusedFor = (code: ConstructorParameters<typeof DomainError>[0]) => new DomainError(code);

describe('a clip', () => {
  test('of a free video is cut by whoever watches, and plays for strangers', async () => {
    const { deps, creator, viewer, video } = await world();
    const { id } = await cut(deps, viewer, video.id, [31, 45]);
    const page = await read(deps, null, id);
    expect(page).toMatchObject({
      kind: 'clip',
      fromMs: 30_000,
      isMine: false,
      mayDelete: false,
      clip: { title: 'The knot', durationMs: 16_000, maker: { id: viewer.id } },
      creator: { id: creator.id },
      source: { id: video.id },
    });
    const media = await mediaFor(deps, null, id);
    expect(await get(deps, media, 'master.m3u8')).toMatchObject({ text: expect.stringContaining('source.m3u8') });
    const playlist = await get(deps, media, 'source.m3u8');
    const text = playlist?.kind === 'playlist' ? playlist.text : '';
    expect(text.match(/\.m4s/g)).toHaveLength(8);
    expect(text).toContain('source-00016.m4s');
    const file = await get(deps, media, 'source-00016.m4s');
    const kept = file?.kind === 'file' ? await deps.storage.read(file.key) : null;
    expect(await new Response(kept?.content ?? null).text()).toBe('media source-00016.m4s');
    // what was not cut is not in its folder
    const other = await get(deps, media, 'source-00001.m4s');
    expect(other?.kind === 'file' && (await deps.storage.stat(other.key))).toBeNull();
    expect(await readClipsOf(deps, null, creator.handle)).toMatchObject({ clips: [{ id }], next: null });
    expect(await readOwnClips(deps, creator.id)).toMatchObject([{ id, source: { id: video.id, clipsAllowed: true } }]);
    expect(await deps.db.auditEntry.count({ where: { action: 'clip.made', subject: `clip:${id}` } })).toBe(1);
  });

  test('of a paid video is cut of owned seconds, and plays for nothing', async () => {
    const { deps, viewer, video } = await paidWorld([[100, 130]]);
    const { id } = await cut(deps, viewer, video.id, [100, 130]);
    const media = await mediaFor(deps, null, id);
    expect(await get(deps, media, 'source-00051.m4s')).toMatchObject({ kind: 'file' });
  });

  test('takes room of its creator, to the byte', async () => {
    const { deps, creator, viewer, video } = await world();
    const before = await readUsed(deps, creator.id);
    const { id } = await cut(deps, viewer, video.id, [0, 10]);
    const { folder, bytes } = await deps.db.clip.findUniqueOrThrow({ where: { id } });
    let kept = 0;
    for (const file of ['index.json', 'source-1-init.mp4', ...[1, 2, 3, 4, 5].map((n) => `source-0000${n}.m4s`)])
      kept += (await deps.storage.stat(videoKey(folder, file)))!.bytes;
    expect(bytes).toBe(BigInt(kept));
    expect((await readUsed(deps, creator.id)).used - before.used).toBe(bytes);
    await removeClip(deps, member(viewer), id);
    expect((await readUsed(deps, creator.id)).used).toBe(before.used);
    expect(await deps.storage.stat(videoKey(folder, 'index.json'))).toBeNull();
  });

  test('is deleted by its maker, its creator, who keeps order there, and the site, and by nobody else', async () => {
    const { deps, creator, viewer, video } = await world();
    const moderator = await somebody(deps);
    await deps.db.moderator.create({ data: { creatorId: creator.id, moderatorId: moderator.id } });
    const admin = await makeAccount(deps, { roles: ['viewer', 'admin'] });
    const stranger = await somebody(deps);
    for (const [who, action] of [
      [viewer, 'clip.removed'],
      [creator, 'moderation.clipRemoved'],
      [moderator, 'moderation.clipRemoved'],
      [admin, 'site.clipRemoved'],
    ] as const) {
      const { id } = await cut(deps, viewer, video.id, [0, 10]);
      const media = await mediaFor(deps, null, id);
      await expect(removeClip(deps, member(stranger), id)).rejects.toThrow(refusedFor('notFound'));
      expect(await read(deps, who, id)).toMatchObject({ mayDelete: true });
      await removeClip(deps, member(who), id);
      await expect(read(deps, null, id)).rejects.toThrow(refusedFor('notFound'));
      expect(await get(deps, media, 'source-00001.m4s')).toBeNull();
      await expect(removeClip(deps, member(who), id)).rejects.toThrow(refusedFor('notFound'));
      expect(await deps.db.auditEntry.count({ where: { action, actorId: who.id } })).toBeGreaterThan(0);
    }
  });

  test('is not cut by viewers where its creator wants none, and by the creator all the same', async () => {
    const { deps, creator, viewer, video } = await world();
    await allowClips(deps, member(creator), video.id, false);
    await expect(cut(deps, viewer, video.id, [0, 10])).rejects.toThrow(refusedFor('clipsForbidden'));
    await cut(deps, creator, video.id, [0, 10]);
    await expect(allowClips(deps, member(viewer), video.id, true)).rejects.toThrow(refusedFor('notFound'));
    await allowClips(deps, member(creator), video.id, true);
    await cut(deps, viewer, video.id, [0, 10]);
  });

  test('goes with its video, with its files', async () => {
    const { deps, creator, viewer, video } = await world();
    const { id } = await cut(deps, viewer, video.id, [0, 10]);
    const { folder } = await deps.db.clip.findUniqueOrThrow({ where: { id } });
    await deleteVideo(deps, video.id, creator.id);
    await expect(read(deps, viewer, id)).rejects.toThrow(refusedFor('notFound'));
    expect(await deps.storage.stat(videoKey(folder, 'index.json'))).toBeNull();
    expect(await readOwnClips(deps, creator.id)).toEqual([]);
    expect(await deps.db.clip.findUniqueOrThrow({ where: { id } })).toMatchObject({ bytes: 0n, deletedById: null });
  });

  test('keeps its files when those that nothing names are removed', async () => {
    const { deps, viewer, video } = await world();
    const { id } = await cut(deps, viewer, video.id, [0, 10]);
    deps.clock.advance(400 * DAY);
    await sweepVideoFiles(deps);
    const { folder } = await deps.db.clip.findUniqueOrThrow({ where: { id } });
    expect(await deps.storage.stat(videoKey(folder, 'index.json'))).not.toBeNull();
  });

  test('that nobody finished cutting, or whose maker left, is removed', async () => {
    const { deps, creator, viewer, video } = await world();
    const { id } = await cut(deps, viewer, video.id, [0, 10]);
    const { id: half } = await cut(deps, viewer, video.id, [10, 20]);
    await deps.db.clip.update({ where: { id: half }, data: { readyAt: null } });
    await expect(read(deps, viewer, half)).rejects.toThrow(refusedFor('notFound'));
    await sweepClips(deps);
    expect(await deps.db.clip.count({ where: { deletedAt: null } })).toBe(2);
    deps.clock.advance(20 * MINUTE);
    await sweepClips(deps);
    expect(await readOwnClips(deps, creator.id)).toMatchObject([{ id }]);
    await deps.db.account.update({ where: { id: viewer.id }, data: { email: null, deletedAt: deps.clock.now() } });
    await expect(read(deps, null, id)).rejects.toThrow(refusedFor('notFound'));
    await sweepClips(deps);
    expect(await deps.db.clip.count({ where: { deletedAt: null } })).toBe(0);
  });
});

describe('the door of a video is that of its clips', () => {
  test('followers, guests, and whoever gave the password', async () => {
    const { deps, creator, viewer, video } = await world();
    const { id } = await cut(deps, viewer, video.id, [0, 10]);
    const media = await mediaFor(deps, viewer, id);
    const open = (data: Prisma.StreamUncheckedUpdateInput) => deps.db.stream.update({ where: { id: video.id }, data });
    await open({ visibility: 'followers' });
    expect(await read(deps, viewer, id)).toEqual({ kind: 'door', why: 'followersOnly', at: video.id });
    expect(await get(deps, media, 'master.m3u8')).toBeNull();
    await deps.db.follow.create({ data: { followerId: viewer.id, creatorId: creator.id } });
    expect(await read(deps, viewer, id)).toMatchObject({ kind: 'clip' });
    expect(await get(deps, media, 'master.m3u8')).not.toBeNull();
    expect((await readClipsOf(deps, viewer.id, creator.handle)).clips).toHaveLength(1);
    expect((await readClipsOf(deps, null, creator.handle)).clips).toHaveLength(0);
    await deps.db.streamPassword.create({ data: { streamId: video.id, hash: 'h', updatedAt: deps.clock.now() } });
    await open({ visibility: 'password' });
    expect(await read(deps, null, id)).toEqual({ kind: 'door', why: 'passwordNeeded', at: video.id });
    await open({ visibility: 'private' });
    await expect(read(deps, viewer, id)).rejects.toThrow(refusedFor('notFound'));
    expect(await get(deps, media, 'master.m3u8')).toBeNull();
    await deps.db.streamInvite.create({
      data: { streamId: video.id, accountId: viewer.id, createdAt: deps.clock.now() },
    });
    expect(await read(deps, viewer, id)).toMatchObject({ kind: 'clip' });
    await open({ visibility: 'unlisted' });
    expect(await read(deps, null, id)).toMatchObject({ kind: 'clip' });
    expect((await readClipsOf(deps, null, creator.handle)).clips).toHaveLength(0);
  });

  test('of what is for adults nothing is shown to who has not said to be one', async () => {
    const { deps, creator, video } = await world({ mature: true });
    const { id } = await cut(deps, creator, video.id, [0, 10]);
    expect(await read(deps, null, id)).toEqual({ kind: 'door', why: 'adultsOnly', at: video.id });
    expect(await read(deps, null, id, { adult: true })).toMatchObject({ kind: 'clip', clip: { posterUrl: null } });
  });

  test('who is banned from the channel neither plays nor cuts, from the next request on', async () => {
    const { deps, creator, viewer, video } = await world();
    const { id } = await cut(deps, viewer, video.id, [0, 10]);
    const media = await mediaFor(deps, viewer, id);
    const ban = { kind: 'ban' as const, createdAt: deps.clock.now(), givenById: creator.id };
    await deps.db.restriction.create({ data: { ...ban, creatorId: creator.id, accountId: viewer.id } });
    expect(await read(deps, viewer, id)).toMatchObject({ kind: 'door', why: 'banned' });
    expect(await get(deps, media, 'source-00001.m4s')).toBeNull();
    await expect(cut(deps, viewer, video.id, [0, 10])).rejects.toThrow(refusedFor('banned'));
  });

  test('what the site took down, or whose creator or maker it suspended, is not there', async () => {
    const { deps, creator, viewer, video } = await world();
    const { id } = await cut(deps, viewer, video.id, [0, 10]);
    const media = await mediaFor(deps, null, id);
    const gone = async () => {
      await expect(read(deps, viewer, id)).rejects.toThrow(refusedFor('notFound'));
      expect(await get(deps, media, 'master.m3u8')).toBeNull();
      expect((await readClipsOf(deps, null, creator.handle)).clips).toEqual([]);
    };
    const now = deps.clock.now();
    await deps.db.stream.update({ where: { id: video.id }, data: { hiddenAt: now } });
    await gone();
    await deps.db.stream.update({ where: { id: video.id }, data: { hiddenAt: null } });
    for (const who of [creator, viewer]) {
      await deps.db.account.update({ where: { id: who.id }, data: { suspendedAt: now } });
      await gone();
      await deps.db.account.update({ where: { id: who.id }, data: { suspendedAt: null } });
    }
    expect(await get(deps, media, 'master.m3u8')).not.toBeNull();
  });
});

describe('an attack', () => {
  test('seconds that are not owned are not cut, not one of them, and nothing is written', async () => {
    const { deps, viewer, video } = await paidWorld([[100, 130]]);
    for (const span of [
      [0, 10],
      [98, 110],
      [120, 132],
      [100, 131],
    ] as const)
      await expectNothingWritten(deps.db, () =>
        expect(cut(deps, viewer, video.id, span)).rejects.toThrow(refusedFor('clipNotOwned')),
      );
    // what somebody else owns is not one's own
    const other = await somebody(deps);
    await expect(cut(deps, other, video.id, [100, 130])).rejects.toThrow(refusedFor('clipNotOwned'));
  });

  test('what is owned of another video opens nothing of this one', async () => {
    const { deps, creator, viewer } = await paidWorld([[0, 20]]);
    const other = await makeVideo(deps, creator, { seconds: 600 });
    await expect(cut(deps, viewer, other.id, [0, 20])).rejects.toThrow(refusedFor('clipNotOwned'));
  });

  test('parts that are too short, too long, negative, backwards or none are refused', async () => {
    const { deps, viewer, video } = await world();
    for (const span of [
      [0, 4],
      [0, 61],
      [10, 5],
    ] as const)
      await expect(cut(deps, viewer, video.id, span)).rejects.toThrow(refusedFor('clipLength'));
    await expect(cut(deps, viewer, video.id, [601, 620])).rejects.toThrow(refusedFor('malformed'));
    for (const wrong of [{ fromMs: -1 }, { toMs: Infinity }, { fromMs: 0.5 }, { toMs: Number.NaN }])
      expect(cutInput.safeParse({ videoId: video.id, fromMs: 0, toMs: 10_000, title: 'a', ...wrong }).success).toBe(
        false,
      );
  });

  test('a live stream, a video that is private, deleted or taken down is not cut', async () => {
    const { deps, creator, viewer, video } = await world();
    const live = await deps.db.stream.findFirstOrThrow({ where: { creatorId: creator.id, status: 'live' } });
    await expect(cut(deps, viewer, live.id as StreamId, [0, 10])).rejects.toThrow(refusedFor('notFound'));
    const changes = [
      () => deps.db.stream.update({ where: { id: video.id }, data: { visibility: 'private' } }),
      () =>
        deps.db.stream.update({ where: { id: video.id }, data: { visibility: 'public', hiddenAt: deps.clock.now() } }),
      () => deps.db.stream.update({ where: { id: video.id }, data: { hiddenAt: null } }),
    ];
    await changes[0]!();
    await expect(cut(deps, viewer, video.id, [0, 10])).rejects.toThrow(refusedFor('notFound'));
    await changes[1]!();
    await expect(cut(deps, viewer, video.id, [0, 10])).rejects.toThrow(refusedFor('notFound'));
    await changes[2]!();
    await deleteVideo(deps, video.id, creator.id);
    await expect(cut(deps, viewer, video.id, [0, 10])).rejects.toThrow(refusedFor('notFound'));
    expect(await deps.db.clip.count()).toBe(0);
  });

  test('many accounts together show no more of a paid video than a tenth of it', async () => {
    const { deps, viewer, video } = await paidWorld([[0, 40]]);
    const others = [await ownerOf(deps, video.id, [[40, 80]]), await ownerOf(deps, video.id, [[80, 120]])];
    await cut(deps, viewer, video.id, [0, 40]);
    await expect(cut(deps, others[0]!, video.id, [40, 80])).rejects.toThrow(refusedFor('clipsUsedUp'));
    const both = await Promise.allSettled([
      cut(deps, others[0]!, video.id, [40, 54]),
      cut(deps, others[1]!, video.id, [80, 94]),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    // what is shown already may be cut again
    await cut(deps, viewer, video.id, [10, 30]);
  });

  test('cutting, deleting and cutting on shows no more of it on one day; what its creator deletes is free again', async () => {
    const { deps, creator, viewer, video } = await paidWorld([[0, 120]]);
    const { id } = await cut(deps, viewer, video.id, [0, 60]);
    await removeClip(deps, member(viewer), id);
    await expect(cut(deps, viewer, video.id, [60, 120])).rejects.toThrow(refusedFor('clipsUsedUp'));
    deps.clock.advance(2 * DAY);
    const { id: next } = await cut(deps, viewer, video.id, [60, 120]);
    await removeClip(deps, member(creator), next);
    await cut(deps, viewer, video.id, [0, 60]);
  });

  test('the clips of its creator are not counted, and need nothing to be owned', async () => {
    const { deps, creator, viewer, video } = await paidWorld([[300, 360]]);
    await cut(deps, creator, video.id, [0, 60]);
    await cut(deps, creator, video.id, [60, 120]);
    await cut(deps, viewer, video.id, [300, 360]);
  });

  test('nobody has more than ten clips of a video, or fills the room of its creator', async () => {
    const { deps, viewer, video } = await world();
    for (let n = 0; n < 10; n += 1) {
      await cut(deps, viewer, video.id, [0, 10]);
      deps.clock.advance(MINUTE);
    }
    await expect(cut(deps, viewer, video.id, [0, 10])).rejects.toThrow(refusedFor('tooManyClips'));
    const { bytes } = await deps.db.clip.findFirstOrThrow();
    const full = { ...deps, config: { ...deps.config, videos: { ...deps.config.videos, quota: 100n * bytes } } };
    await expect(cut(full, await somebody(deps), video.id, [0, 10])).rejects.toThrow(refusedFor('clipsNoRoom'));
  });

  test('cutting is limited by the account', async () => {
    const { deps, creator, video } = await world();
    for (let n = 0; n < 6; n += 1) await cut(deps, creator, video.id, [0, 10]);
    await expect(cut(deps, creator, video.id, [0, 10])).rejects.toThrow('Too many');
  });

  test('a title that hides something, speaks as the site, or says what the channel watches for is refused', async () => {
    const { deps, creator, viewer, video } = await world();
    for (const title of ['', '   ', 'a'.repeat(101), 'turned \u202e around', 'zero\u200bwidth'])
      expect(cutInput.safeParse({ videoId: video.id, fromMs: 0, toMs: 10_000, title }).success).toBe(false);
    await expect(cut(deps, viewer, video.id, [0, 10], { title: 'Vilokanam support' })).rejects.toThrow(
      refusedFor('titleImitates'),
    );
    await deps.db.blockedWord.create({ data: { creatorId: creator.id, word: 'spoiler', effect: 'hold' } });
    await expect(cut(deps, viewer, video.id, [0, 10], { title: 'A spoiler' })).rejects.toThrow(
      refusedFor('wordsRefused'),
    );
    expect(await deps.db.clip.count()).toBe(0);
  });

  test('an address that was guessed, changed, is over, or is of another clip or of a video opens nothing', async () => {
    const { deps, viewer, video } = await world();
    const [one, two] = [await cut(deps, viewer, video.id, [0, 10]), await cut(deps, viewer, video.id, [20, 30])];
    const media = await mediaFor(deps, viewer, one.id);
    const token = media.slice(CLIP_MEDIA_PATH.length, -1);
    const changed = (at: number) => {
      const bytes = Buffer.from(token, 'base64url');
      bytes[at] = bytes[at]! ^ 1;
      return bytes.toString('base64url');
    };
    const other = (await mediaFor(deps, viewer, two.id)).slice(CLIP_MEDIA_PATH.length, -1);
    const mixed = Buffer.concat([
      Buffer.from(token, 'base64url').subarray(0, 53),
      Buffer.from(other, 'base64url').subarray(53),
    ]).toString('base64url');
    const ofVideo = (await openAs(deps, viewer, video.id)).media.slice('/media/'.length, -1);
    for (const guess of [...[0, 17, 33, 50, 60].map(changed), mixed, ofVideo, '', 'a'.repeat(92)])
      expect(await openClipFile(deps, guess, 'master.m3u8')).toBeNull();
    for (const file of ['index.json', '../index.json', 'x/../index.json', 'other.m3u8', '', 'a.exe'])
      expect(await get(deps, media, file)).toBeNull();
    expect(await get(deps, media, 'master.m3u8')).not.toBeNull();
    deps.clock.advance(6 * 60 * MINUTE);
    expect(await get(deps, media, 'master.m3u8')).toBeNull();
  });

  test('a file that went while it was copied leaves nothing behind', async () => {
    const { deps, creator, viewer, video } = await world();
    await deps.storage.remove(videoKey(video.folder, 'source-00003.m4s'));
    await expect(cut(deps, viewer, video.id, [0, 10])).rejects.toThrow(refusedFor('notFound'));
    expect(await deps.db.clip.count()).toBe(0);
    expect((await readUsed(deps, creator.id)).used).toBe(
      (await deps.db.video.findUniqueOrThrow({ where: { streamId: video.id } })).bytes,
    );
  });
});

test('a clip that is reported stands in the queue of the channel, about who made it; one by the creator in that of the site alone', async () => {
  const { deps, creator, viewer, video } = await world();
  const reporter = await somebody(deps);
  const said = { reason: 'spam' as const, text: 'An advertisement' };
  const tell = (id: ClipId) => report(deps, reporter.id, member(reporter).origin, { subject: 'clip', id }, said);
  const [theirs, own] = [await cut(deps, viewer, video.id, [0, 10]), await cut(deps, creator, video.id, [10, 20])];
  await tell(theirs.id);
  await tell(own.id);
  await expect(tell(theirs.id)).rejects.toThrow(refusedFor('reportedAlready'));
  const line = { subject: 'clip', clipId: theirs.id, quote: 'The knot', accused: { id: viewer.id } };
  expect(await readReports(deps, creator.id, creator.id)).toMatchObject([line]);
  expect((await readSiteReports(deps)).map(({ clipId }) => clipId).sort()).toEqual([theirs.id, own.id].sort());
  await deps.db.stream.update({ where: { id: video.id }, data: { visibility: 'private' } });
  const { id: unseen } = await cut(deps, creator, video.id, [20, 30]);
  await expect(tell(unseen)).rejects.toThrow(refusedFor('notFound'));
});

test('the link to a clip has a picture that says what it is of; where not everybody may see it, none of its own', async () => {
  const { deps, viewer, video } = await world();
  const { id } = await cut(deps, viewer, video.id, [0, 10]);
  const { title } = await deps.db.stream.findUniqueOrThrow({ where: { id: video.id } });
  const drawn: LinkWords[] = [];
  const linkPictures: LinkPictures = {
    draw: (words) => Promise.resolve(Buffer.from(String(drawn.push(words)))),
    ownPicture: () => Promise.resolve(null),
  };
  const draw = () => drawLinkPicture({ ...deps, linkPictures }, { ipAddress: '192.0.2.7' }, { of: 'clip', id });
  await draw();
  expect(drawn).toMatchObject([{ title: 'The knot', line: `Clip, 10 s. From ${title}`, mark: null }]);
  await deps.db.stream.update({ where: { id: video.id }, data: { visibility: 'followers' } });
  expect(await draw()).toBeNull();
});
