import { describe, expect, test } from 'vitest';
import { type Role } from '../generated/prisma/enums';
import { expectNothingWritten, makeStream } from '../testing/harness';
import { serve } from '../testing/serve';
import { creatorWithBrowser, tusClient, videoInputFor } from '../testing/videos';

const HASH = 'a'.repeat(64);

/** A creator with an upload that is about to come. */
async function world(length: bigint | null = 10n) {
  const served = await serve();
  const { deps } = served;
  const { creator, browser } = await creatorWithBrowser(deps);
  const { video } = await browser.api.videos.startUpload({ ...(await videoInputFor(deps)), payee: null });
  const begun = await browser.api.videos.beginPart({ video, contentType: 'video/mp4', length });
  const { uploadId } = await deps.db.videoPart.findUniqueOrThrow({ where: { id: begun.part } });
  return {
    ...served,
    creator,
    browser,
    video,
    ...begun,
    path: `/uploads/${uploadId}`,
    tus: tusClient(served, browser),
  };
}

const codeOf = async (answer: Response) =>
  ((await answer.json()) as { error: { json: { data: { code: string } } } }).error.json.data.code;

describe('an upload', () => {
  test('comes in pieces, tells how far it is, and is whole with its last byte', async () => {
    const { tus, part, token, path, browser, video } = await world();
    const begun = await tus.begin(part, token, 10);
    expect([begun.status, begun.headers.get('location')]).toEqual([201, path]);
    expect((await tus.send(path, 0, 'hello')).status).toBe(204);
    expect((await tus.ask(path)).headers.get('upload-offset')).toBe('5');
    expect(await browser.api.videos.openPart({ part })).toEqual({ url: path, bytes: 5n, completed: false });
    await expect(browser.api.videos.completePart({ part, sha256: HASH })).rejects.toMatchObject({
      cause: { code: 'uploadIncomplete' },
    });
    expect((await tus.send(path, 5, 'world')).status).toBe(204);
    await browser.api.videos.completePart({ part, sha256: HASH });
    await browser.api.videos.finish({ video });
    expect(await browser.api.videos.read({ id: video })).toMatchObject({ status: 'processing', bytes: 10n });
    expect((await tus.send(path, 10, 'more')).status).toBe(404);
    expect((await tus.giveUp(path)).status).toBe(404);
  });

  test('with a gap or an overlap is refused and stays as it is', async () => {
    const { tus, part, token, path } = await world();
    await tus.begin(part, token, 10);
    await tus.send(path, 0, 'hello');
    for (const offset of [0, 4, 6, 10]) expect((await tus.send(path, offset, 'world')).status).toBe(409);
    expect((await tus.ask(path)).headers.get('upload-offset')).toBe('5');
  });

  test('is begun once by its token; another token, part or length begins nothing', async () => {
    const { deps, tus, part, token, browser, video } = await world();
    await expectNothingWritten(deps.db, async () => {
      for (const [of, by, length] of [
        [part, 'x'.repeat(32), 10],
        [part, '', 10],
        [part, token, 11],
        [video, token, 10],
        ['../../etc/passwd', token, 10],
        [`${part}/..`, token, 10],
      ] as const) {
        const answer = await tus.begin(of, by, length);
        expect([answer.status, await codeOf(answer)]).toEqual([403, 'uploadRefused']);
      }
    });
    expect((await tus.begin(part, token, 10)).status).toBe(201);
    expect((await tus.begin(part, token, 10)).status).toBe(409);
    expect(await browser.api.videos.openPart({ part })).toMatchObject({ bytes: 0n });
  });

  test('is nobody else’s, whoever knows its part, its token and its address', async () => {
    const { deps, tus, part, token, path, ...served } = await world();
    const thief = tusClient(served, (await creatorWithBrowser(deps)).browser);
    const nobody = tusClient(served, { ...served.browser, cookie: null });
    await expectNothingWritten(deps.db, async () => {
      expect((await thief.begin(part, token, 10)).status).toBe(403);
      expect((await nobody.begin(part, token, 10)).status).toBe(401);
    });
    await tus.begin(part, token, 10);
    await tus.send(path, 0, 'hello');
    await expectNothingWritten(deps.db, async () => {
      for (const [who, status] of [
        [thief, 404],
        [nobody, 401],
      ] as const) {
        expect((await who.ask(path)).status).toBe(status);
        expect((await who.send(path, 5, 'evil!')).status).toBe(status);
        expect((await who.giveUp(path)).status).toBe(status);
      }
    });
    expect((await tus.ask(path)).headers.get('upload-offset')).toBe('5');
  });

  test('from another site’s page, or of somebody who is no creator, is refused', async () => {
    const { deps, url, tus, part, token, creator } = await world();
    const foreign = await fetch(`${url}/uploads`, {
      method: 'POST',
      headers: { ...tus.headers, origin: 'https://evil.example', 'Upload-Length': '10' },
    });
    expect([foreign.status, await codeOf(foreign)]).toEqual([403, 'foreignOrigin']);
    const roles: Role[] = ['viewer'];
    await deps.db.account.update({ where: { id: creator.id }, data: { roles } });
    expect(await codeOf(await tus.begin(part, token, 10))).toBe('notCreator');
  });

  test('with another method in a header, and a path that is none, is refused', async () => {
    const { url, tus, part, token, path } = await world();
    await tus.begin(part, token, 10);
    const hidden = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { ...tus.headers, 'X-HTTP-Method-Override': 'DELETE' },
    });
    expect([hidden.status, await codeOf(hidden)]).toEqual([400, 'malformed']);
    for (const odd of ['/uploads/..%2f..%2fetc%2fpasswd', `${path}.json`, `${path}%00`, '/uploads/'])
      expect((await tus.ask(odd)).status).toBe(404);
    expect((await fetch(`${url}${path}`, { headers: tus.headers })).status).toBe(405);
    expect((await tus.ask(path)).status).toBe(200);
  });

  test('that is longer than was said is refused while it comes', async () => {
    const { deps, tus, part, token, path } = await world();
    await tus.begin(part, token, 10);
    const answer = await tus.send(path, 0, 'x'.repeat(100)).catch(() => null);
    expect(answer?.status ?? 413).toBeGreaterThanOrEqual(400);
    expect((await deps.db.videoPart.findUniqueOrThrow({ where: { id: part } })).bytes).toBeLessThanOrEqual(10n);
  });

  test('that is given up is no part of its video any more, and its room is free', async () => {
    const { tus, part, token, path, browser } = await world();
    await tus.begin(part, token, 10);
    await tus.send(path, 0, 'hello');
    expect((await browser.api.videos.mine()).used).toBe(10n);
    expect((await tus.giveUp(path)).status).toBe(204);
    expect((await browser.api.videos.mine()).used).toBe(0n);
    expect((await tus.ask(path)).status).toBe(404);
  });
});

describe('an upload whose length nobody knows', () => {
  test('takes room with each request, and none that is not there', async () => {
    const { deps, tus, part, token, path, browser } = await world(null);
    deps.config.videos.quota = 12n;
    await tus.begin(part, token, null);
    expect((await tus.send(path, 0, 'hello')).status).toBe(204);
    expect((await tus.send(path, 5, 'world')).status).toBe(204);
    expect((await browser.api.videos.mine()).used).toBe(10n);
    const over = await tus.send(path, 10, 'more');
    expect([over.status, await codeOf(over)]).toEqual([409, 'videoQuotaReached']);
    expect((await browser.api.videos.mine()).used).toBe(10n);
    expect((await tus.send(path, 10, '!!', { 'Upload-Length': '12' })).status).toBe(204);
    await browser.api.videos.completePart({ part, sha256: HASH });
  });

  test('may not say a length later that there is no room for', async () => {
    const { deps, tus, part, token, path } = await world(null);
    deps.config.videos.quota = 100n;
    await tus.begin(part, token, null);
    const over = await tus.send(path, 0, 'hello', { 'Upload-Length': '101' });
    expect(await codeOf(over)).toBe('videoQuotaReached');
    expect(await codeOf(await tus.send(path, 0, 'hello', { 'Upload-Length': `${21 * 1024 ** 3}` }))).toBe(
      'videoTooLarge',
    );
    expect((await tus.begin(part, token, 101)).status).toBe(409);
  });

  test('beside others gets no more room together with them than there is', async () => {
    const made = await world(null);
    const { deps, creator, browser, tus } = made;
    deps.config.videos.quota = 8n;
    const live = await makeStream(deps, { creatorId: creator.id, status: 'live' });
    const { video } = await browser.api.videos.startRecording({ streamId: live.id });
    const parts = await Promise.all(
      [1, 2, 3].map(() => browser.api.videos.beginPart({ video, contentType: 'video/webm', length: null })),
    );
    for (const { part, token } of parts) await tus.begin(part, token, null);
    const paths = await Promise.all(
      parts.map(async ({ part }) => (await browser.api.videos.openPart({ part })).url ?? ''),
    );
    const answers = await Promise.all(paths.map((path) => tus.send(path, 0, 'hello')));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409, 409]);
    expect((await browser.api.videos.mine()).used).toBe(5n);
  });
});

test('what came in is given back to its creator alone, whole or a range of it', async () => {
  const { deps, url, tus, part, token, path, browser, video } = await world();
  await tus.begin(part, token, 10);
  await tus.send(path, 0, 'helloworld');
  const original = `${url}/videos/${video}/original`;
  expect((await fetch(original, { headers: tus.headers })).status).toBe(404);
  await browser.api.videos.completePart({ part, sha256: HASH });
  const whole = await fetch(original, { headers: tus.headers });
  expect([whole.status, await whole.text()]).toEqual([200, 'helloworld']);
  expect(whole.headers.get('content-disposition')).toBe(`attachment; filename="${video}.mp4"`);
  const some = await fetch(original, { headers: { ...tus.headers, range: 'bytes=2-4' } });
  expect([some.status, some.headers.get('content-range'), await some.text()]).toEqual([206, 'bytes 2-4/10', 'llo']);
  const { cookie } = (await creatorWithBrowser(deps)).browser;
  for (const [address, as] of [
    [original, cookie],
    [`${original}?part=2`, browser.cookie],
    [`${original}?part=0`, browser.cookie],
  ] as const)
    expect((await fetch(address, { headers: { cookie: as ?? '' } })).status).toBe(404);
  expect((await fetch(original)).status).toBe(404);
});
