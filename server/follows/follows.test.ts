import { expect, test } from 'vitest';
import { later, MINUTE } from '../clock';
import { type AccountId } from '../ids';
import { testBrowser } from '../testing/browser';
import { expectNothingWritten, makeAccount, makeCreator, makeStream, testDeps } from '../testing/harness';
import { follow, muteCreator } from './follow';
import { readFollowers, readFollowing } from './read';

test('whom somebody follows is listed newest first, with who is live and who is muted', async () => {
  const deps = await testDeps();
  const viewer = await makeAccount(deps);
  const [maya, ravi] = [await makeCreator(deps, { displayName: 'Maya' }), await makeCreator(deps)];
  await follow(deps, viewer.id, maya.id);
  deps.clock.advance(MINUTE);
  await follow(deps, viewer.id, ravi.id);
  const live = await makeStream(deps, { creatorId: maya.id, status: 'live', title: 'Raga' });
  await makeStream(deps, { creatorId: ravi.id, status: 'live', visibility: 'private' });
  await muteCreator(deps, viewer.id, ravi.id, true);
  expect(await readFollowing(deps, viewer.id)).toMatchObject({
    total: 2,
    next: null,
    people: [
      { id: ravi.id, muted: true, live: null },
      { id: maya.id, displayName: 'Maya', muted: false, live: { id: live.id, title: 'Raga' }, followers: 1 },
    ],
  });
  await muteCreator(deps, viewer.id, ravi.id, false);
  expect((await readFollowing(deps, viewer.id)).people[0]).toMatchObject({ muted: false });
});

test('followers come in pages that neither skip nor repeat anybody, also of one moment', async () => {
  const deps = await testDeps();
  const creator = await makeCreator(deps);
  const createdAt = deps.clock.now();
  for (let count = 0; count < 120; count += 1) {
    const { id } = await makeAccount(deps);
    const at = count % 2 === 0 ? createdAt : later(createdAt, count);
    await deps.db.follow.create({ data: { followerId: id, creatorId: creator.id, createdAt: at } });
  }
  const seen: AccountId[] = [];
  let after: AccountId | undefined;
  do {
    const page = await readFollowers(deps, creator.id, after);
    expect(page.total).toBe(120);
    seen.push(...page.people.map(({ id }) => id));
    after = page.next ?? undefined;
  } while (after);
  expect([seen.length, new Set(seen).size]).toEqual([120, 120]);
});

test('who does not follow cannot mute, and who is no creator has no list of followers', async () => {
  const deps = await testDeps();
  const [viewer, creator] = [await makeAccount(deps, { password: 'three small words' }), await makeCreator(deps)];
  await expectNothingWritten(deps.db, () =>
    expect(muteCreator(deps, viewer.id, creator.id, true)).rejects.toMatchObject({ code: 'notFound' }),
  );
  const browser = testBrowser(deps);
  await browser.api.session.signIn({ name: viewer.handle, password: 'three small words' });
  await expect(browser.api.follows.followers({})).rejects.toMatchObject({ cause: { code: 'notCreator' } });
});
