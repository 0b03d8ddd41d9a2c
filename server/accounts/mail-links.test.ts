import { describe, expect, test } from 'vitest';
import { DAY, HOUR, later, MINUTE } from '../clock';
import { testBrowser } from '../testing/browser';
import { expectNothingWritten, makeAccount, testDeps } from '../testing/harness';
import { doJobs, waitingJobs } from '../testing/jobs';
import { linkToken } from '../testing/kept-mail';

const PASSWORD = 'three small words';
const NEXT = 'three other words';
const EMAIL = 'asha@example.org';
const REFUSED = { cause: { code: 'linkUnknown' } };

/** An account with a confirmed address, and a browser that is signed in to it. */
async function world() {
  const deps = await testDeps();
  const emailConfirmedAt = deps.clock.now();
  const asha = await makeAccount(deps, { handle: 'asha', email: EMAIL, emailConfirmedAt, password: PASSWORD });
  const browser = testBrowser(deps);
  await browser.api.session.signIn({ name: 'asha', password: PASSWORD });
  return { deps, asha, browser, stranger: testBrowser(deps, { ipAddress: '198.51.100.7' }) };
}

async function askedFor({ deps, stranger }: Awaited<ReturnType<typeof world>>): Promise<string> {
  await stranger.api.session.askForReset({ email: EMAIL });
  await doJobs(deps);
  return linkToken(deps.mail);
}

describe('a forgotten password', () => {
  test('is set anew by the link of a mail: everybody is signed out, and the owner is told', async () => {
    const here = await world();
    const { deps, asha, browser, stranger } = here;
    const token = await askedFor(here);
    expect(deps.mail.sent).toMatchObject([{ to: EMAIL, subject: 'Choose a new password' }]);
    expect(await stranger.api.session.readReset({ token })).toEqual({ handle: 'asha' });
    await stranger.api.session.resetPassword({ token, password: NEXT });
    expect((await browser.api.session.me()).account).toBeNull();
    expect(await deps.db.knownDevice.count()).toBe(0);
    await expect(stranger.api.session.signIn({ name: 'asha', password: PASSWORD })).rejects.toMatchObject({
      cause: { code: 'wrongCredentials' },
    });
    await stranger.api.session.signIn({ name: 'asha', password: NEXT });
    expect((await stranger.api.session.me()).news).toMatchObject([
      { kind: 'passwordReset', ipAddress: '198.51.100.7' },
    ]);
    await doJobs(deps);
    expect(deps.mail.sent[1]).toMatchObject({ to: EMAIL, subject: 'Your password was changed' });
    const log = await deps.db.auditEntry.findMany({ where: { subject: `account:${asha.id}` } });
    expect(log.map(({ action }) => action)).toContain('account.passwordReset');
  });

  test('the link is good once, for an hour, and for its own purpose', async () => {
    const here = await world();
    const { deps, stranger } = here;
    const used = await askedFor(here);
    const twice = [1, 2].map(() => stranger.api.session.resetPassword({ token: used, password: NEXT }));
    const ended = await Promise.allSettled(twice);
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const old = await askedFor(here);
    deps.clock.advance(HOUR);
    await expectNothingWritten(deps.db, async () => {
      for (const token of [used, old, `${old}x`, 'forged'])
        await expect(stranger.api.session.resetPassword({ token, password: NEXT })).rejects.toMatchObject(REFUSED);
      await expect(stranger.api.session.readReset({ token: old })).rejects.toMatchObject(REFUSED);
    });
    deps.clock.advance(HOUR);
    const fresh = await askedFor(here);
    await expectNothingWritten(deps.db, () =>
      expect(stranger.api.session.confirmEmail({ token: fresh })).rejects.toMatchObject(REFUSED),
    );
  });

  test('one link that is used ends the others, and one to an address that was given up is no good', async () => {
    const here = await world();
    const { deps, asha, stranger } = here;
    const [first, second] = [await askedFor(here), await askedFor(here)];
    await stranger.api.session.resetPassword({ token: second, password: NEXT });
    await expect(stranger.api.session.resetPassword({ token: first, password: NEXT })).rejects.toMatchObject(REFUSED);
    deps.clock.advance(HOUR);
    const third = await askedFor(here);
    await deps.db.account.update({ where: { id: asha.id }, data: { email: 'new@example.org' } });
    await expect(stranger.api.session.resetPassword({ token: third, password: NEXT })).rejects.toMatchObject(REFUSED);
  });

  test('answers alike for addresses that nobody has, and mails only to confirmed ones with a password', async () => {
    const { deps, stranger } = await world();
    await makeAccount(deps, { email: 'unconfirmed@example.org', password: PASSWORD });
    await makeAccount(deps, { email: 'wallet@example.org', emailConfirmedAt: deps.clock.now() });
    for (const email of ['nobody@example.org', 'unconfirmed@example.org', 'wallet@example.org'])
      expect(await stranger.api.session.askForReset({ email })).toBeUndefined();
    expect(await waitingJobs(deps, 'mailReset')).toHaveLength(3);
    await doJobs(deps);
    expect(deps.mail.sent).toEqual([]);
    expect(await deps.db.mailToken.count()).toBe(0);
  });

  test('is asked for three times at once, and not more', async () => {
    const { deps, stranger } = await world();
    for (let count = 0; count < 3; count += 1) await stranger.api.session.askForReset({ email: EMAIL });
    await expect(stranger.api.session.askForReset({ email: ' ASHA@example.org' })).rejects.toMatchObject({
      cause: { code: 'tooManyTries' },
    });
    expect(await waitingJobs(deps, 'mailReset')).toHaveLength(3);
  });

  test('a weak password is refused and leaves the link good', async () => {
    const here = await world();
    const token = await askedFor(here);
    const { stranger } = here;
    await expect(stranger.api.session.resetPassword({ token, password: 'password1234' })).rejects.toThrow();
    await stranger.api.session.resetPassword({ token, password: NEXT });
  });

  test('no secret of a link stands in the database or in the log', async () => {
    const here = await world();
    const token = await askedFor(here);
    expect(JSON.stringify(await here.deps.db.mailToken.findMany())).not.toContain(token);
    expect(JSON.stringify(here.deps.logged)).not.toContain(token);
  });

  test('cannot be asked for where no mail is sent', async () => {
    const { deps, stranger } = await world();
    deps.mail.on = false;
    expect(await stranger.api.session.mailIsOn()).toBe(false);
    await expect(stranger.api.session.askForReset({ email: EMAIL })).rejects.toMatchObject({
      cause: { code: 'mailOff' },
    });
  });
});

describe('an address', () => {
  test('is confirmed by the link that was sent to it, also by who is not signed in', async () => {
    const { deps, stranger } = await world();
    const bela = testBrowser(deps);
    await bela.api.session.signUp({ handle: 'bela', password: PASSWORD, email: 'bela@example.org' });
    await doJobs(deps);
    const token = linkToken(deps.mail);
    expect((await bela.api.session.me()).account).toMatchObject({ emailConfirmed: false });
    await stranger.api.session.confirmEmail({ token });
    expect((await bela.api.session.me()).account).toMatchObject({ emailConfirmed: true });
    await expect(stranger.api.session.confirmEmail({ token })).rejects.toMatchObject(REFUSED);
  });

  test('that changes is to be confirmed anew, and the link to the old one is worth nothing', async () => {
    const { deps, browser, stranger } = await world();
    await browser.api.account.update({ handle: 'asha', email: 'one@example.org' });
    await doJobs(deps);
    const first = linkToken(deps.mail);
    await browser.api.account.update({ handle: 'asha', email: 'two@example.org' });
    await doJobs(deps);
    await expect(stranger.api.session.confirmEmail({ token: first })).rejects.toMatchObject(REFUSED);
    expect((await browser.api.session.me()).account).toMatchObject({ email: 'two@example.org', emailConfirmed: false });
    await stranger.api.session.confirmEmail({ token: linkToken(deps.mail) });
    await browser.api.account.update({ handle: 'asha_rao', email: 'two@example.org' });
    expect((await browser.api.session.me()).account).toMatchObject({ emailConfirmed: true });
  });

  test('is confirmed within two days; a new link is sent to who asks and is signed in', async () => {
    const { deps, browser, stranger } = await world();
    await expect(browser.api.account.resendConfirmation()).rejects.toMatchObject({
      cause: { code: 'nothingToConfirm' },
    });
    await browser.api.account.update({ handle: 'asha', email: 'one@example.org' });
    await doJobs(deps);
    const old = linkToken(deps.mail);
    deps.clock.advance(2 * DAY + MINUTE);
    await expect(stranger.api.session.confirmEmail({ token: old })).rejects.toMatchObject(REFUSED);
    await expect(stranger.api.account.resendConfirmation()).rejects.toMatchObject({ cause: { code: 'notSignedIn' } });
    await browser.api.account.resendConfirmation();
    await doJobs(deps);
    await stranger.api.session.confirmEmail({ token: linkToken(deps.mail) });
  });
});

describe('an unsubscribe link', () => {
  test('ends mails of its kind alone, by one click and more', async () => {
    const { deps, asha, stranger } = await world();
    const maya = await makeAccount(deps, { handle: 'maya' });
    const { notify } = await import('../notifications/notify');
    const tell = (key: string) =>
      deps.db.$transaction((tx) =>
        notify(tx, deps, { accountId: asha.id, kind: 'wentLive', actorId: maya.id, streamId: null, detail: {}, key }),
      );
    await tell('1');
    await deps.db.notification.updateMany({ data: { kind: 'mention' } }); // a kind that needs no stream
    await doJobs(deps);
    const { unsubscribe } = deps.mail.sent[0]!;
    const link = new URL(unsubscribe!).searchParams;
    const said = {
      accountId: link.get('account')!,
      kind: link.get('kind') as 'mention',
      token: link.get('token')!,
    };
    expect(said.kind).toBe('mention');
    await expectNothingWritten(deps.db, async () => {
      for (const forged of [{ token: 'x' }, { kind: 'wentLive' as const }, { accountId: maya.id }])
        await expect(stranger.api.notifications.unsubscribe({ ...said, ...forged })).rejects.toMatchObject(REFUSED);
    });
    await stranger.api.notifications.unsubscribe(said);
    await stranger.api.notifications.unsubscribe(said);
    const choices = await deps.db.noticeChoice.findMany();
    expect(choices).toMatchObject([{ accountId: asha.id, kind: 'mention', bell: true, mail: false }]);
  });
});

test('old links are swept away', async () => {
  const here = await world();
  await askedFor(here);
  const { sweepNotices } = await import('../notifications/sweep');
  here.deps.clock.set(later(here.deps.clock.now(), 3 * DAY));
  await sweepNotices(here.deps);
  expect(await here.deps.db.mailToken.count()).toBe(0);
});
