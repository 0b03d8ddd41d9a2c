import { later, MINUTE } from '../clock';
import { type Deps, type SignedIn, type Tx } from '../deps';
import { DomainError } from '../errors';

/** So long a proof is good for, in the session that gave it. */
export const PROOF_LIFETIME = 5 * MINUTE;

/**
 * What proves that it is the owner who asks for a change, and not somebody with a copied cookie:
 * - fresh: whoever holds this session signed in, or proved themselves, a moment ago;
 * - asked: they proved themselves a moment ago, and having signed in is not enough;
 * - typed: the current password came with the request itself, and fits.
 */
export type Proof = 'fresh' | 'asked' | 'typed';

/**
 * Holds the session until the transaction ends; refused when it has ended, or got another name,
 * since the request began.
 */
export async function holdSession(
  tx: Tx,
  { accountId, sessionId }: SignedIn,
): Promise<{ createdAt: Date; confirmedAt: Date | null }> {
  const [session] = await tx.$queryRaw<{ created_at: Date; confirmed_at: Date | null }[]>`
    SELECT created_at, confirmed_at FROM sessions
    WHERE public_id = ${sessionId}::uuid AND account_id = ${accountId}::uuid FOR UPDATE`;
  if (!session) throw new DomainError('notSignedIn');
  return { createdAt: session.created_at, confirmedAt: session.confirmed_at };
}

/**
 * Refuses with `proofNeeded` unless the session has the proof. The caller has locked the account.
 */
export async function requireProof(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  signedIn: SignedIn,
  proof: Proof,
): Promise<void> {
  const { createdAt, confirmedAt } = await holdSession(tx, signedIn);
  if (proof === 'typed') return;
  const since = later(clock.now(), -PROOF_LIFETIME);
  const proven = confirmedAt !== null && confirmedAt > since;
  const entered = proof === 'fresh' && createdAt > since;
  if (!proven && !entered) throw new DomainError('proofNeeded');
}
