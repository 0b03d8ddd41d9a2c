import { amount, type Amount } from '../../sdk/money';
import { followChain } from '../chain/follow';
import { SECOND } from '../clock';
import { settleDue } from '../settling/settle';
import { pass, settle } from './chain-time';
import { makePurse, makeVoucher, UNIT } from './factories';
import { fakeLedger, type FakeLedgerOptions } from './fake-ledger';
import { type TestDeps, testClock } from './harness';
import { paymentDeps, purseBrowser } from './purse-browser';

/**
 * What the operator keeps, and the least that an account holds: as on the local chain, the first
 * covers the second.
 */
export const WITHDRAW_FEE = amount(UNIT / 500n);
export const EXISTENTIAL_DEPOSIT = amount(UNIT / 1_000n);

/**
 * Asha has a purse and has watched; Bela is paid for it to a wallet that never held anything.
 * `owed` is what is settled for her.
 */
export async function emptyWalletWorld({
  owed = amount(UNIT),
  ...options
}: FakeLedgerOptions & { owed?: Amount } = {}) {
  const clock = testClock();
  const costs = { withdrawFee: WITHDRAW_FEE, existentialDeposit: EXISTENTIAL_DEPOSIT, feeBasisPoints: 0 };
  const deps = await paymentDeps({ clock, ledger: fakeLedger({ clock, ...costs, ...options }) });
  const [asha, bela] = [await purseBrowser(deps, 1), await purseBrowser(deps, 2, 0n)];
  await makePurse(deps, asha);
  await pass(deps, 10 * SECOND);
  const earn = async (extras: Amount) => {
    await makeVoucher(deps, asha, bela, { seconds: 1n, amount: amount(0n), extras });
    await settle(deps);
  };
  if (owed > 0n) await earn(owed);
  return { deps, asha, bela, earn };
}

/** What the worker does in some rounds, each followed by a reading of the chain. */
export async function rounds(deps: TestDeps, count = 4) {
  for (let round = 0; round < count; round += 1) {
    await pass(deps, 10 * SECOND);
    await deps.settlements.recover(deps).then(() => deps.settlements.finish());
    await followChain(deps);
    await settleDue(deps).then(() => deps.settlements.finish());
    await followChain(deps);
  }
}
