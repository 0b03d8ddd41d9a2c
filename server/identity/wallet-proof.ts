import { type Deps, type Origin, type Tx, type WalletAddress, type WalletScheme } from '../deps';
import { DomainError } from '../errors';
import { limit } from '../limits/take';
import { readMe } from './me';
import { statementOf } from './statement';
import { type WalletAsk } from './wallet-challenge';

/** A wallet that has signed one of our statements, which is still to be spent. */
export interface WalletProof extends WalletAddress {
  nonce: string;
  scheme: WalletScheme;
}

/**
 * Checks a signed statement without writing anything: made here, for this purpose, account and
 * session, not used, not too old, and signed by the wallet that it names. A bad signature therefore
 * does not spend the statement: whoever does not have the wallet could otherwise only be a nuisance
 * to who has it.
 */
export async function proveWallet(
  deps: Pick<Deps, 'db' | 'clock' | 'wallets' | 'config'>,
  origin: Origin,
  { nonce, signature }: { nonce: string; signature: string },
  ask: WalletAsk = { purpose: 'signIn' },
): Promise<WalletProof> {
  const { db, clock, wallets, config } = deps;
  await limit(deps, 'walletProof', origin, nonce);
  const challenge = await db.walletChallenge.findUnique({ where: { nonce } });
  const accountId = ask.purpose === 'signIn' ? null : ask.accountId;
  const sessionId = ask.purpose === 'confirm' ? ask.sessionId : null;
  const isAsked =
    challenge?.purpose === ask.purpose && challenge.accountId === accountId && challenge.sessionId === sessionId;
  if (!isAsked) throw new DomainError('challengeUnknown');
  // The statement as this site would make it today: one that was made for another site does not
  // count here, even where both share a database.
  const handle = accountId && (await readMe(deps, accountId)).handle;
  const ours = statementOf({ ...challenge, site: config.origin, handle });
  if (challenge.statement !== ours) throw new DomainError('challengeUnknown');
  if (challenge.usedAt) throw new DomainError('challengeUsed');
  if (challenge.expiresAt <= clock.now()) throw new DomainError('challengeExpired');
  const scheme = wallets.verify(challenge.address, challenge.statement, signature);
  const wallet = wallets.parseAddress(challenge.address);
  if (!scheme || !wallet) throw new DomainError('badSignature');
  return { ...wallet, nonce, scheme };
}

/**
 * Spends the statement in the deed's transaction, by one conditional update: of two that come at
 * once, one wins.
 */
export async function spend(tx: Tx, { clock }: Pick<Deps, 'clock'>, { nonce }: WalletProof): Promise<void> {
  const usedAt = clock.now();
  const { count } = await tx.walletChallenge.updateMany({
    where: { nonce, usedAt: null, expiresAt: { gt: usedAt } },
    data: { usedAt },
  });
  if (count === 0) throw new DomainError('challengeUsed');
}
