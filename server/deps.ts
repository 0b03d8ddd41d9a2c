import { type Logger } from 'pino';
import { type H160 } from '../sdk/voucher';
import { type Clock } from './clock';
import { type Prisma, type PrismaClient } from './generated/prisma/client';
import { type AccountId, type SessionId } from './ids';
import { type EngineHealth, type Ledger } from './ledger';

export { type BlockRef, type EngineHealth, type Ledger } from './ledger';

/** PostgreSQL through Prisma. */
export type Db = PrismaClient;
/** The same inside a transaction. */
export type Tx = Prisma.TransactionClient;

/** The media server (LiveKit). */
export interface Rooms {
  health(): Promise<EngineHealth>;
}

/** The kinds of keys that wallets sign with. */
export type WalletScheme = 'sr25519' | 'ed25519' | 'ecdsa';

/** A wallet's address in its one spelling here, and as the contract sees it. */
export interface WalletAddress {
  /** SS58 with prefix 42. */
  address: string;
  /** 0x and 40 hex digits, lower case. */
  h160: string;
}

/** What is known about wallets without asking the chain. */
export interface Wallets {
  /** Any SS58 spelling, or null when it is not an address. */
  parseAddress(text: string): WalletAddress | null;
  /** The scheme by which the address signed exactly this text (plain or wrapped in <Bytes>, as extensions do), or null. */
  verify(address: string, text: string, signature: string): WalletScheme | null;
}

/** argon2id. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** With `null` it takes as long as with a hash and says no: answers do not tell whether an account exists. */
  verify(hash: string | null, password: string): Promise<boolean>;
  /** Hashed with parameters that we have moved on from: to be hashed anew when the password is at hand. */
  isOutdated(hash: string): boolean;
}

/** Who is asking, as far as the session cookie proves it. */
export interface SignedIn {
  sessionId: SessionId;
  accountId: AccountId;
}

/** Where a request comes from: kept with a session so that its owner recognises it. */
export interface Origin {
  ipAddress: string;
  userAgent: string;
}

/** Sessions by Lucia. Secrets are what the cookie holds; only their hashes are stored. */
export interface Sessions {
  /** A new session; returns the Set-Cookie header. */
  create(accountId: AccountId, origin: Origin): Promise<string>;
  /** Who the cookie header belongs to; `setCookie` when the cookie is to be renewed or cleared. */
  read(cookieHeader: string | null): Promise<{ signedIn: SignedIn | null; setCookie: string | null }>;
  end(session: SessionId): Promise<void>;
  endAll(account: AccountId, except?: SessionId): Promise<void>;
  /** The Set-Cookie header that clears the cookie. */
  blankCookie(): string;
  /** The same, writing in a transaction: a deed and the sessions that it makes or ends stand or fall together. */
  within(tx: Tx): Sessions;
}

/** The chain that this site stands on. */
export interface ChainConfig {
  /** A development chain that may be reset. */
  local: boolean;
  /** The purse contract; null where payments are not set up. */
  contract: H160 | null;
  /** The block that the contract was deployed in: nothing before it tells of purses. */
  contractBlock: number;
  /** Where people can look at a block; {number} stands for its number. */
  blockUrl: string;
}

/** What configuration a domain may know. */
export interface Config {
  /** The canonical address of this site, such as https://vilokanam.example. */
  origin: string;
  /** A local installation for trying things out: demo accounts are shown. */
  localDemo: boolean;
  chain: ChainConfig;
}

/** All that a domain module may touch. Domain functions take the part of it that they need. */
export interface Deps {
  db: Db;
  clock: Clock;
  log: Logger;
  rooms: Rooms;
  ledger: Ledger;
  wallets: Wallets;
  passwords: Passwords;
  sessions: Sessions;
  config: Config;
}
