import { amount } from '../../sdk/money';
import { compareWithChain } from '../chain/compare';
import { followChain } from '../chain/follow';
import { type WalletPayload } from '../ledger';
import { testBrowser, type TestBrowser } from './browser';
import { makePayer, UNIT, type Payer } from './factories';
import { testDeps, type TestDeps } from './harness';

/** Somebody who is signed in, with a wallet that has money. */
export interface PurseBrowser extends Payer {
  browser: TestBrowser;
  readonly api: TestBrowser['api'];
}

/** Deps that have met their chain. */
export async function paymentDeps(overrides: Partial<TestDeps> = {}): Promise<TestDeps> {
  const deps = await testDeps(overrides);
  await compareWithChain(deps);
  return deps;
}

/**
 * A person with a wallet in a browser of theirs; `seed` says which wallet, `units` what it holds.
 */
export async function purseBrowser(deps: TestDeps, seed: number, units?: bigint): Promise<PurseBrowser> {
  const payer = await makePayer(deps, seed, {}, units);
  const browser = testBrowser(deps);
  browser.cookie = (await deps.sessions.create(payer.id, { ipAddress: '192.0.2.1', userAgent: 'Test browser' })).split(
    ';',
  )[0]!;
  return {
    ...payer,
    browser,
    get api() {
      return browser.api;
    },
  };
}

/** What somebody asks for when they open a purse. */
export async function openAction({ ledger }: Pick<TestDeps, 'ledger'>, { key }: Pick<Payer, 'key'>) {
  const { time } = await ledger.finalizedHead();
  const expiresAt = new Date(Math.floor(time.getTime() / 1_000) * 1_000 + 86_400_000);
  return {
    kind: 'open' as const,
    deposit: amount(5n * UNIT),
    sessionKey: key.publicKey,
    limits: { maxRate: amount(UNIT / 50n), lanes: 2, extrasAllowance: amount(UNIT), expiresAt },
  };
}

type Action = Parameters<TestBrowser['api']['purse']['prepare']>[0]['action'];

/** Prepares, signs and submits, and reads the chain until it is done. */
export async function carryOut(deps: TestDeps, { api, address, wallet }: PurseBrowser, action: Action) {
  const { id, payload } = await api.purse.prepare({ address, action });
  await api.purse.submit({ id, signature: wallet.signPayload(payload as WalletPayload) });
  await deps.transactions.finish();
  await followChain(deps);
  return api.purse.transaction({ id });
}
