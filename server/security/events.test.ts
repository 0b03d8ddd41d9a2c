import { describe, expect, test } from 'vitest';
import { DAY, later, MINUTE } from '../clock';
import { testBrowser } from '../testing/browser';
import { expectNothingWritten, makeCreator, testDeps } from '../testing/harness';
import { hasLinked, link } from '../testing/members';
import { testWallet } from '../testing/wallets';

const PASSWORD = 'three small words';
const [FIRST, SECOND] = [testWallet('ed25519', 1), testWallet('ed25519', 2)];

async function world() {
  const deps = await testDeps();
  const asha = await makeCreator(deps, { handle: 'asha', password: PASSWORD });
  const enter = async (userAgent: string) => {
    const browser = testBrowser(deps, { userAgent });
    await browser.api.session.signIn({ name: 'asha', password: PASSWORD });
    return browser;
  };
  return { deps, asha, enter, laptop: await enter('Laptop') };
}

const newsOf = async ({ api }: Awaited<ReturnType<typeof world>>['laptop']) => (await api.session.me()).news;

describe('what happened to an account', () => {
  test('is told where one signs in anew, with when and from where, and not to the session that did it', async () => {
    const { deps, enter, laptop } = await world();
    await link(FIRST, laptop, 'Phone wallet');
    expect(await newsOf(laptop)).toEqual([]);
    const at = deps.clock.now();
    deps.clock.advance(MINUTE);
    const phone = await enter('Phone');
    expect(await newsOf(phone)).toMatchObject([
      {
        kind: 'walletLinked',
        wallet: { address: FIRST.address, label: 'Phone wallet' },
        at,
        ipAddress: '192.0.2.1',
        userAgent: 'Laptop',
      },
    ]);
  });

  test('is told until it was seen in that session; elsewhere it is told still, and what comes later is too', async () => {
    const { deps, enter, laptop } = await world();
    await link(FIRST, laptop);
    const [phone, tablet] = [await enter('Phone'), await enter('Tablet')];
    const [news] = await newsOf(phone);
    await phone.api.security.seen({ until: news!.at });
    expect(await newsOf(phone)).toEqual([]);
    expect(await newsOf(tablet)).toHaveLength(1);
    deps.clock.advance(1);
    await phone.api.account.update({ handle: 'asha_rao', email: null });
    const again = testBrowser(deps);
    await again.api.session.signIn({ name: 'asha_rao', password: PASSWORD });
    expect((await newsOf(again)).map(({ kind }) => kind)).toEqual(['handleChanged', 'walletLinked']);
  });

  test('cannot be said to have been seen before it happened', async () => {
    const { deps, enter } = await world();
    const [phone, tablet] = [await enter('Phone'), await enter('Tablet')];
    await phone.api.security.seen({ until: later(deps.clock.now(), DAY) });
    deps.clock.advance(1);
    const events = { kind: 'emailChanged', at: deps.clock.now() } as const;
    const { accountId } = await deps.db.session.findFirstOrThrow();
    await deps.db.securityEvent.create({ data: { accountId, ...events } });
    expect(await newsOf(phone)).toHaveLength(1);
    expect(await newsOf(tablet)).toHaveLength(1);
  });

  test('is not told to others, nor to new sessions after a month; the settings list it still', async () => {
    const { deps, enter, laptop } = await world();
    await link(FIRST, laptop);
    const bela = testBrowser(deps);
    await bela.api.session.signUp({ handle: 'bela', displayName: 'Bela', password: PASSWORD });
    expect(await newsOf(bela)).toEqual([]);
    expect((await bela.api.account.settings()).events).toEqual([]);
    deps.clock.advance(30 * DAY);
    const phone = await enter('Phone');
    expect(await newsOf(phone)).toEqual([]);
    expect((await phone.api.account.settings()).events).toMatchObject([{ kind: 'walletLinked' }]);
  });

  test('tells each kind of change, and no e-mail address', async () => {
    const { deps, laptop } = await world();
    await link(FIRST, laptop);
    await link(SECOND, laptop);
    const { wallets } = await laptop.api.account.settings();
    await laptop.api.account.unlinkWallet({ id: wallets[0]!.id });
    await laptop.api.account.update({ handle: 'asha_rao', email: 'secret@example.org' });
    await laptop.api.account.changePassword({ current: PASSWORD, next: 'three other words' });
    const { events } = await laptop.api.account.settings();
    expect(events.map(({ kind }) => kind).sort()).toEqual([
      ...['emailChanged', 'handleChanged', 'passwordChanged', 'payeeChanged'],
      ...['walletLinked', 'walletLinked', 'walletUnlinked'],
    ]);
    expect(events.find(({ kind }) => kind === 'payeeChanged')).toMatchObject({
      from: { address: FIRST.address },
      to: { address: SECOND.address },
    });
    expect(JSON.stringify(await deps.db.securityEvent.findMany())).not.toContain('secret');
  });

  test('is gone with the account', async () => {
    const { deps, laptop } = await world();
    await link(FIRST, laptop);
    await laptop.api.account.delete({ handle: 'asha', password: PASSWORD });
    expect(await deps.db.securityEvent.count()).toBe(0);
  });

  test('that cannot be read is left out', async () => {
    const { deps, asha, laptop } = await world();
    await deps.db.securityEvent.create({
      data: { accountId: asha.id, kind: 'walletLinked', detail: { wallet: 'x' }, at: deps.clock.now() },
    });
    expect(await newsOf(laptop)).toEqual([]);
  });
});

describe('who is paid', () => {
  test('is the wallet that was linked first, until another one is chosen; a choice outlives new wallets', async () => {
    const { laptop } = await world();
    const payee = async () => (await laptop.api.security.payee()).wallet?.address ?? null;
    expect(await payee()).toBeNull();
    await link(FIRST, laptop);
    const { id } = await link(SECOND, laptop);
    expect(await payee()).toBe(FIRST.address);
    await laptop.api.security.choosePayee({ id });
    expect(await payee()).toBe(SECOND.address);
    await link(testWallet('ed25519', 3), laptop);
    expect(await payee()).toBe(SECOND.address);
    await laptop.api.account.unlinkWallet({ id });
    expect(await payee()).toBe(FIRST.address);
  });

  test('is said to have changed for a day, with who did it, also when nobody was paid in between', async () => {
    const { deps, asha, laptop } = await world();
    const { id } = await hasLinked(deps, asha.id, FIRST);
    expect(await laptop.api.security.payee()).toMatchObject({ changed: null });
    await laptop.api.account.unlinkWallet({ id });
    expect(await laptop.api.security.payee()).toMatchObject({
      wallet: null,
      changed: { from: { address: FIRST.address }, to: null },
    });
    deps.clock.advance(MINUTE);
    await link(SECOND, laptop);
    const at = deps.clock.now();
    expect(await laptop.api.security.payee()).toMatchObject({
      wallet: { address: SECOND.address },
      changed: {
        at,
        from: { address: FIRST.address },
        to: { address: SECOND.address },
        ipAddress: '192.0.2.1',
        userAgent: 'Laptop',
      },
    });
    deps.clock.advance(DAY - 1);
    expect((await laptop.api.security.payee()).changed).not.toBeNull();
    deps.clock.advance(1);
    expect((await laptop.api.security.payee()).changed).toBeNull();
  });

  test('the first wallet of all takes nobody’s place', async () => {
    const { laptop } = await world();
    await link(FIRST, laptop);
    expect(await laptop.api.security.payee()).toMatchObject({ wallet: { address: FIRST.address }, changed: null });
  });

  test('cannot be chosen among wallets of others', async () => {
    const { deps, laptop } = await world();
    const bela = await makeCreator(deps);
    const { id } = await hasLinked(deps, bela.id, SECOND);
    await expectNothingWritten(deps.db, () =>
      expect(laptop.api.security.choosePayee({ id })).rejects.toMatchObject({ cause: { code: 'notFound' } }),
    );
  });

  test('chosen again, nothing happens', async () => {
    const { deps, laptop } = await world();
    const { id } = await link(FIRST, laptop);
    await expectNothingWritten(deps.db, () => laptop.api.security.choosePayee({ id }));
  });
});
