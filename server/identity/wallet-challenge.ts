import { randomBytes } from 'node:crypto';
import { later, MINUTE } from '../clock';
import { type Deps, type Origin } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type SessionId } from '../ids';
import { limit } from '../limits/take';
import { limitSignIn } from './devices';
import { readMe } from './me';
import { statementOf } from './statement';

/** How long a person has to sign. */
const LIFETIME = 5 * MINUTE;

/** What a wallet is asked for, and by whom. */
export type WalletAsk =
  | { purpose: 'signIn' }
  | { purpose: 'link'; accountId: AccountId }
  | { purpose: 'confirm'; accountId: AccountId; sessionId: SessionId };

/** What a wallet is to sign, and until when. */
export interface Challenge {
  nonce: string;
  statement: string;
  expiresAt: Date;
}

/**
 * Asks a wallet to prove itself: to sign in, or, for somebody who is signed in, to be linked to
 * their account or to speak for its owner. The last is limited by session: whoever holds one does
 * not use up the tries of its owner's wallet.
 */
export async function challengeWallet(
  deps: Pick<Deps, 'db' | 'clock' | 'wallets' | 'config'>,
  origin: Origin,
  typedAddress: string,
  ask: WalletAsk = { purpose: 'signIn' },
): Promise<Challenge> {
  const { db, clock, wallets, config } = deps;
  const wallet = wallets.parseAddress(typedAddress);
  if (!wallet) throw new DomainError('badAddress');
  const { address } = wallet;
  const { purpose } = ask;
  const accountId = purpose === 'signIn' ? null : ask.accountId;
  const sessionId = purpose === 'confirm' ? ask.sessionId : null;
  if (sessionId) await limit(deps, 'walletChallenge', origin, sessionId);
  else {
    await limitSignIn(deps, 'walletChallenge', origin, {
      subject: address,
      findAccount: async () =>
        (await db.wallet.findUnique({ where: { address }, select: { accountId: true } }))?.accountId ?? null,
    });
  }

  const handle = accountId && (await readMe(deps, accountId)).handle;
  const nonce = randomBytes(20).toString('hex');
  const issuedAt = clock.now();
  const expiresAt = later(issuedAt, LIFETIME);
  const statement = statementOf({ site: config.origin, address, nonce, issuedAt, expiresAt, purpose, handle });
  await db.walletChallenge.create({
    data: { nonce, purpose, address, accountId, sessionId, statement, issuedAt, expiresAt },
  });
  return { nonce, statement, expiresAt };
}
