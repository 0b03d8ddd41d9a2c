import { describe, expect, test, vi } from 'vitest';
import { amount } from '../../sdk/money';
import { fakeLedger } from '../testing/fake-ledger';
import { testDeps } from '../testing/harness';
import { compareWithChain } from './compare';
import { KnownChain } from './known-chain';
import { chainMoney, requireWholePlancks } from './money';

const UNIT = { symbol: 'UNIT', decimals: 10 };

describe('what the chain’s money is', () => {
  test('is asked of the chain once', async () => {
    const deps = await testDeps();
    const asked = vi.spyOn(deps.ledger, 'properties');
    expect([await chainMoney(deps), await chainMoney(deps)]).toEqual([UNIT, UNIT]);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  test('is known from the database to a process that starts while the chain is away', async () => {
    const before = await testDeps();
    await compareWithChain(before);
    const ledger = fakeLedger({ clock: before.clock, decimals: 12 });
    ledger.setReachable(false);
    expect(await chainMoney({ ...before, ledger, knownChain: new KnownChain() })).toEqual(UNIT);
  });

  test('is not known while a chain was never reached: it is asked again after a while, not by everybody', async () => {
    const deps = await testDeps();
    deps.ledger.setReachable(false);
    const asked = vi.spyOn(deps.ledger, 'properties');
    expect(await Promise.all([chainMoney(deps), chainMoney(deps)])).toEqual([null, null]);
    expect(await chainMoney(deps)).toBeNull();
    expect(asked).toHaveBeenCalledTimes(1);
    deps.ledger.setReachable(true);
    expect(await chainMoney(deps)).toBeNull();
    deps.clock.advance(10_000);
    expect(await chainMoney(deps)).toEqual(UNIT);
  });
});

describe('money that an account is to hold', () => {
  const asked = (value: bigint) => ({ value: amount(value), field: 'price', name: 'That price' });

  test('is a whole number of what the chain counts, on every scale', async () => {
    for (const [decimals, planck] of [
      [0, 10n ** 18n],
      [10, 10n ** 8n],
      [18, 1n],
    ] as const) {
      const deps = await testDeps({ ledger: fakeLedger({ decimals }) });
      await requireWholePlancks(deps, asked(7n * planck));
      if (planck > 1n)
        await expect(requireWholePlancks(deps, asked(7n * planck + 1n))).rejects.toMatchObject({
          code: 'finerThanChain',
          message: `That price is finer than the chain can count: UNIT has ${decimals} decimals.`,
          fields: { price: expect.stringContaining('{name} is finer') as string },
        });
    }
  });

  test('may be nothing, also where nobody knows what the chain counts; anything else waits', async () => {
    const deps = await testDeps();
    deps.ledger.tellOfMoney(null);
    await requireWholePlancks(deps, asked(0n));
    await expect(requireWholePlancks(deps, asked(1n))).rejects.toMatchObject({ code: 'moneyNotKnown' });
  });
});
