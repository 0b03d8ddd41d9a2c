import { lockAccount } from '../identity/lock';
import { type Member } from '../identity/visitor';
import { type Challenge, challengeWallet } from '../identity/wallet-challenge';
import { proveWallet, spend } from '../identity/wallet-proof';
import { record } from '../audit/record';
import { DAY, later } from '../clock';
import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';
import { limit } from '../limits/take';
import { holdSession } from './proof';

/** So long after it was linked, a wallet can speak for its account. */
const SPEAKS_AFTER = DAY;

type Needs = Pick<Deps, 'db' | 'clock' | 'sessions'>;

/** Proves by the password that whoever holds this session owns the account. */
export async function proveByPassword(
  deps: Needs & Pick<Deps, 'passwords'>,
  member: Member,
  password: string,
): Promise<{ setCookie: string }> {
  const { accountId, sessionId } = member.signedIn;
  // By session: a thief has one, and cannot shut its owner out of another.
  await limit(deps, 'confirm', member.origin, sessionId);
  const credential = await deps.db.passwordCredential.findUnique({ where: { accountId }, select: { hash: true } });
  const fits = await deps.passwords.verify(credential?.hash ?? null, password);
  if (!credential || !fits) throw new DomainError('wrongPassword');
  return confirmSession(deps, member, 'password', async (tx) => {
    // Verifying took a while: a password that was changed meanwhile proves nothing.
    const current = { accountId, hash: credential.hash };
    if ((await tx.passwordCredential.count({ where: current })) === 0) throw new DomainError('wrongPassword');
  });
}

/** Asks a wallet that is linked already to speak for the account's owner, in this session alone. */
export async function challengeProof(
  deps: Pick<Deps, 'db' | 'clock' | 'wallets' | 'config'>,
  { signedIn, origin }: Member,
  typedAddress: string,
): Promise<Challenge> {
  const wallet = deps.wallets.parseAddress(typedAddress);
  if (!wallet) throw new DomainError('badAddress');
  await checkWalletMayProve(deps.db, deps, signedIn.accountId, wallet.address);
  return challengeWallet(deps, origin, wallet.address, { purpose: 'confirm', ...signedIn });
}

/** Proves the same by the signature of a linked wallet. */
export async function proveByWallet(
  deps: Needs & Pick<Deps, 'wallets' | 'config'>,
  member: Member,
  signed: { nonce: string; signature: string },
): Promise<{ setCookie: string }> {
  const { signedIn, origin } = member;
  const proof = await proveWallet(deps, origin, signed, { purpose: 'confirm', ...signedIn });
  return confirmSession(deps, member, 'wallet', async (tx) => {
    await checkWalletMayProve(tx, deps, signedIn.accountId, proof.address);
    await spend(tx, deps, proof);
  });
}

/**
 * Whether a wallet can speak for an account: linked, and for a day already, or with nothing older
 * beside it. A thief who came in the minutes after a sign-in cannot prove by a wallet that they
 * have just linked.
 */
async function checkWalletMayProve(
  db: Deps['db'] | Tx,
  { clock }: Pick<Deps, 'clock'>,
  accountId: AccountId,
  address: string,
): Promise<void> {
  const wallet = await db.wallet.findFirst({ where: { address, accountId }, select: { linkedAt: true } });
  if (!wallet) throw new DomainError('walletNotLinked');
  const { linkedAt } = wallet;
  if (linkedAt <= later(clock.now(), -SPEAKS_AFTER)) return;
  const passwords = await db.passwordCredential.count({ where: { accountId } });
  const older = await db.wallet.count({ where: { accountId, linkedAt: { lt: linkedAt } } });
  if (passwords + older > 0) throw new DomainError('walletTooNew');
}

/**
 * The session gets a new name with its proof: whoever copied the cookie before has no part in it.
 */
function confirmSession(
  { db, clock, sessions }: Needs,
  { signedIn, origin: { ipAddress } }: Member,
  by: 'password' | 'wallet',
  check: (tx: Tx) => Promise<void>,
): Promise<{ setCookie: string }> {
  const { accountId, sessionId } = signedIn;
  return db.$transaction(async (tx) => {
    await lockAccount(tx, accountId);
    await holdSession(tx, signedIn);
    await check(tx);
    await tx.session.update({ where: { publicId: sessionId }, data: { confirmedAt: clock.now() } });
    const subject = `account:${accountId}` as const;
    await record(
      tx,
      { clock },
      { actorId: accountId, action: 'account.ownerProved', subject, detail: { by }, ipAddress },
    );
    const { setCookie } = await sessions.inTransaction(tx).rotate(sessionId);
    return { setCookie };
  });
}
