import { describe, expect, test } from 'vitest';
import { amount } from '../../sdk/money';
import { DAY, MINUTE } from '../clock';
import { pass } from '../testing/chain-time';
import { emptyWalletWorld, EXISTENTIAL_DEPOSIT, rounds, WITHDRAW_FEE } from '../testing/empty-wallet';
import { plancks, UNIT } from '../testing/factories';
import { expectNothingWritten } from '../testing/harness';
import { testBrowser } from '../testing/browser';
import { carryOut, purseBrowser } from '../testing/purse-browser';

type World = Awaited<ReturnType<typeof emptyWalletWorld>>;
type Browser = World['bela'];

const ask = ({ api, address }: Browser) => api.earnings.askToSend({ address });
const walletOf = async ({ api }: Browser) => (await api.earnings.overview()).wallets[0]!;
const refusedAs = (code: string) => ({ cause: { code } });

async function expectRefused({ deps }: World, code: string, act: () => Promise<unknown>) {
  await expectNothingWritten(deps.db, () => expect(act()).rejects.toMatchObject(refusedAs(code)));
}

describe('who has an empty wallet', () => {
  test('is told beforehand what sending costs and what arrives, and gets just that', async () => {
    const { deps, bela } = await emptyWalletWorld();
    expect(await walletOf(bela)).toMatchObject({
      owed: UNIT,
      request: null,
      sending: {
        needed: true,
        hindrance: null,
        fee: WITHDRAW_FEE,
        least: 100n * WITHDRAW_FEE,
        arrives: UNIT - WITHDRAW_FEE,
        existentialDeposit: EXISTENTIAL_DEPOSIT,
      },
    });
    expect(await ask(bela)).toMatchObject({ status: 'asked' });
    expect((await walletOf(bela)).request).toMatchObject({ status: 'asked', message: null });
    await rounds(deps);

    const arrived = UNIT - WITHDRAW_FEE;
    expect(await deps.ledger.balance(bela.address)).toBe(plancks(deps, arrived));
    const { wallets, payouts } = await bela.api.earnings.overview();
    expect(wallets).toMatchObject([
      { owed: 0n, withdrawn: arrived, sending: null, request: { status: 'arrived', message: null } },
    ]);
    expect(payouts).toMatchObject([{ amount: arrived, fee: WITHDRAW_FEE, recipient: bela.h160 }]);
    deps.clock.advance(DAY);
    expect((await walletOf(bela)).request).toBeNull();
  });

  test('withdraws without the platform when the wallet can pay the fee of the chain, and is not offered that it sends it', async () => {
    const { deps, bela } = await emptyWalletWorld();
    deps.ledger.endow(bela.address, amount(UNIT));
    expect((await walletOf(bela)).sending).toMatchObject({ needed: false, hindrance: null, existentialDeposit: 0n });
    expect(await carryOut(deps, bela, { kind: 'withdraw' })).toMatchObject({ status: 'finalized' });
  });

  test('with the existential deposit and too little for a fee is offered it, and is given no other deposit', async () => {
    const { deps, bela } = await emptyWalletWorld();
    deps.ledger.endow(bela.address, EXISTENTIAL_DEPOSIT);
    expect((await walletOf(bela)).sending).toMatchObject({ needed: true, hindrance: null, existentialDeposit: 0n });
    await ask(bela);
    await rounds(deps);
    expect(await deps.db.withdrawal.findMany()).toMatchObject([{ admissionId: null, error: null }]);
    expect((await walletOf(bela)).request).toMatchObject({ status: 'arrived' });
  });

  test('asks again for what is earned later', async () => {
    const { deps, bela, earn } = await emptyWalletWorld();
    await ask(bela);
    await rounds(deps);
    await earn(amount(3n * UNIT));
    await ask(bela);
    await rounds(deps);
    expect(await walletOf(bela)).toMatchObject({ owed: 0n, withdrawn: 3n * UNIT - 2n * WITHDRAW_FEE });
  });

  test('is told why when it came to nothing, and that nothing was taken', async () => {
    const { deps, bela } = await emptyWalletWorld();
    await ask(bela);
    deps.ledger.refusePayments(bela.h160);
    await rounds(deps);
    const { owed, request } = await walletOf(bela);
    expect(request).toMatchObject({ status: 'failed' });
    expect(request!.message).toContain('Nothing was taken from your earnings.');
    expect(owed).toBe(UNIT);
  });
});

describe('refused, and nothing is written:', () => {
  test('somebody else’s wallet, as if it did not exist', async () => {
    const world = await emptyWalletWorld();
    const thief = await purseBrowser(world.deps, 3);
    await expectRefused(world, 'notFound', () => thief.api.earnings.askToSend({ address: world.bela.address }));
  });

  test('whoever is not signed in', async () => {
    const world = await emptyWalletWorld();
    const { api } = testBrowser(world.deps);
    await expectRefused(world, 'notSignedIn', () => api.earnings.askToSend({ address: world.bela.address }));
  });

  test('a second request while one is open', async () => {
    const world = await emptyWalletWorld();
    await ask(world.bela);
    await expectRefused(world, 'sendingAlready', () => ask(world.bela));
    await rounds(world.deps);
    expect(await world.deps.db.payout.count()).toBe(1);
  });

  test('all but one of those that come at the same time', async () => {
    const { deps, bela } = await emptyWalletWorld();
    const answers = await Promise.allSettled([ask(bela), ask(bela), ask(bela), ask(bela)]);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject(refusedAs('sendingAlready'));
    await rounds(deps);
    expect(await deps.db.payout.count()).toBe(1);
  });

  test('who asks too often, until some time has passed', async () => {
    const world = await emptyWalletWorld({ owed: amount(UNIT / 10n) });
    for (let tries = 0; tries < 5; tries += 1) await expectRefused(world, 'tooLittleToSend', () => ask(world.bela));
    await expectRefused(world, 'tooManyTries', () => ask(world.bela));
    world.deps.clock.advance(10 * MINUTE);
    await expect(ask(world.bela)).rejects.toMatchObject(refusedAs('tooLittleToSend'));
  });

  test('less than a hundred times the fee, to the last unit; it stays and can be sent when it has grown', async () => {
    const least = 100n * WITHDRAW_FEE;
    const world = await emptyWalletWorld({ owed: amount(least - 1n) });
    const { bela, deps, earn } = world;
    expect((await walletOf(bela)).sending).toMatchObject({ needed: true, least, hindrance: 'tooLittleToSend' });
    await expectRefused(world, 'tooLittleToSend', () => ask(bela));
    await rounds(deps);
    expect((await walletOf(bela)).owed).toBe(least - 1n);
    await earn(amount(least));
    expect((await walletOf(bela)).sending).toMatchObject({ hindrance: null });
    await ask(bela);
    await rounds(deps);
    expect(await walletOf(bela)).toMatchObject({ owed: 0n, withdrawn: least - WITHDRAW_FEE });
  });

  test('who is owed nothing', async () => {
    const world = await emptyWalletWorld({ owed: amount(0n) });
    expect((await walletOf(world.bela)).sending).toBeNull();
    await expectRefused(world, 'nothingToWithdraw', () => ask(world.bela));
  });

  test('an empty wallet where the fee does not cover the existential deposit: the platform gives no money away', async () => {
    const world = await emptyWalletWorld({ withdrawFee: amount(EXISTENTIAL_DEPOSIT - 1n) });
    const { bela, deps } = world;
    expect((await walletOf(bela)).sending).toMatchObject({ hindrance: 'walletEmpty' });
    await expectRefused(world, 'walletEmpty', () => ask(bela));
    deps.ledger.endow(bela.address, EXISTENTIAL_DEPOSIT);
    await ask(bela);
    await rounds(deps);
    expect((await walletOf(bela)).request).toMatchObject({ status: 'arrived' });
  });

  test('a wallet that has to sign itself in on the chain first', async () => {
    const world = await emptyWalletWorld();
    world.deps.ledger.standing = async () => 'unmapped';
    expect((await walletOf(world.bela)).sending).toMatchObject({ needed: true, hindrance: 'walletUnmapped' });
    await expectRefused(world, 'walletUnmapped', () => ask(world.bela));
  });

  test('anybody while the chain does not answer', async () => {
    const world = await emptyWalletWorld();
    world.deps.ledger.setReachable(false);
    await expectRefused(world, 'chainAway', () => ask(world.bela));
    expect(await walletOf(world.bela)).toMatchObject({ owed: null, sending: null });
  });
});

describe('the existential deposit', () => {
  test('is not given again to a wallet that got it, took the rest past the platform and was emptied', async () => {
    const world = await emptyWalletWorld();
    const { deps, bela, earn } = world;
    await ask(bela);
    await rounds(deps, 1);
    expect(await deps.ledger.standing(bela.address)).toBe('known');
    deps.ledger.endow(bela.address, amount(UNIT / 100n)); // from a friend
    await carryOut(deps, bela, { kind: 'withdraw' });
    await rounds(deps);
    expect((await walletOf(bela)).request).toMatchObject({ status: 'failed' });

    await earn(amount(4n * UNIT));
    deps.ledger.empty(bela.address);
    expect(await deps.ledger.standing(bela.address)).toBe('empty');
    await expectRefused(world, 'walletEmpty', () => ask(bela));
  });

  test('is given once for a request: a wallet that is emptied in between is not given it anew', async () => {
    const { deps, bela } = await emptyWalletWorld();
    await ask(bela);
    await rounds(deps, 1);
    deps.ledger.empty(bela.address);
    await rounds(deps);
    expect((await walletOf(bela)).request).toMatchObject({ status: 'failed' });
    expect(await deps.db.settlement.count({ where: { turn: 'withdrawFor' } })).toBe(1);
    expect((await walletOf(bela)).owed).toBe(UNIT);
  });

  test('is not given when what is owed has gone since it was asked', async () => {
    const { deps, bela } = await emptyWalletWorld();
    await ask(bela);
    const { earnings } = deps.ledger;
    deps.ledger.earnings = async (account) => {
      const told = await earnings(account);
      return { ...told, owed: amount(0n), pot: amount(0n) };
    };
    await rounds(deps);
    expect(await deps.ledger.standing(bela.address)).toBe('empty');
    expect((await walletOf(bela)).request).toMatchObject({ status: 'failed' });
  });

  test('an account that was deleted meanwhile is paid all the same, when the chain knows its wallet', async () => {
    const { deps, bela } = await emptyWalletWorld();
    deps.ledger.endow(bela.address, EXISTENTIAL_DEPOSIT);
    await ask(bela);
    await deps.db.wallet.deleteMany({ where: { accountId: bela.id } });
    await pass(deps, MINUTE);
    await rounds(deps);
    expect(await deps.db.withdrawal.findMany()).toMatchObject([{ error: null }]);
    expect(await deps.ledger.earnings(bela.h160)).toMatchObject({ owed: 0n, pot: 0n });
  });
});
