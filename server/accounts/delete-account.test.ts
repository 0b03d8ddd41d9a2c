import { describe, expect, test } from 'vitest';
import { DAY, later } from '../clock';
import { testBrowser, type TestBrowser } from '../testing/browser';
import {
  expectNothingWritten,
  makeAccount,
  makeCreator,
  makeStream,
  testDeps,
  type TestDeps,
} from '../testing/harness';
import { testWallet } from '../testing/wallets';
import { rolesOf } from './roles';

const PASSWORD = 'three small words';

async function world() {
  const deps = await testDeps();
  const bio = { handle: 'asha', displayName: 'Asha Rao', email: 'asha@example.org', password: PASSWORD };
  const asha = await makeCreator(deps, bio);
  const bela = await makeCreator(deps, { handle: 'bela' });
  const browser = testBrowser(deps);
  await browser.api.session.signIn({ name: 'asha', password: PASSWORD });
  return { deps, asha, bela, browser };
}

/** A life: each kind of row that can hang on an account. */
async function live({ deps, asha, bela, browser }: Awaited<ReturnType<typeof world>>) {
  const { db, clock } = deps;
  const now = clock.now();
  const wallet = testWallet();
  const { nonce, statement } = await browser.api.account.linkChallenge({ address: wallet.address });
  await browser.api.account.linkWallet({ nonce, signature: wallet.sign(statement), label: 'Phone of Asha' });
  await browser.api.account.updateProfile({
    displayName: 'Asha Rao',
    bio: 'Veena by Asha.',
    links: [{ label: 'Asha', url: 'https://asha.example' }],
  });
  const own = await makeStream(deps, {
    creatorId: asha.id,
    status: 'ended',
    description: 'Asha plays',
    tags: ['asha'],
  });
  const theirs = await makeStream(deps, { creatorId: bela.id, status: 'ended' });
  const money = '5000000000000000000';
  await db.streamKey.create({
    data: { creatorId: asha.id, label: 'OBS of Asha', keyHash: 'a'.repeat(64), hint: 'abcd', createdAt: now },
  });
  await db.follow.createMany({
    data: [
      { followerId: asha.id, creatorId: bela.id },
      { followerId: bela.id, creatorId: asha.id },
    ],
  });
  await db.notification.create({
    data: { accountId: asha.id, kind: 'newFollower', detail: {}, dedupeKey: 'n', createdAt: now },
  });
  await db.moderator.createMany({
    data: [
      { creatorId: asha.id, moderatorId: bela.id },
      { creatorId: bela.id, moderatorId: asha.id },
    ],
  });
  await db.blockedWord.create({ data: { creatorId: asha.id, word: 'spoiler', createdAt: now } });
  await db.streamInvite.createMany({
    data: [
      { streamId: theirs.id, accountId: asha.id },
      { streamId: own.id, accountId: bela.id },
    ],
  });
  await db.restriction.createMany({
    data: [
      { creatorId: asha.id, accountId: bela.id, givenById: asha.id, kind: 'ban', reason: 'by Asha', createdAt: now },
      { creatorId: bela.id, accountId: asha.id, givenById: bela.id, kind: 'ban', reason: 'spam', createdAt: now },
    ],
  });
  await db.viewing.create({
    data: {
      streamId: theirs.id,
      accountId: asha.id,
      status: 'settled',
      secondsSeen: 60n,
      secondsPaid: 60n,
      amount: money,
      joinedAt: now,
      lastSeenAt: now,
      leftAt: now,
      endReason: 'left',
    },
  });
  const tip = { streamId: theirs.id, fromId: asha.id, toId: bela.id, amount: money };
  await db.tip.create({ data: { ...tip, message: 'Yours, Asha', createdAt: now } });
  await db.chatMessage.create({ data: { streamId: theirs.id, authorId: asha.id, body: 'Asha was here', sentAt: now } });
  await db.payout.create({
    data: { creatorId: asha.id, recipient: `0x${'a'.repeat(40)}`, amount: money, status: 'prepared', createdAt: now },
  });
  const offer = { creatorId: asha.id, kind: 'month', price: money, createdAt: now } as const;
  const bought = await db.passOffer.create({ data: { ...offer, title: 'A month' } });
  await db.passOffer.create({ data: { ...offer, title: 'Never bought' } });
  await db.pass.create({
    data: { offerId: bought.id, holderId: bela.id, price: money, startsAt: now, endsAt: later(now, 30 * DAY) },
  });
  return { own, theirs, wallet };
}

const remove = (
  browser: TestBrowser,
  input: { handle: string; password?: string } = { handle: 'asha', password: PASSWORD },
) => browser.api.account.delete(input);

describe('deleting an account', () => {
  test('leaves an empty shell, and nothing by which to know who it was but the audit log', async () => {
    const here = await world();
    const { deps, asha, browser } = here;
    const { cookie } = browser;
    await live(here);
    await remove(browser, { handle: '@Asha', password: PASSWORD });

    const shell = await deps.db.account.findUniqueOrThrow({ where: { id: asha.id }, include: { profile: true } });
    expect(shell).toMatchObject({ email: null, roles: [], deletedAt: deps.clock.now() });
    expect(shell.handle).toMatch(/^deleted-[0-9a-f]{16}$/);
    expect(shell.profile).toMatchObject({ displayName: 'Deleted account', bio: '', avatarUrl: null, links: [] });
    expect(await rolesOf(deps, asha.id)).toEqual([]);
    expect(await everythingBut(deps, 'audit_log')).not.toMatch(/asha/i);

    expect(browser.cookie).toBeNull();
    expect((await deps.sessions.read(cookie)).signedIn).toBeNull();
    const entry = await deps.db.auditEntry.findFirst({ orderBy: { id: 'desc' } });
    expect(entry).toMatchObject({ action: 'account.deleted', actorId: asha.id, subject: `account:${asha.id}` });
  });

  test('keeps what money and other people rest on, and nothing else', async () => {
    const here = await world();
    const { deps, asha, bela, browser } = here;
    const { own, theirs } = await live(here);
    await remove(browser);
    const { db } = deps;
    expect(await db.viewing.findMany()).toMatchObject([{ accountId: asha.id, streamId: theirs.id, secondsPaid: 60n }]);
    expect(await db.tip.findMany()).toMatchObject([{ fromId: asha.id, toId: bela.id, message: '' }]);
    expect(await db.chatMessage.findMany()).toMatchObject([{ authorId: asha.id, body: '', deletedById: asha.id }]);
    expect(await db.payout.count()).toBe(1);
    expect(await db.pass.findMany({ include: { offer: true } })).toMatchObject([
      { holderId: bela.id, offer: { title: 'A month', active: false } },
    ]);
    expect(await db.stream.findUniqueOrThrow({ where: { id: own.id } })).toMatchObject({
      title: own.title,
      visibility: 'private',
      description: '',
      tags: [],
    });
    expect(await db.restriction.findMany()).toMatchObject([{ creatorId: bela.id, accountId: asha.id }]);
    const gone = await Promise.all([
      ...[db.session.count(), db.passwordCredential.count(), db.wallet.count(), db.walletChallenge.count()],
      ...[db.streamKey.count(), db.follow.count(), db.notification.count(), db.moderator.count()],
      ...[db.blockedWord.count(), db.streamInvite.count(), db.passOffer.count({ where: { passes: { none: {} } } })],
    ]);
    expect(gone).toEqual(gone.map(() => 0));
  });

  test('ends what they watch', async () => {
    const { deps, asha, bela, browser } = await world();
    const { id: streamId } = await makeStream(deps, { creatorId: bela.id, status: 'live' });
    const now = deps.clock.now();
    await deps.db.viewing.create({ data: { streamId, accountId: asha.id, joinedAt: now, lastSeenAt: now } });
    await remove(browser);
    expect(await deps.db.viewing.findMany()).toMatchObject([{ endReason: 'left', leftAt: now }]);
  });

  test('lets nobody in any more; handle, e-mail address and wallet are free again', async () => {
    const here = await world();
    const { deps, asha, browser } = here;
    const { wallet } = await live(here);
    const shell = async () => (await deps.db.account.findUniqueOrThrow({ where: { id: asha.id } })).handle;
    await remove(browser);
    for (const name of ['asha', 'asha@example.org', await shell()]) {
      await expectNothingWritten(deps.db, () =>
        expect(browser.api.session.signIn({ name, password: PASSWORD })).rejects.toMatchObject({
          cause: { code: 'wrongCredentials' },
        }),
      );
    }
    const { nonce, statement } = await browser.api.session.walletChallenge({ address: wallet.address });
    const entered = await browser.api.session.walletSignIn({ nonce, signature: wallet.sign(statement) });
    expect(entered.created).toBe(true);
    expect(entered.account.id).not.toBe(asha.id);
    const again = { handle: 'asha', displayName: 'Another', password: PASSWORD, email: 'asha@example.org' };
    expect((await testBrowser(deps).api.session.signUp(again)).id).not.toBe(asha.id);
  });

  test('needs no password where there is none', async () => {
    const deps = await testDeps();
    const [browser, wallet] = [testBrowser(deps), testWallet()];
    const { nonce, statement } = await browser.api.session.walletChallenge({ address: wallet.address });
    const { account } = await browser.api.session.walletSignIn({ nonce, signature: wallet.sign(statement) });
    await remove(browser, { handle: account.handle });
    expect((await deps.db.account.findUniqueOrThrow({ where: { id: account.id } })).deletedAt).not.toBeNull();
  });
});

describe('is refused, and nothing is written,', () => {
  const refuses = (deps: TestDeps, act: () => Promise<unknown>, code: string) =>
    expectNothingWritten(deps.db, () => expect(act()).rejects.toMatchObject({ cause: { code } }));

  test('with another handle', async () => {
    const { deps, browser } = await world();
    await refuses(deps, () => remove(browser, { handle: 'bela', password: PASSWORD }), 'notConfirmed');
  });

  test('with a wrong password, or without one', async () => {
    const { deps, browser } = await world();
    await refuses(deps, () => remove(browser, { handle: 'asha', password: 'three wrong words' }), 'wrongPassword');
    await refuses(deps, () => remove(browser, { handle: 'asha' }), 'proofNeeded');
    expect(browser.cookie).not.toBeNull();
  });

  test.each(['scheduled', 'live'] as const)('while a stream is %s', async (status) => {
    const { deps, asha, browser } = await world();
    await makeStream(deps, { creatorId: asha.id, status });
    await refuses(deps, () => remove(browser), 'accountOwesStreams');
  });

  test('for who is not signed in', async () => {
    const { deps } = await world();
    await refuses(deps, () => remove(testBrowser(deps)), 'notSignedIn');
  });

  test('after too many tries, with the right password too', async () => {
    const { deps, browser } = await world();
    for (let count = 0; count < 5; count += 1) {
      await refuses(deps, () => remove(browser, { handle: 'asha', password: 'three wrong words' }), 'wrongPassword');
    }
    await refuses(deps, () => remove(browser), 'tooManyTries');
  });

  test('after too many tries from one network, of however many accounts', async () => {
    const { deps } = await world();
    const thief = testBrowser(deps);
    for (let count = 0; count < 21; count += 1) {
      const { id } = await makeAccount(deps);
      thief.cookie = (await deps.sessions.create(id, { ipAddress: '', userAgent: '' })).split(';')[0] ?? null;
      await refuses(deps, () => remove(thief, { handle: 'other' }), count < 20 ? 'notConfirmed' : 'tooManyTries');
    }
  });
});

/** All rows of all tables but one, as text. */
async function everythingBut({ db }: TestDeps, except: string): Promise<string> {
  const tables = await db.$queryRaw<{ tablename: string }[]>`
    SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ${except}`;
  let text = '';
  for (const { tablename } of tables) {
    const rows = await db.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM "${tablename}" t`);
    text += rows.map(({ row }) => row).join('\n');
  }
  return text;
}
