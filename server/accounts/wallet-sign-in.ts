import { record } from '../audit/record';
import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';
import { limit } from '../limits/take';
import { MADE_UP_NAME, madeUpHandle } from '../names/handles';
import { looksOfNames } from '../names/imitation';
import { lockAccount } from '../identity/lock';
import { startSession, type Entered } from './start-session';
import { takenCode } from '../map-unique-violation';
import { type Visitor } from '../identity/visitor';
import { proveWallet, spend, type WalletProof } from '../identity/wallet-proof';

type Needs = Pick<Deps, 'db' | 'clock' | 'wallets' | 'sessions' | 'config'>;

/**
 * Signs in by a signed statement. A wallet that nobody has linked makes an account with a made-up
 * handle.
 */
export async function walletSignIn(
  deps: Needs,
  visitor: Visitor,
  signed: { nonce: string; signature: string },
): Promise<Entered & { created: boolean }> {
  const proof = await proveWallet(deps, visitor.origin, signed);
  try {
    return await enter(deps, visitor, proof);
  } catch (error) {
    // The same wallet was linked, or came in by another statement, at the same moment (or a made-up
    // handle was not free): nothing of ours was written, and now there is an account to sign in to.
    if (takenCode(error)) return enter(deps, visitor, proof);
    throw error;
  }
}

async function enter(deps: Needs, visitor: Visitor, proof: WalletProof): Promise<Entered & { created: boolean }> {
  const { db, clock } = deps;
  const known = await db.wallet.findUnique({
    where: { address: proof.address },
    select: { id: true, accountId: true },
  });
  // accounts are made no faster with wallets than with passwords
  if (!known) await limit(deps, 'signUp', visitor.origin, proof.address);
  return db.$transaction(async (tx) => {
    if (known) {
      await lockAccount(tx, known.accountId as AccountId, 'challengeUsed');
      const lastUsedAt = clock.now();
      const { count } = await tx.wallet.updateMany({ where: known, data: { lastUsedAt } });
      // Taken off the account a moment ago: it signs in to that account no more.
      if (count === 0) throw new DomainError('challengeUsed');
    }
    await spend(tx, deps, proof);
    const id = known ? (known.accountId as AccountId) : await makeAccount(tx, deps, visitor, proof);
    return { ...(await startSession(tx, deps, id, visitor, 'wallet')), created: !known };
  });
}

async function makeAccount(tx: Tx, deps: Needs, visitor: Visitor, proof: WalletProof): Promise<AccountId> {
  const now = deps.clock.now();
  const { address, h160, scheme } = proof;
  const names = { handle: madeUpHandle(), displayName: MADE_UP_NAME };
  const account = await tx.account.create({
    data: {
      handle: names.handle,
      looks: looksOfNames(names),
      createdAt: now,
      profile: { create: { displayName: names.displayName, updatedAt: now } },
      wallets: { create: { address, h160, scheme, linkedAt: now, lastUsedAt: now } },
    },
    select: { id: true },
  });
  const id = account.id as AccountId;
  const { ipAddress } = visitor.origin;
  const subject = `account:${id}` as const;
  await record(tx, deps, { actorId: id, action: 'account.signedUp', subject, detail: { by: 'wallet' }, ipAddress });
  return id;
}
