import { randomBytes } from 'node:crypto';
import { later, MINUTE } from '../clock';
import { type Deps, type Origin } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';
import { limit } from '../limits/take';
import { readMe } from './me';
import { statementOf } from './statement';

/** How long a person has to sign. */
const LIFETIME = 5 * MINUTE;

/** What a wallet is to sign, and until when. */
export interface Challenge {
  nonce: string;
  statement: string;
  expiresAt: Date;
}

/** Asks a wallet to prove itself: to sign in, or, for somebody who is signed in, to be linked to their account. */
export async function challengeWallet(
  deps: Pick<Deps, 'db' | 'clock' | 'wallets' | 'config'>,
  origin: Origin,
  typedAddress: string,
  linkTo: AccountId | null = null,
): Promise<Challenge> {
  const { db, clock, wallets, config } = deps;
  const wallet = wallets.parseAddress(typedAddress);
  if (!wallet) throw new DomainError('badAddress');
  const { address } = wallet;
  await limit(deps, 'walletChallenge', origin, address);

  const handle = linkTo && (await readMe(deps, linkTo)).handle;
  const nonce = randomBytes(20).toString('hex');
  const issuedAt = clock.now();
  const expiresAt = later(issuedAt, LIFETIME);
  const statement = statementOf({ site: config.origin, address, nonce, issuedAt, expiresAt, linkTo: handle });
  const purpose = linkTo ? 'link' : 'signIn';
  await db.walletChallenge.create({
    data: { nonce, purpose, address, accountId: linkTo, statement, issuedAt, expiresAt },
  });
  return { nonce, statement, expiresAt };
}
