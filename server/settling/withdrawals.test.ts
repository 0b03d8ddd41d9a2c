import { describe, expect, test } from 'vitest';
import { type Db, type Ledger } from '../deps';
import { emptyWalletWorld, rounds, WITHDRAW_FEE } from '../testing/empty-wallet';
import { plancks, UNIT } from '../testing/factories';
import { type TestDeps } from '../testing/harness';
import { settleDue } from './settle';

const killed = () => Promise.reject(new Error('this process was killed'));

/** One round of settling that this comes over. */
const BLOWS: Record<string, (deps: TestDeps) => Promise<unknown>> = {
  'before it was stored': async (deps) => {
    const $transaction = (work: (tx: never) => Promise<unknown>, options: object) =>
      deps.db.$transaction((tx) => work(tx as never).then(killed), options);
    const db = new Proxy(deps.db, {
      get: (of, name) => (name === '$transaction' ? $transaction : Reflect.get(of, name)),
    });
    await settleDue({ ...deps, db: db as Db }).catch(() => undefined);
    deps.ledger.finalize(64); // the nonce that was given away is free again
  },
  'before it was sent': async (deps) => {
    const submit: Ledger['submit'] = killed;
    await settleDue({ ...deps, ledger: { ...deps.ledger, submit } }).then(() => deps.settlements.finish());
  },
  'between sending and noting': async (deps) => {
    deps.ledger.crashBeforeFinalized();
    await settleDue(deps).then(() => deps.settlements.finish());
  },
  'when the chain loses it': async (deps) => {
    deps.ledger.dropNext();
    await settleDue(deps).then(() => deps.settlements.finish());
  },
  'when the chain refuses it': async (deps) => {
    deps.ledger.rejectNext();
    await settleDue(deps).then(() => deps.settlements.finish());
  },
  'twice at once': (deps) => Promise.all([settleDue(deps), settleDue(deps)]).then(() => deps.settlements.finish()),
};

const STAGES = { 'the existential deposit': 0, 'the earnings': 1 };

describe('a process that ends while an empty wallet is paid', () => {
  for (const [what, before] of Object.entries(STAGES))
    test.each(Object.entries(BLOWS))(`${what}: %s, and it is sent just once`, async (_, blow) => {
      const { deps, bela } = await emptyWalletWorld();
      const given = (await deps.ledger.totals()).balance;
      await bela.api.earnings.askToSend({ address: bela.address });
      await rounds(deps, before);
      await blow(deps);
      deps.ledger.letNextBe();
      await rounds(deps, 8);
      expect(await deps.ledger.balance(bela.address)).toBe(plancks(deps, UNIT - WITHDRAW_FEE));
      expect((await deps.ledger.totals()).balance).toBe(given - (UNIT - WITHDRAW_FEE));
      expect(await deps.db.payout.count()).toBe(1);
      expect(await deps.db.withdrawal.findMany()).toMatchObject([{ error: null }]);
      expect((await bela.api.earnings.overview()).wallets[0]!.request).toMatchObject({ status: 'arrived' });
      const done = await deps.db.settlement.count({ where: { turn: 'withdrawFor', status: 'finalized' } });
      expect(done).toBe(2);
    });
});
