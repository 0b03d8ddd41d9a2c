import { looksOfNames } from '../names/imitation';
import { HOUR, later, type Clock } from '../clock';
import { type Deps } from '../deps';
import { type Account, type Category, type Prisma, type Stream } from '../generated/prisma/client';
import { type AccountId, type StreamId } from '../ids';
import { type Ending, type Limits, type PurseCall } from '../ledger';
import { stored } from '../money';
import { amount, type Amount, fromPlanck, type Planck, toPlanck } from '../../sdk/money';
import { bytesOf, type H160, type SignedVoucher, type Voucher } from '../../sdk/voucher';
import { type FakeLedger } from './fake-ledger';
import { testSessionKey, type TestSessionKey } from './session-keys';
import { testWallet, type TestWallet } from './wallets';

/** What a made account may be told: its own columns, and a password when it is to sign in. */
export type AccountInput = Partial<Omit<Prisma.AccountUncheckedCreateInput, 'profile' | 'password'>> & {
  displayName?: string;
  password?: string;
};

/** Counted per process, so that no two made things collide. */
let made = 0;

/**
 * An account with a profile; with a password only when one is given, for argon2id takes its time.
 */
export async function makeAccount(
  { db, clock, passwords }: Pick<Deps, 'db' | 'clock' | 'passwords'>,
  { displayName, password, ...account }: AccountInput = {},
): Promise<Account & { id: AccountId }> {
  const handle = account.handle ?? `person_${(made += 1)}`;
  const hash = password === undefined ? null : await passwords.hash(password);
  const row = await db.account.create({
    data: {
      createdAt: clock.now(),
      ...account,
      handle,
      looks: looksOfNames({ handle, displayName: displayName ?? handle }),
      profile: { create: { displayName: displayName ?? handle } },
      password: hash === null ? undefined : { create: { hash } },
    },
  });
  return { ...row, id: row.id as AccountId };
}

/** An account that may go live. */
export function makeCreator(
  deps: Parameters<typeof makeAccount>[0],
  input: AccountInput = {},
): ReturnType<typeof makeAccount> {
  return makeAccount(deps, { roles: ['viewer', 'creator'], ...input });
}

/** A category, made once: the same slug gives the same row. */
export function makeCategory(
  { db }: Pick<Deps, 'db'>,
  slug = 'music',
  input: Partial<Category> = {},
): Promise<Category> {
  const name = `${slug.slice(0, 1).toUpperCase()}${slug.slice(1)}`;
  return db.category.upsert({ where: { slug }, create: { slug, name, ...input }, update: {} });
}

/**
 * A stream by `creatorId`: scheduled for in an hour unless told otherwise; the times that a status
 * demands are filled in.
 */
export async function makeStream(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: Partial<Prisma.StreamUncheckedCreateInput> & { creatorId: string },
): Promise<Stream & { id: StreamId }> {
  await makeCategory(deps, input.categorySlug);
  const row = await deps.db.stream.create({
    data: {
      title: `Stream ${(made += 1)}`,
      categorySlug: 'music',
      ratePerSecond: '0',
      createdAt: deps.clock.now(),
      ...timesOf(input.status ?? 'scheduled', deps.clock),
      ...input,
    },
  });
  return { ...row, id: row.id as StreamId };
}

function timesOf(status: Stream['status'], clock: Clock): Partial<Prisma.StreamUncheckedCreateInput> {
  const now = clock.now();
  switch (status) {
    case 'scheduled':
      return { status, scheduledAt: later(now, HOUR) };
    case 'live':
      return { status, startedAt: later(now, -HOUR) };
    case 'ended':
      return { status, startedAt: later(now, -2 * HOUR), endedAt: later(now, -HOUR), endReason: 'creatorEnded' };
    case 'recorded':
      return { status, startedAt: later(now, -HOUR) };
  }
}

/**
 * Somebody who pays or is paid: an account with a linked wallet that has money, and a session key.
 */
export interface Payer {
  id: AccountId;
  handle: string;
  wallet: TestWallet;
  address: string;
  h160: H160;
  key: TestSessionKey;
}

type PayerDeps = Pick<Deps, 'db' | 'clock' | 'passwords' | 'wallets'> & { ledger: FakeLedger };

/** One whole coin of the chain's money, as the contract counts it. */
export const UNIT = 10n ** 18n;

/** The least that accounts of this test's chain can hold. */
export const planckOf = ({ ledger }: Pick<PayerDeps, 'ledger'>): Amount =>
  fromPlanck(1n as Planck, ledger.money.decimals);

/**
 * Money as the accounts of this test's chain count it; it must be a whole number of plancks there.
 */
export function plancks({ ledger }: Pick<PayerDeps, 'ledger'>, value: bigint): Planck {
  const planck = toPlanck(amount(value), ledger.money.decimals);
  if (planck === null) throw new RangeError(`this chain does not count as finely as ${value}`);
  return planck;
}

/** A person with a wallet of 1,000 units, or as many as are said; `seed` says which wallet. */
export async function makePayer(
  deps: PayerDeps,
  seed: number,
  input: AccountInput = {},
  units = 1_000n,
): Promise<Payer> {
  const { id, handle } = await makeCreator(deps, input);
  const wallet = testWallet('ed25519', seed);
  const { address } = wallet;
  const h160 = deps.wallets.parseAddress(address)!.h160 as H160;
  await deps.db.wallet.create({
    data: { accountId: id, address, h160, scheme: 'ed25519', linkedAt: deps.clock.now() },
  });
  deps.ledger.endow(address, amount(units * UNIT));
  return { id, handle, wallet, address, h160, key: testSessionKey() };
}

/**
 * Signs a call by its wallet and sends it; it is in a finalized block when this resolves, unless
 * the chain makes blocks by hand.
 */
export async function sendCall(
  { ledger }: Pick<PayerDeps, 'ledger'>,
  { wallet, address }: Payer,
  call: PurseCall,
): Promise<Ending> {
  const { payload } = await ledger.prepare(address, call);
  return ledger.submit(await ledger.assemble(payload, wallet.signPayload(payload)));
}

/**
 * Opens a purse on the chain: 100 units, two lanes, 0.01 a second, 10 for extras, a day, unless
 * told otherwise.
 */
export async function makePurse(
  deps: Pick<PayerDeps, 'ledger'>,
  payer: Payer,
  { deposit = amount(100n * UNIT), ...limits }: Partial<Limits & { deposit: Amount }> = {},
): Promise<Ending> {
  const { time } = await deps.ledger.finalizedHead();
  const usual = { maxRate: amount(UNIT / 100n), lanes: 2, extrasAllowance: amount(10n * UNIT) };
  const expiresAt = new Date(Math.floor(time.getTime() / 1_000) * 1_000 + 24 * HOUR);
  const { publicKey: sessionKey } = payer.key;
  return sendCall(deps, payer, { kind: 'open', deposit, sessionKey, limits: { ...usual, expiresAt, ...limits } });
}

/** A signed voucher of a purse, for 0.01 a second unless told otherwise; not stored. */
export async function signVoucher(
  { ledger }: Pick<PayerDeps, 'ledger'>,
  { h160: viewer, key }: Payer,
  { h160: creator }: Pick<Payer, 'h160'>,
  { seconds, amount: value, extras, purseNonce, key: number }: Partial<Voucher> & { seconds: bigint },
): Promise<SignedVoucher> {
  const purse = await ledger.purse(viewer);
  const nonce = purseNonce ?? purse?.nonce ?? 0;
  return key.signVoucher(ledger.domain, {
    viewer,
    creator,
    purseNonce: nonce,
    key: number ?? purse?.present.key ?? 0,
    seconds,
    amount: value ?? amount((seconds * UNIT) / 100n),
    extras: extras ?? amount(0n),
  });
}

/** A voucher in the database, as the newest of its pair: what the live path stores. */
export async function makeVoucher(
  deps: Pick<PayerDeps, 'db' | 'clock' | 'ledger'>,
  viewer: Payer,
  creator: Pick<Payer, 'h160'>,
  voucher: Partial<Voucher> & { seconds: bigint },
): Promise<SignedVoucher> {
  const signed = await signVoucher(deps, viewer, creator, voucher);
  const { purseNonce, key, signature } = signed;
  const pair = { viewer: signed.viewer, purseNonce, key, creator: signed.creator };
  const receivedAt = deps.clock.now();
  const newest = {
    seconds: signed.seconds,
    amount: stored(signed.amount),
    extras: stored(signed.extras),
    signature: bytesOf(signature),
    receivedAt,
    skipReason: null,
    skippedAt: null,
    skippedForGood: false,
  };
  await deps.db.voucher.upsert({
    where: { viewer_purseNonce_key_creator: pair },
    create: { ...pair, ...newest, runningSince: receivedAt },
    update: newest,
  });
  return signed;
}
