import { describe, expect, test } from 'vitest';
import { amount, amountPerPlanck, MAX_AMOUNT } from '../../sdk/money';
import { followChain } from '../chain/follow';
import { rememberMoney } from '../chain/money';
import { SECOND } from '../clock';
import { type Ledger } from '../deps';
import { testBrowser } from '../testing/browser';
import { makeVoucher, sendCall, signVoucher, UNIT } from '../testing/factories';
import { fakeLedger } from '../testing/fake-ledger';
import { expectNothingWritten, testClock, testDeps, type TestDeps } from '../testing/harness';
import { carryOut, openAction, paymentDeps, purseBrowser, type PurseBrowser } from '../testing/purse-browser';
import { testSessionKey } from '../testing/session-keys';
import { makeViewing } from '../testing/viewings';
import { testWallet } from '../testing/wallets';
import { settleDue } from '../settling/settle';
import { sweepTransactions } from './sweep';

const units = (count: bigint) => amount(count * UNIT);

async function world() {
  const deps = await paymentDeps();
  return { deps, asha: await purseBrowser(deps, 1), bela: await purseBrowser(deps, 2) };
}

async function opened() {
  const made = await world();
  const { deps, asha } = made;
  expect(await carryOut(deps, asha, await openAction(deps, asha))).toMatchObject({ status: 'finalized' });
  return made;
}

const purseOf = async ({ api }: PurseBrowser) => (await api.purse.overview()).wallets[0]!.purse;
const refusal = (code: string) => ({ cause: { code } });

/** A refusal that leaves every table as it was. */
const refuses = ({ db }: TestDeps, act: () => Promise<unknown>, code: string) =>
  expectNothingWritten(db, () => expect(act()).rejects.toMatchObject(refusal(code)));

describe('a purse', () => {
  test('is opened by a wallet that signs what it was told in words', async () => {
    const { deps, asha } = await world();
    const action = await openAction(deps, asha);
    const { id, payload, words, fee, expiresAt } = await asha.api.purse.prepare({ address: asha.address, action });
    expect(words).toEqual({
      title: 'Open a purse',
      lines: [
        { label: 'You deposit', value: '5.00 UNIT' },
        { label: 'While you watch', value: 'at most 1.20 UNIT a minute', exact: 'at most 0.02 UNIT a second' },
        { label: 'How many streams at once', value: '2' },
        { label: 'For tips and passes', value: 'at most 1.00 UNIT' },
        { label: 'Until', value: '2 March 2026, 12:00 UTC', at: action.limits.expiresAt },
        { label: 'Signed for by the key', value: expect.stringContaining('…') as string, exact: asha.key.publicKey },
      ],
    });
    expect(fee).toBeGreaterThan(0n);
    expect(expiresAt > deps.clock.now()).toBe(true);
    expect(await asha.api.purse.transaction({ id })).toMatchObject({ status: 'prepared', message: null });

    const signature = asha.wallet.signPayload(payload);
    expect(await asha.api.purse.submit({ id, signature })).toMatchObject({ id, kind: 'open' });
    await deps.transactions.finish();
    // not read yet
    expect(await asha.api.purse.transaction({ id })).toMatchObject({ status: 'inBlock' });
    await followChain(deps);
    expect(await asha.api.purse.transaction({ id })).toMatchObject({ status: 'finalized', blockNumber: 1 });
    expect(await purseOf(asha)).toEqual({
      nonce: 1,
      status: 'open',
      sessionKey: asha.key.publicKey,
      deposit: units(5n),
      available: units(5n),
      promised: 0n,
      settled: 0n,
      seconds: 0n,
      extras: 0n,
      limits: action.limits,
      openedAt: deps.clock.now(),
      closesAt: null,
      expired: false,
      keysDead: false,
      windowEndsAt: null,
      canClose: 'now',
    });
  });

  test('shows what is promised and what is settled', async () => {
    const { deps, asha, bela } = await opened();
    deps.clock.advance(600_000);
    deps.ledger.finalize();
    await makeVoucher(deps, asha, bela, { seconds: 100n });
    expect(await purseOf(asha)).toMatchObject({
      promised: UNIT,
      available: 4n * UNIT,
      settled: 0n,
      canClose: 'afterDelay',
    });
    await followChain(deps);
    expect(await settleDue(deps)).toBe('nothing due');
    deps.clock.advance(10_000);
    expect(await settleDue(deps)).toBe('sent');
    await deps.settlements.finish();
    await followChain(deps);
    expect(await purseOf(asha)).toMatchObject({ promised: 0n, deposit: 4n * UNIT, settled: UNIT, seconds: 100n });
    const { entries } = await asha.api.purse.history({ address: asha.address });
    expect(entries).toMatchObject([
      { kind: 'settled', amount: UNIT, seconds: 100n, creator: { handle: bela.handle }, creatorAddress: bela.h160 },
      { kind: 'opened', amount: 5n * UNIT, creator: null, blockUrl: '/blocks/1' },
    ]);
    const block = await deps.db.chainEvent.findFirstOrThrow({ where: { kind: 'settled' } });
    expect(await asha.api.purse.block({ number: block.blockNumber })).toMatchObject({
      hash: block.blockHash,
      events: [
        {
          kind: 'settled',
          viewer: asha.h160,
          creator: bela.h160,
          words: expect.stringContaining('1.00 UNIT') as string,
        },
      ],
    });
  });

  test('is topped up, gets new limits, is asked to close, kept, and closed after the delay', async () => {
    const { deps, asha } = await opened();
    await carryOut(deps, asha, { kind: 'topUp', amount: units(2n) });
    expect(await purseOf(asha)).toMatchObject({ deposit: units(7n) });
    const { limits } = await openAction(deps, asha);
    const { publicKey } = testSessionKey();
    await carryOut(deps, asha, { kind: 'rekey', sessionKey: publicKey, limits: { ...limits, lanes: 3 } });
    expect(await purseOf(asha)).toMatchObject({ sessionKey: publicKey, limits: { lanes: 3 } });
    await carryOut(deps, asha, { kind: 'requestClose' });
    expect(await purseOf(asha)).toMatchObject({ status: 'closing', closesAt: expect.any(Date) as Date });
    await carryOut(deps, asha, { kind: 'cancelClose' });
    expect(await purseOf(asha)).toMatchObject({ status: 'open', closesAt: null });
    await carryOut(deps, asha, { kind: 'requestClose' });
    await refuses(
      deps,
      () => asha.api.purse.prepare({ address: asha.address, action: { kind: 'close' } }),
      'closingTooEarly',
    );
    deps.clock.advance(121_000);
    deps.ledger.finalize();
    expect(await carryOut(deps, asha, { kind: 'close' })).toMatchObject({ status: 'finalized' });
    expect(await purseOf(asha)).toMatchObject({ status: 'closed', deposit: 0n, available: 0n });
    const { entries } = await asha.api.purse.history({ address: asha.address });
    expect(entries.map(({ kind }) => kind)).toEqual([
      'closed',
      'closingRequested',
      'closingCancelled',
      'closingRequested',
      'rekeyed',
      'toppedUp',
      'opened',
    ]);
  });

  test('is closed at once when nothing is outstanding, and takes no voucher from the release on', async () => {
    const { deps, asha } = await opened();
    const prepared = await asha.api.purse.prepare({ address: asha.address, action: { kind: 'closeNow' } });
    expect(prepared.words.title).toBe('Close the purse now');
    const [row] = await deps.db.purse.findMany();
    expect(row!.releasedUntil).toEqual(new Date(deps.clock.now().getTime() + 300_000));
    await asha.api.purse.submit({ id: prepared.id, signature: asha.wallet.signPayload(prepared.payload) });
    await deps.transactions.finish();
    await followChain(deps);
    expect(await purseOf(asha)).toMatchObject({ status: 'closed' });
  });

  test('is not closed at once while something is outstanding: that is settled first', async () => {
    const { deps, asha, bela } = await opened();
    deps.clock.advance(600_000);
    deps.ledger.finalize();
    await followChain(deps);
    await makeVoucher(deps, asha, bela, { seconds: 100n });
    const close = () => asha.api.purse.prepare({ address: asha.address, action: { kind: 'closeNow' } });
    await expect(close()).rejects.toMatchObject(refusal('outstandingSeconds'));
    const [row] = await deps.db.purse.findMany();
    expect(row).toMatchObject({ releasedUntil: null, settlingAskedAt: deps.clock.now() });
    expect(await settleDue(deps)).toBe('sent'); // at once, though its viewer has only just left
    await deps.settlements.finish();
    await followChain(deps);
    await close();
    expect((await deps.ledger.tab(asha.h160, 0, bela.h160))?.amount).toBe(UNIT);
  });

  test('is closed neither at once nor after its delay while somebody collects from it; that is paid, and then it is', async () => {
    const { deps, asha, bela } = await opened();
    deps.clock.advance(600_000);
    deps.ledger.finalize();
    // by the creator, who shows it to nobody
    const unshown = await signVoucher(deps, asha, bela, { seconds: 100n });
    await sendCall(deps, bela, { kind: 'announce', vouchers: [unshown] });
    await followChain(deps);
    const close = (kind: 'close' | 'closeNow') => asha.api.purse.prepare({ address: asha.address, action: { kind } });
    expect(await purseOf(asha)).toMatchObject({ canClose: 'waiting', windowEndsAt: expect.any(Date) as Date });
    await refuses(deps, () => close('closeNow'), 'windowOpen');
    await carryOut(deps, asha, { kind: 'requestClose' });
    deps.clock.advance(121_000);
    deps.ledger.finalize();
    await followChain(deps);
    expect(await purseOf(asha)).toMatchObject({ status: 'closing', canClose: 'waiting' });
    await refuses(deps, () => close('close'), 'windowOpen');
    await refuses(deps, () => close('closeNow'), 'windowOpen');
    expect(await settleDue(deps)).toBe('sent');
    await deps.settlements.finish();
    await followChain(deps);
    expect((await deps.ledger.tab(asha.h160, 0, bela.h160))?.amount).toBe(UNIT);
    // it has no window any more, which the books learn here
    expect(await settleDue(deps)).toBe('refused');
    expect(await carryOut(deps, asha, { kind: 'close' })).toMatchObject({ status: 'finalized' });
    expect(await purseOf(asha)).toMatchObject({ status: 'closed', settled: UNIT, deposit: 0n });
  });

  test('is not closed at once while a viewing has leased of it', async () => {
    const { deps, asha } = await opened();
    const { id } = await makeViewing(deps, { viewer: asha });
    await deps.db.viewing.update({ where: { id }, data: { leased: '60' } });
    expect(await purseOf(asha)).toMatchObject({ promised: 60n, available: units(5n) - 60n, canClose: 'afterDelay' });
    const action = { kind: 'closeNow' as const };
    await refuses(deps, () => asha.api.purse.prepare({ address: asha.address, action }), 'watchingNow');
  });
});

describe('what was prepared', () => {
  async function prepared() {
    const made = await world();
    const { deps, asha } = made;
    const action = await openAction(deps, asha);
    const { id, payload } = await asha.api.purse.prepare({ address: asha.address, action });
    return { ...made, id, payload, signature: asha.wallet.signPayload(payload) };
  }

  test('for an address of somebody else is refused as if it did not exist', async () => {
    const { deps, asha, bela } = await world();
    const action = await openAction(deps, asha);
    for (const address of [bela.address, testWallet('ed25519', 9).address, 'nonsense']) {
      await refuses(deps, () => asha.api.purse.prepare({ address, action }), 'notFound');
      await refuses(deps, () => asha.api.purse.history({ address }), 'notFound');
      await refuses(deps, () => asha.api.purse.faucet({ address }), 'notFound');
    }
  });

  test('by somebody else is nobody else’s to see or to send', async () => {
    const { deps, bela, id, signature } = await prepared();
    await refuses(deps, () => bela.api.purse.transaction({ id }), 'notFound');
    await refuses(deps, () => bela.api.purse.submit({ id, signature }), 'notFound');
  });

  test('for a wallet that was unlinked since is not sent', async () => {
    const { deps, asha, id, signature } = await prepared();
    await deps.db.wallet.deleteMany({ where: { address: asha.address } });
    await refuses(deps, () => asha.api.purse.submit({ id, signature }), 'notFound');
  });

  test('is not sent with the signature of another wallet, on another payload, or with another transaction', async () => {
    const { deps, asha, bela, id, payload, signature } = await prepared();
    const foreign = [
      { signature: bela.wallet.signPayload(payload) },
      { signature: asha.wallet.signPayload({ ...payload, nonce: '0x07' }) },
      { signature: asha.wallet.signPayload({ ...payload, tip: '0xffff' }) },
    ];
    for (const signed of foreign) {
      await refuses(deps, () => asha.api.purse.submit({ id, ...signed }), 'foreignSignature');
    }
    const other = await bela.api.purse.prepare({ address: bela.address, action: await openAction(deps, bela) });
    const { bytes } = await deps.ledger.assemble(other.payload, bela.wallet.signPayload(other.payload));
    await refuses(deps, () => asha.api.purse.submit({ id, signature, signedTransaction: bytes }), 'foreignSignature');
    expect(await asha.api.purse.transaction({ id })).toMatchObject({ status: 'prepared' });
  });

  test('is sent with the whole transaction that a wallet gives back', async () => {
    const { deps, asha, id, payload, signature } = await prepared();
    const { bytes } = await deps.ledger.assemble(payload, signature);
    await asha.api.purse.submit({ id, signature, signedTransaction: bytes });
    await deps.transactions.finish();
    await followChain(deps);
    expect(await asha.api.purse.transaction({ id })).toMatchObject({ status: 'finalized' });
  });

  test('is sent once, however often and however fast it is submitted', async () => {
    const { deps, asha, id, signature } = await prepared();
    let sent = 0;
    const submit: Ledger['submit'] = (...parameters) => ((sent += 1), deps.ledger.submit(...parameters));
    const counting = { ...deps, ledger: { ...deps.ledger, submit } };
    const { cookie } = asha.browser;
    const twice = await Promise.all(
      [1, 2, 3].map(async () => {
        const browser = testBrowser(counting);
        browser.cookie = cookie;
        return browser.api.purse.submit({ id, signature });
      }),
    );
    await deps.transactions.finish();
    expect(sent).toBe(1);
    for (const view of twice) expect(['submitted', 'inBlock', 'finalized']).toContain(view.status);
    await followChain(deps);
    expect(await asha.api.purse.submit({ id, signature })).toMatchObject({ status: 'finalized' });
    expect(await deps.db.chainEvent.count()).toBe(1);
  });

  test('twice at once is the same transaction: the second is told so', async () => {
    const { deps, asha, id, payload, signature } = await prepared();
    const again = await asha.api.purse.prepare({ address: asha.address, action: await openAction(deps, asha) });
    expect(again.payload).toEqual(payload);
    await asha.api.purse.submit({ id, signature });
    await deps.transactions.finish();
    await refuses(deps, () => asha.api.purse.submit({ id: again.id, signature }), 'alreadySent');
  });

  test('too long ago, by our clock or by the chain’s blocks, is not sent', async () => {
    const { deps, asha, id, signature } = await prepared();
    const { clock, ledger } = deps;
    const [row] = await deps.db.walletTransaction.findMany();
    const { number } = await ledger.finalizedHead();
    clock.advance(299_000);
    await asha.api.purse.overview(); // the session is noted as used
    ledger.finalize(row!.validUntilBlock - number);
    await refuses(deps, () => asha.api.purse.submit({ id, signature }), 'transactionTooOld');
    clock.advance(1_000);
    await asha.api.purse.overview();
    await refuses(deps, () => asha.api.purse.submit({ id, signature }), 'transactionTooOld');
    clock.advance(25 * 3_600_000);
    expect(await sweepTransactions(deps)).toBe(1);
  });

  test('fails with a sentence when the contract refuses it in its block', async () => {
    const { deps, asha } = await opened();
    const { id, payload } = await asha.api.purse.prepare({ address: asha.address, action: { kind: 'closeNow' } });
    deps.ledger.refusePayments(asha.h160);
    await asha.api.purse.submit({ id, signature: asha.wallet.signPayload(payload) });
    await deps.transactions.finish();
    expect(await asha.api.purse.transaction({ id })).toMatchObject({
      status: 'failed',
      blockNumber: 2,
      message: expect.stringMatching(/would not pay that out.*Nothing but the fee was taken/) as string,
    });
    expect(await asha.api.purse.block({ number: 2 })).toMatchObject({ events: [] });
    await followChain(deps);
    expect(await purseOf(asha)).toMatchObject({ status: 'open' });
  });

  test('is overtaken by another one that was signed: it fails, and nothing was taken', async () => {
    const { deps, asha } = await opened();
    const [first, second] = [
      await asha.api.purse.prepare({ address: asha.address, action: { kind: 'requestClose' } }),
      await asha.api.purse.prepare({ address: asha.address, action: { kind: 'topUp', amount: units(1n) } }),
    ];
    await asha.api.purse.submit({ id: first.id, signature: asha.wallet.signPayload(first.payload) });
    await deps.transactions.finish();
    await asha.api.purse.submit({ id: second.id, signature: asha.wallet.signPayload(second.payload) });
    await deps.transactions.finish();
    const view = await asha.api.purse.transaction({ id: second.id });
    expect(view).toMatchObject({ status: 'failed', message: expect.stringMatching(/nothing was taken/) as string });
    await expect(
      asha.api.purse.prepare({ address: asha.address, action: { kind: 'topUp', amount: units(1n) } }),
    ).rejects.toMatchObject(refusal('purseClosing'));
  });

  test('is found in its block after a crash, and not sent again', async () => {
    const { deps, asha, id, signature } = await prepared();
    deps.ledger.crashBeforeFinalized();
    await asha.api.purse.submit({ id, signature });
    await deps.transactions.finish();
    expect(await asha.api.purse.transaction({ id })).toMatchObject({ status: 'submitted' });
    const submit = () => Promise.reject(new Error('nothing is to be sent'));
    await deps.transactions.recover({ ...deps, ledger: { ...deps.ledger, submit } });
    await followChain(deps);
    expect(await asha.api.purse.transaction({ id })).toMatchObject({ status: 'finalized' });
  });

  test('is sent by the next process after a crash between storing and sending', async () => {
    const { deps, asha, id, signature } = await prepared();
    const submit = () => Promise.reject(new Error('this process was killed'));
    const dying = testBrowser({ ...deps, ledger: { ...deps.ledger, submit } });
    dying.cookie = asha.browser.cookie;
    await dying.api.purse.submit({ id, signature });
    await deps.transactions.finish();
    await deps.transactions.recover(deps);
    await deps.transactions.finish();
    await followChain(deps);
    expect(await asha.api.purse.transaction({ id })).toMatchObject({ status: 'finalized' });
    expect(await purseOf(asha)).toMatchObject({ status: 'open' });
  });
});

describe('an action', () => {
  const day = 86_400_000;
  type Opening = Awaited<ReturnType<typeof openAction>>;
  const limits = (change: Partial<Opening['limits']>) => (action: Opening) => ({
    ...action,
    limits: { ...action.limits, ...change },
  });
  const deposit = (value: bigint) => (action: Opening) => ({ ...action, deposit: value as Opening['deposit'] });

  test.each<[string, (action: Opening) => Opening, RegExp]>([
    ['deposits nothing', deposit(0n), /more than nothing/],
    ['deposits less than nothing', deposit(-1n), /cannot be negative/],
    ['deposits more than a u128', deposit(MAX_AMOUNT + 1n), /more than the contract can count/],
    ['has no rate', limits({ maxRate: amount(0n) }), /more than nothing/],
    ['has a rate over u128', limits({ maxRate: (MAX_AMOUNT + 1n) as Opening['deposit'] }), /more than the contract/],
    ['has no lanes', limits({ lanes: 0 }), /At least one stream/],
    ['has too many lanes', limits({ lanes: 17 }), /At most 16/],
    ['has half a lane', limits({ lanes: 1.5 }), /whole number/],
    ['owes for extras', limits({ extrasAllowance: -1n as Opening['deposit'] }), /cannot be negative/],
    ['has a key of zeros', (action) => ({ ...action, sessionKey: `0x${'00'.repeat(64)}` }), /nothing but zeros/],
    ['has half a key', (action) => ({ ...action, sessionKey: `0x${'ab'.repeat(32)}` }), /64 bytes/],
  ])('that %s is refused with a sentence', async (_, change, sentence) => {
    const { deps, asha } = await world();
    const action = change(await openAction(deps, asha));
    const error = await expectNothingWritten(deps.db, () =>
      asha.api.purse.prepare({ address: asha.address, action }).catch((error: unknown) => error),
    );
    const { issues } = (error as { cause: { issues: { message: string }[] } }).cause;
    expect(issues[0]?.message).toMatch(sentence);
  });

  test.each([10, 12])(
    'that moves less than the chain counts is refused with its %i decimals, beside what was typed',
    async (decimals) => {
      const clock = testClock();
      const deps = await paymentDeps({ clock, ledger: fakeLedger({ clock, decimals }) });
      const asha = await purseBrowser(deps, 1);
      const { address } = asha;
      const finer = amount(UNIT + amountPerPlanck(decimals) / 10n);
      const sentence = `is finer than the chain can count: UNIT has ${decimals} decimals.`;
      const opening = { ...(await openAction(deps, asha)), deposit: finer };
      await refuses(deps, () => asha.api.purse.prepare({ address, action: opening }), 'finerThanChain');
      await expect(asha.api.purse.prepare({ address, action: opening })).rejects.toMatchObject({
        cause: {
          message: `The deposit ${sentence}`,
          fields: { 'action.deposit': expect.stringContaining('{name} is finer') as string },
        },
      });
      await carryOut(deps, asha, await openAction(deps, asha));
      await expect(asha.api.purse.prepare({ address, action: { kind: 'topUp', amount: finer } })).rejects.toMatchObject(
        {
          cause: { code: 'finerThanChain', message: `The amount ${sentence}` },
        },
      );
    },
  );

  test('may move the last unit of the contract on a chain that counts as finely', async () => {
    const clock = testClock();
    const deps = await paymentDeps({ clock, ledger: fakeLedger({ clock, decimals: 18 }) });
    const asha = await purseBrowser(deps, 1);
    const opening = { ...(await openAction(deps, asha)), deposit: amount(UNIT + 1n) };
    expect(await carryOut(deps, asha, opening)).toMatchObject({ status: 'finalized' });
    expect(await purseOf(asha)).toMatchObject({ deposit: UNIT + 1n });
  });

  test('is told in the chain’s own money', async () => {
    const { deps, asha } = await world();
    const dot = { symbol: 'DOT', decimals: 10 };
    rememberMoney(deps, dot);
    const { words } = await asha.api.purse.prepare({ address: asha.address, action: await openAction(deps, asha) });
    expect(words.lines[0]).toMatchObject({ label: 'You deposit', value: '5.00 DOT' });
    expect(await asha.api.chain.money()).toEqual(dot);
    expect(await testBrowser(deps).api.chain.money()).toEqual(dot);
  });

  test('whose end has passed, or is too far, by the chain’s own time, is refused', async () => {
    const { deps, asha } = await world();
    deps.ledger.skew(7_200_000);
    const { time } = deps.ledger.finalize() && (await deps.ledger.finalizedHead());
    const action = await openAction(deps, asha);
    const until = (expiresAt: Date) => () =>
      asha.api.purse.prepare({ address: asha.address, action: limits({ expiresAt })(action) });
    await refuses(deps, until(new Date(deps.clock.now().getTime() + 3_600_000)), 'expiryInPast');
    await refuses(deps, until(time), 'expiryInPast');
    await refuses(deps, until(new Date(time.getTime() + 367 * day)), 'expiryTooFar');
  });

  test('that the contract would refuse is said in words before anybody signs', async () => {
    const { deps, asha } = await world();
    const prepare = (action: Parameters<typeof asha.api.purse.prepare>[0]['action']) => () =>
      asha.api.purse.prepare({ address: asha.address, action });
    const opening = await openAction(deps, asha);
    await refuses(deps, prepare({ ...opening, deposit: units(100_000n) }), 'notEnoughMoney');
    for (const kind of ['requestClose', 'cancelClose', 'close', 'closeNow'] as const) {
      await refuses(deps, prepare({ kind }), 'purseNotOpen');
    }
    await refuses(deps, prepare({ kind: 'topUp', amount: units(1n) }), 'purseNotOpen');
    await refuses(deps, prepare({ kind: 'withdraw' }), 'nothingToWithdraw');
    await refuses(
      deps,
      prepare({ kind: 'setSplit', shares: [{ address: asha.address, basisPoints: 1 }] }),
      'splitRefused',
    );
    await refuses(deps, prepare({ kind: 'setSplit', shares: [{ address: 'who', basisPoints: 1 }] }), 'badShareAddress');
    await carryOut(deps, asha, opening);
    await refuses(deps, prepare(opening), 'purseAlreadyOpen');
    await refuses(deps, prepare({ kind: 'cancelClose' }), 'purseNotClosing');
  });

  test('shares earnings, in words', async () => {
    const { asha, bela } = await world();
    const shares = [{ address: bela.address, basisPoints: 2_550 }];
    const { words } = await asha.api.purse.prepare({ address: asha.address, action: { kind: 'setSplit', shares } });
    expect(words.lines).toMatchObject([{ value: '25.5 %', exact: bela.h160 }, { value: '74.5 %' }, {}]);
  });

  test('needs somebody who is signed in', async () => {
    const { deps, asha } = await world();
    asha.browser.cookie = null;
    const { address } = asha;
    await refuses(deps, () => asha.api.purse.overview(), 'notSignedIn');
    await refuses(deps, () => asha.api.purse.prepare({ address, action: { kind: 'withdraw' } }), 'notSignedIn');
    await refuses(deps, () => asha.api.purse.faucet({ address }), 'notSignedIn');
  });
});

describe('the faucet', () => {
  test('gives to a wallet that has little, and not without end', async () => {
    const { deps, asha } = await world();
    const { address } = asha;
    await refuses(deps, () => asha.api.purse.faucet({ address }), 'faucetNotNeeded');
    await carryOut(deps, asha, { ...(await openAction(deps, asha)), deposit: units(999n) });
    expect(await asha.api.purse.faucet({ address })).toEqual({ amount: units(100n) });
    expect((await asha.api.purse.overview()).wallets[0]!.balance).toBeGreaterThan(100n * UNIT);
    await asha.api.purse.faucet({ address });
    await refuses(deps, () => asha.api.purse.faucet({ address }), 'tooManyTries');
  });

  test('is not there on a chain that is not local, nor where there is none', async () => {
    const clock = testClock();
    const deps = await paymentDeps({ clock, ledger: fakeLedger({ clock, faucet: false }) });
    const asha = await purseBrowser(deps, 1);
    await refuses(deps, () => asha.api.purse.faucet({ address: asha.address }), 'noFaucet');
    expect((await asha.api.purse.overview()).chain).toMatchObject({ faucet: false });
  });
});

describe('a chain', () => {
  test('that is away is said, and what is known of purses stays', async () => {
    const { deps, asha } = await opened();
    await asha.api.purse.overview();
    deps.ledger.setReachable(false);
    const overview = await asha.api.purse.overview();
    expect(overview.chain).toMatchObject({ reachable: false, blockNumber: 1 });
    expect(await asha.api.chain.money()).toEqual(deps.ledger.money);
    expect(overview.wallets).toMatchObject([{ balance: null, purse: { deposit: units(5n) } }]);
    const { address } = asha;
    await refuses(deps, () => asha.api.purse.prepare({ address, action: { kind: 'requestClose' } }), 'chainAway');
  });

  test('that hangs does not keep the page from coming', async () => {
    const { deps, asha } = await opened();
    const never = () => new Promise<never>(() => undefined);
    Object.assign(deps.ledger, { finalizedHead: never, terms: never, properties: never, balance: never });
    const asked = asha.api.purse.overview();
    await deps.clock.timers.whenPlanned(1);
    deps.clock.advance(3 * SECOND);
    const overview = await asked;
    expect(overview.chain).toMatchObject({ reachable: false, blockNumber: 1 });
    expect(overview.wallets).toMatchObject([{ balance: null, purse: { deposit: units(5n) } }]);
  });

  test('without a contract has wallets, and nothing to prepare', async () => {
    const plain = await testDeps();
    const { config } = plain;
    const deps = { ...plain, config: { ...config, chain: { ...config.chain, contract: null } } };
    const asha = await purseBrowser(deps, 1);
    expect(await asha.api.purse.overview()).toMatchObject({
      chain: { contract: null },
      wallets: [{ balance: 1_000n * UNIT, purse: null }],
    });
    await refuses(
      deps,
      () => asha.api.purse.prepare({ address: asha.address, action: { kind: 'withdraw' } }),
      'paymentsNotSetUp',
    );
  });

  test('has blocks; those that say nothing of ours are not kept', async () => {
    const { deps, asha } = await opened();
    const [event] = await deps.db.chainEvent.findMany();
    asha.browser.cookie = null; // anybody may look
    expect(await asha.api.purse.block({ number: event!.blockNumber })).toMatchObject({
      number: event!.blockNumber,
      events: [{ kind: 'opened', viewer: asha.h160, creator: null, words: 'A purse was opened with 5.00 UNIT.' }],
    });
    await refuses(deps, () => asha.api.purse.block({ number: 0 }), 'notFound');
  });

  test('has a history that is read in pages', async () => {
    const { deps, asha } = await opened();
    for (let times = 0; times < 31; times += 1) {
      deps.clock.advance(10_000); // as often as is let through
      await carryOut(deps, asha, { kind: 'topUp', amount: units(1n) });
    }
    const { address } = asha;
    const first = await asha.api.purse.history({ address });
    expect(first.entries).toHaveLength(30);
    const second = await asha.api.purse.history({ address, before: first.older });
    expect(second.entries.map(({ kind }) => kind)).toEqual(['toppedUp', 'opened']);
    expect(second.older).toBeNull();
  }, 60_000);
});
