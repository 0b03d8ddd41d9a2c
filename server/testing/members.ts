import { later, HOUR } from '../clock';
import { type AccountId } from '../ids';
import { testBrowser, type TestBrowser } from './browser';
import { type TestDeps } from './harness';
import { type TestWallet } from './wallets';

/** Signs a statement as its wallet does. */
export function signedBy(wallet: TestWallet, { nonce, statement }: { nonce: string; statement: string }) {
  return { nonce, signature: wallet.sign(statement) };
}

/** Signs in by a wallet: into its account, or a new one. */
export async function signInBy(wallet: TestWallet, browser: TestBrowser) {
  const challenge = await browser.api.session.walletChallenge({ address: wallet.address });
  return browser.api.session.walletSignIn(signedBy(wallet, challenge));
}

/** Links a wallet through the API. */
export async function link(wallet: TestWallet, browser: TestBrowser, label = '') {
  const challenge = await browser.api.account.linkChallenge({ address: wallet.address });
  return browser.api.account.linkWallet({ ...signedBy(wallet, challenge), label });
}

/** Proves by a linked wallet that the account is its owner's. */
export async function proveBy(wallet: TestWallet, browser: TestBrowser) {
  const challenge = await browser.api.security.proofChallenge({ address: wallet.address });
  return browser.api.security.proveByWallet(signedBy(wallet, challenge));
}

/** A wallet that was linked to an account that long ago, without any call. */
export async function hasLinked(deps: TestDeps, accountId: AccountId, wallet: TestWallet, ago = 1_000 * HOUR) {
  const { h160 } = deps.wallets.parseAddress(wallet.address)!;
  const { address, scheme } = wallet;
  const linkedAt = later(deps.clock.now(), -ago);
  return deps.db.wallet.create({ data: { accountId, address, h160, scheme, label: 'Veena', linkedAt } });
}

/** Another browser with a copy of this one's cookie. */
export function copyOf({ cookie }: TestBrowser, deps: TestDeps): TestBrowser {
  const thief = testBrowser(deps, { ipAddress: '198.51.100.66', userAgent: 'Thief' });
  thief.cookie = cookie;
  return thief;
}
