import { describe, expect, test } from 'vitest';
import { streamInput } from '../../schemas/streams';
import { amount } from '../../sdk/money';
import { startBroadcast } from '../broadcast/start';
import { HOUR, MINUTE } from '../clock';
import { chooseStream } from '../feeds/choose-stream';
import { type StreamId } from '../ids';
import { takeDown, putBack, suspend } from '../moderation/site';
import { readChannel } from '../schedule/published';
import { invite } from '../streams/invites';
import { cancelStream, updateStream } from '../streams/store';
import { readDashboard, readForEdit } from '../streams/read';
import { expectNothingWritten, makeAccount, makeStream, type TestDeps, testDeps } from '../testing/harness';
import { doJobs } from '../testing/jobs';
import { hasLinked } from '../testing/members';
import { creatorWithBrowser, heldPackager, sendPart, videoInputFor } from '../testing/videos';
import { testWallet } from '../testing/wallets';

const HASH = 'a'.repeat(64);
const RATE = amount(10n ** 16n);
const refusedWith = (code: string) => expect.objectContaining({ cause: expect.objectContaining({ code }) as unknown });

async function world(overrides: Partial<TestDeps> = {}) {
  const deps = await testDeps(overrides);
  deps.packager = heldPackager(deps.storage, () => Promise.resolve(null));
  const { creator, browser } = await creatorWithBrowser(deps);
  return { deps, creator, browser, api: browser.api };
}

async function liveWorld(stream: Partial<Parameters<typeof makeStream>[1]> = {}) {
  const made = await world();
  const live = await makeStream(made.deps, { creatorId: made.creator.id, status: 'live', ...stream });
  return { ...made, live };
}

/** A recording of a live stream with one file, packaged. */
async function ready(made: Awaited<ReturnType<typeof liveWorld>>): Promise<StreamId> {
  const { deps, browser, api, live } = made;
  const { video } = await api.videos.startRecording({ streamId: live.id });
  await sendPart(deps, browser, video, new Uint8Array(500), { sha256: HASH });
  await api.videos.finish({ video });
  await doJobs(deps);
  return video;
}

describe('a recording', () => {
  test('says and costs what its stream does, is private until it is ready, and then as open as that', async () => {
    const payee = `0x${'b'.repeat(40)}`;
    const made = await liveWorld({
      title: 'Varnam',
      description: 'At dusk',
      tags: ['veena'],
      language: 'ml',
      ratePerSecond: RATE.toString(),
      previewSeconds: 30,
      payee,
      visibility: 'followers',
    });
    const { deps, api, browser, live } = made;
    const { video } = await api.videos.startRecording({ streamId: live.id });
    const said = {
      title: 'Varnam',
      description: 'At dusk',
      tags: ['veena'],
      language: 'ml',
      previewSeconds: 30,
      payee,
    };
    const before = await deps.db.stream.findUniqueOrThrow({ where: { id: video } });
    expect(before).toMatchObject({ ...said, status: 'recorded', visibility: 'private', endedAt: null });
    expect(before.ratePerSecond.toFixed(0)).toBe(`${RATE}`);
    await sendPart(deps, browser, video, new Uint8Array(500), { sha256: HASH });
    expect(await api.videos.read({ id: video })).toMatchObject({ status: 'receiving', received: 500n, bytes: 500n });
    await api.videos.finish({ video });
    expect(await api.videos.read({ id: video })).toMatchObject({ status: 'processing', visibility: null });
    await doJobs(deps);
    expect(await api.videos.read({ id: video })).toMatchObject({
      status: 'ready',
      visibility: 'followers',
      durationMs: 4_000,
      width: 1280,
      height: 720,
      sourceId: live.id,
      sourceTitle: 'Varnam',
    });
  });

  test('is begun once, however often and by how many at once it is asked for', async () => {
    const { deps, api, live } = await liveWorld();
    const begun = await Promise.all([1, 2, 3, 4].map(() => api.videos.startRecording({ streamId: live.id })));
    expect(new Set(begun.map(({ video }) => video)).size).toBe(1);
    expect(await deps.db.video.count()).toBe(1);
  });

  test('after one that is done is another one', async () => {
    const made = await liveWorld();
    const first = await ready(made);
    const { video } = await made.api.videos.startRecording({ streamId: made.live.id });
    expect(video).not.toBe(first);
  });

  test.each(['scheduled', 'ended'] as const)('of a stream that is %s is none', async (status) => {
    const { deps, creator, api } = await world();
    const { id } = await makeStream(deps, { creatorId: creator.id, status });
    await expect(api.videos.startRecording({ streamId: id })).rejects.toEqual(refusedWith('streamNotLive'));
  });

  test('of somebody else’s stream, of a video, and of a stream that was taken down, is none', async () => {
    const { deps, api, browser, live } = await liveWorld();
    const other = await creatorWithBrowser(deps);
    const { video } = await api.videos.startRecording({ streamId: live.id });
    await expectNothingWritten(deps.db, async () => {
      await expect(other.browser.api.videos.startRecording({ streamId: live.id })).rejects.toEqual(
        refusedWith('notFound'),
      );
      await expect(browser.api.videos.startRecording({ streamId: video })).rejects.toEqual(refusedWith('notFound'));
    });
  });

  test('of a stream with guests and a password lets in the same ones once it is ready, and nobody before', async () => {
    const { deps, creator, ...made } = await liveWorld({ visibility: 'private' });
    const guest = await makeAccount(deps, { handle: 'guest' });
    await invite(deps, creator.id, made.live.id, 'guest');
    const { video } = await made.api.videos.startRecording({ streamId: made.live.id });
    expect(await deps.db.streamInvite.count({ where: { streamId: video } })).toBe(0);
    await expect(invite(deps, creator.id, video, 'guest')).rejects.toMatchObject({ code: 'notFound' });
    await sendPart(deps, made.browser, video, new Uint8Array(500), { sha256: HASH });
    await made.api.videos.finish({ video });
    await doJobs(deps);
    expect(await deps.db.streamInvite.findMany({ where: { streamId: video } })).toMatchObject([
      { accountId: guest.id },
    ]);
    const stream = await deps.db.stream.findUniqueOrThrow({ where: { id: video } });
    expect(stream.visibility).toBe('private');
  });

  test('of a stream with a password opens by the same one', async () => {
    const made = await liveWorld({ visibility: 'password' });
    const { deps, live } = made;
    await deps.db.streamPassword.create({ data: { streamId: live.id, hash: 'argon', updatedAt: deps.clock.now() } });
    const video = await ready(made);
    expect(await deps.db.stream.findUnique({ where: { id: video }, include: { password: true } })).toMatchObject({
      visibility: 'password',
      password: { hash: 'argon' },
    });
  });

  test('that nobody was to see stays private, and so does one whose password is gone', async () => {
    const made = await liveWorld({ visibility: 'password' });
    const { video } = await made.api.videos.startRecording({ streamId: made.live.id });
    await made.api.videos.setAudience({ id: video, audience: 'nobody' });
    expect(await made.api.videos.read({ id: video })).toMatchObject({ visibility: 'private' });
    await ready(made);
    const stream = await made.deps.db.stream.findUniqueOrThrow({ where: { id: video } });
    expect(stream.visibility).toBe('private');
    await made.api.videos.setAudience({ id: video, audience: 'asStream' });
    expect((await made.deps.db.stream.findUniqueOrThrow({ where: { id: video } })).visibility).toBe('private');
  });
});

describe('an upload', () => {
  test('with a price pays the wallet that was shown, and no other', async () => {
    const { deps, creator, api } = await world();
    const video = await videoInputFor(deps, { ratePerSecond: RATE });
    await expect(api.videos.startUpload({ ...video, payee: null })).rejects.toEqual(refusedWith('payeeMissing'));
    const { address, h160 } = await hasLinked(deps, creator.id, testWallet('sr25519', 5));
    await expect(api.videos.startUpload({ ...video, payee: null })).rejects.toEqual(refusedWith('payeeChanged'));
    const made = await api.videos.startUpload({ ...video, payee: address });
    expect(await deps.db.stream.findUnique({ where: { id: made.video } })).toMatchObject({
      payee: h160,
      visibility: 'private',
    });
  });

  test('is checked as a stream is: category, price, title, password', async () => {
    const { deps, api } = await world();
    const video = await videoInputFor(deps);
    for (const [changes, code] of [
      [{ categorySlug: 'nowhere' }, 'unknownCategory'],
      [{ ratePerSecond: amount(1n) }, 'finerThanChain'],
      [{ title: 'Vilokanam support' }, 'titleImitates'],
      [{ visibility: 'password' }, 'streamNeedsPassword'],
    ] as const)
      await expect(api.videos.startUpload({ ...video, ...changes, payee: null })).rejects.toEqual(refusedWith(code));
    expect(await deps.db.video.count()).toBe(0);
  });

  test('of a type that is no video is refused before anything of it is sent', async () => {
    const { deps, api } = await world();
    const { video } = await api.videos.startUpload({ ...(await videoInputFor(deps)), payee: null });
    for (const contentType of ['image/png', 'text/html', 'video/../mp4', ''])
      await expect(api.videos.beginPart({ video, contentType, length: 5n })).rejects.toEqual(refusedWith('videoType'));
    await api.videos.beginPart({ video, contentType: 'video/webm;codecs="vp9,opus"', length: 5n });
  });

  test('that is begun anew gives up what came of it before', async () => {
    const { deps, api } = await world();
    const { video } = await api.videos.startUpload({ ...(await videoInputFor(deps)), payee: null });
    const first = await api.videos.beginPart({ video, contentType: 'video/mp4', length: 5n });
    const second = await api.videos.beginPart({ video, contentType: 'video/mp4', length: 7n });
    await expect(api.videos.openPart({ part: first.part })).rejects.toEqual(refusedWith('notFound'));
    expect(await api.videos.openPart({ part: second.part })).toEqual({ url: null, bytes: 0n, completed: false });
    expect(await deps.db.videoPart.count()).toBe(1);
  });

  test('takes room before its first byte, so many at once get no more than there is', async () => {
    const { deps, api } = await world();
    deps.config.videos.quota = 100n;
    const video = await videoInputFor(deps);
    const made = await Promise.all([1, 2, 3].map(() => api.videos.startUpload({ ...video, payee: null })));
    const begun = await Promise.allSettled(
      made.map(({ video }) => api.videos.beginPart({ video, contentType: 'video/mp4', length: 60n })),
    );
    expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await api.videos.mine()).used).toBe(60n);
    await expect(
      api.videos.beginPart({ video: made[0]!.video, contentType: 'video/mp4', length: 21n * 1024n ** 3n }),
    ).rejects.toEqual(refusedWith('videoTooLarge'));
  });
});

describe('a video', () => {
  test('of somebody else is not there, whatever is asked of it', async () => {
    const made = await liveWorld();
    const { deps, live } = made;
    const video = await ready(made);
    const { part } = await made.api.videos.beginPart({
      video: (await made.api.videos.startRecording({ streamId: live.id })).video,
      contentType: 'video/webm',
      length: null,
    });
    const { api } = (await creatorWithBrowser(deps)).browser;
    const id = video;
    const input = await videoInputFor(deps);
    const caption = { language: 'en', label: 'English', text: 'WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n' };
    await expectNothingWritten(deps.db, async () => {
      for (const call of [
        () => api.videos.read({ id }),
        () => api.videos.beginPart({ video, contentType: 'video/mp4', length: 1n }),
        () => api.videos.openPart({ part }),
        () => api.videos.completePart({ part, sha256: HASH }),
        () => api.videos.finish({ video }),
        () => api.videos.retry({ id }),
        () => api.videos.change({ id, ...input }),
        () => api.videos.setAudience({ id, audience: 'free' }),
        () => api.videos.remove({ id }),
        () => api.videos.addCaptions({ id, ...caption }),
        () => api.videos.removeCaptions({ id, language: 'en' }),
        () => api.videos.recordAutomatically({ streamId: live.id, on: true }),
      ])
        await expect(call()).rejects.toEqual(refusedWith('notFound'));
      expect((await api.videos.mine()).videos).toEqual([]);
    });
  });

  test('changes its price, and whoever pays for it joins anew', async () => {
    const made = await liveWorld();
    const { deps, creator, api } = made;
    const video = await ready(made);
    const { accountId } = { accountId: (await makeAccount(deps)).id };
    const now = deps.clock.now();
    const viewing = await deps.db.viewing.create({
      data: { streamId: video, accountId, joinedAt: now, lastSeenAt: now, amount: '0', secondsSeen: 0, secondsPaid: 0 },
    });
    const input = await videoInputFor(deps, { title: 'Another title' });
    await api.videos.change({ id: video, ...input });
    expect(await deps.db.viewing.findUnique({ where: { id: viewing.id } })).toMatchObject({ leftAt: null });
    await expect(api.videos.change({ id: video, ...input, ratePerSecond: RATE })).rejects.toEqual(
      refusedWith('payeeMissing'),
    );
    const { h160 } = await hasLinked(deps, creator.id, testWallet('sr25519', 6));
    await api.videos.change({ id: video, ...input, ratePerSecond: RATE });
    expect(await deps.db.stream.findUnique({ where: { id: video } })).toMatchObject({ payee: h160 });
    expect((await deps.db.viewing.findUniqueOrThrow({ where: { id: viewing.id } })).leftAt).not.toBeNull();
  });

  test('is given for nothing, to followers, to nobody, for a price of its own, or as its stream is', async () => {
    const payee = `0x${'b'.repeat(40)}`;
    const made = await liveWorld({ ratePerSecond: RATE.toString(), payee, visibility: 'unlisted' });
    const { api } = made;
    const id = await ready(made);
    const standing = async () => {
      const { visibility, ratePerSecond } = await api.videos.read({ id });
      return [visibility, ratePerSecond];
    };
    expect(await standing()).toEqual(['unlisted', RATE]);
    await api.videos.setAudience({ id, audience: 'free' });
    expect(await standing()).toEqual(['unlisted', 0n]);
    await api.videos.setAudience({ id, audience: 'own', ratePerSecond: amount(2n * RATE) });
    expect(await standing()).toEqual(['unlisted', 2n * RATE]);
    await api.videos.setAudience({ id, audience: 'followers' });
    expect(await standing()).toEqual(['followers', 2n * RATE]);
    await api.videos.setAudience({ id, audience: 'nobody' });
    expect(await standing()).toEqual(['private', 2n * RATE]);
    await api.videos.setAudience({ id, audience: 'asStream' });
    expect(await standing()).toEqual(['unlisted', RATE]);
  });

  test('that is made for adults loses the picture that was made of it', async () => {
    const made = await liveWorld();
    const id = await ready(made);
    const url = `/files/pictures/${'p'.repeat(32)}-1280.webp`;
    await made.deps.db.stream.update({ where: { id }, data: { coverUrl: url } });
    await made.deps.db.video.update({ where: { streamId: id }, data: { posterUrl: url } });
    await made.api.videos.change({ id, ...(await videoInputFor(made.deps, { mature: true })) });
    expect((await made.api.videos.read({ id })).coverUrl).toBeNull();
  });

  test('has captions in its folder, counted to the byte, one file a language', async () => {
    const made = await liveWorld();
    const { deps, api } = made;
    const id = await ready(made);
    const before = (await api.videos.read({ id })).bytes;
    const text = 'WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n';
    await api.videos.addCaptions({ id, language: 'en', label: 'English', text });
    await api.videos.addCaptions({ id, language: 'en', label: 'English again', text: `${text}\nNOTE longer` });
    await api.videos.addCaptions({ id, language: 'ml', label: 'മലയാളം', text });
    const { captions, bytes } = await api.videos.read({ id });
    expect(captions).toEqual([
      { language: 'en', label: 'English again' },
      { language: 'ml', label: 'മലയാളം' },
    ]);
    const vtt = BigInt('WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHi\n'.length);
    expect(bytes).toBe(before + 2n * vtt);
    await expect(api.videos.addCaptions({ id, language: 'kn', label: 'ಕನ್ನಡ', text: '<script>' })).rejects.toEqual(
      refusedWith('captionsUnreadable'),
    );
    await api.videos.removeCaptions({ id, language: 'ml' });
    await api.videos.removeCaptions({ id, language: 'ml' });
    expect((await api.videos.read({ id })).bytes).toBe(before + vtt);
    expect(await deps.db.videoCaption.count()).toBe(1);
  });

  test('that is removed is gone with its files, and stays as a row for the money', async () => {
    const made = await liveWorld();
    const { deps, api } = made;
    const id = await ready(made);
    await api.videos.remove({ id });
    await expect(api.videos.remove({ id })).rejects.toEqual(refusedWith('notFound'));
    expect(await deps.db.video.findUnique({ where: { streamId: id } })).toMatchObject({ status: 'deleted', bytes: 0n });
    expect(await deps.db.stream.findUnique({ where: { id } })).toMatchObject({ visibility: 'private' });
    const folders = [];
    for await (const { folder } of deps.storage.videoFolders()) folders.push(folder);
    for await (const { uploadId } of deps.uploads.all()) folders.push(uploadId);
    expect(folders).toEqual([]);
    expect(await deps.db.auditEntry.count({ where: { action: 'video.removed' } })).toBe(1);
  });

  test('is shown on the page of its stream to whom lists show it, and to whom the stream itself is open', async () => {
    const made = await liveWorld({ visibility: 'unlisted' });
    const { deps, api, live } = made;
    const id = await ready(made);
    const anyone = await creatorWithBrowser(deps);
    const seen = async (browser = anyone.browser) =>
      (await browser.api.videos.ofStream({ streamId: live.id })).ready.map((video) => video.id);
    expect(await seen()).toEqual([id]);
    await api.videos.setAudience({ id, audience: 'followers' });
    expect(await seen()).toEqual([]);
    expect(await seen(made.browser)).toEqual([id]);
    await deps.db.follow.create({ data: { followerId: anyone.creator.id, creatorId: made.creator.id } });
    expect(await seen()).toEqual([id]);
    const { video } = await api.videos.startRecording({ streamId: live.id });
    await api.videos.beginPart({ video, contentType: 'video/webm', startsAtMs: 90_000, length: null });
    expect((await anyone.browser.api.videos.ofStream({ streamId: live.id })).live).toEqual({
      id: video,
      startedAtMs: 90_000,
    });
  });
});

describe('what the site takes away', () => {
  test('a stream that is taken down takes its recordings with it, and brings them back', async () => {
    const made = await liveWorld();
    const { deps, live } = made;
    const admin = await makeAccount(deps, { roles: ['admin'] });
    const id = await ready(made);
    const { video: coming } = await made.api.videos.startRecording({ streamId: live.id });
    deps.clock.advance(MINUTE);
    await takeDown(deps, admin.id, live.id, 'not allowed');
    const hidden = () => deps.db.stream.count({ where: { id: { in: [id, coming] }, hiddenAt: { not: null } } });
    expect(await hidden()).toBe(2);
    await putBack(deps, admin.id, live.id);
    expect(await hidden()).toBe(0);
  });

  test('videos of somebody who is suspended are not there', async () => {
    const made = await liveWorld();
    const { deps, creator, live } = made;
    await ready(made);
    const admin = await makeAccount(deps, { roles: ['admin'] });
    await suspend(deps, admin.id, creator.handle, 'spam');
    const anyone = await creatorWithBrowser(deps);
    expect((await anyone.browser.api.videos.ofStream({ streamId: live.id })).ready).toEqual([]);
  });
});

describe('a video is no stream that is planned, live or over', () => {
  test('it cannot be changed, cancelled, broadcast or chosen as one, and no list of those has it', async () => {
    const made = await liveWorld();
    const { deps, creator, live } = made;
    const id = await ready(made);
    const input = streamInput.parse({ ...(await videoInputFor(deps)), viewerLimit: null, scheduledAt: null });
    await expectNothingWritten(deps.db, async () => {
      const notFound = expect.objectContaining({ code: 'notFound' });
      await expect(updateStream(deps, creator.id, id, input)).rejects.toEqual(notFound);
      await expect(cancelStream(deps, creator.id, id)).rejects.toEqual(notFound);
      await expect(readForEdit(deps, creator.id, id)).rejects.toEqual(notFound);
      await expect(startBroadcast(deps, creator.id, id, null)).rejects.toEqual(notFound);
      await expect(made.api.broadcast.end({ id })).rejects.toEqual(refusedWith('notFound'));
    });
    expect((await readDashboard(deps, creator.id)).streams.map(({ id }) => id)).toEqual([live.id]);
    expect((await readChannel(deps, creator.handle))?.streams.map(({ id }) => id)).not.toContain(id);
    await made.api.broadcast.end({ id: live.id });
    expect(await chooseStream(deps, creator.id)).toMatchObject({ from: live.id });
  });
});

test('what a stream was called while it was live is kept, from its first second on', async () => {
  const { deps, creator } = await world();
  const { id } = await makeStream(deps, { creatorId: creator.id, title: 'Sound check' });
  const input = streamInput.parse({ ...(await videoInputFor(deps)), viewerLimit: null, scheduledAt: null });
  await updateStream(deps, creator.id, id, { ...input, title: 'Before' });
  const began = deps.clock.now();
  await startBroadcast(deps, creator.id, id, null);
  deps.clock.advance(HOUR);
  await updateStream(deps, creator.id, id, { ...input, title: 'Encore' });
  await updateStream(deps, creator.id, id, { ...input, title: 'Encore', description: 'more' });
  expect(await deps.db.streamTitle.findMany({ orderBy: { at: 'asc' } })).toEqual([
    { streamId: id, at: began, title: 'Before' },
    { streamId: id, at: deps.clock.now(), title: 'Encore' },
  ]);
});

test('whether a stream records as soon as it is live is its creator’s to say', async () => {
  const { deps, creator, api } = await world();
  const { id } = await makeStream(deps, { creatorId: creator.id });
  await api.videos.recordAutomatically({ streamId: id, on: true });
  expect(await deps.db.stream.findUnique({ where: { id } })).toMatchObject({ records: true });
});
