import { isDeepStrictEqual } from 'node:util';
import { type Amount } from '../../sdk/money';
import { type Language } from '../../texts/languages';
import { says } from '../../texts/says';
import { type H160 } from '../../sdk/voucher';
import { DAY, later, MINUTE } from '../clock';
import { type Deps } from '../deps';
import { withdrawable } from '../balances/withdrawable';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type AccountId } from '../ids';
import { type Limits, type PurseCall, type Share, type WalletPayload } from '../ledger';
import { limit } from '../limits/take';
import { type Member } from '../identity/visitor';
import { askChain, contractOf } from '../chain/ask-chain';
import { chainMoney, requireWholePlancks } from '../chain/money';
import { type PurseAction } from './input';
import { ownWallet } from '../identity/own-wallet';
import { release } from './release';
import { inLanguage, wordsOf, type Words } from './words';

/** How long we take a signature for what was prepared. */
const LIFETIME = 5 * MINUTE;
/** How long a key may be good: the contract takes 366 days. */
const LONGEST = 366 * DAY;

/** What a wallet is to sign, and what that is in words. */
export interface Prepared {
  id: string;
  payload: WalletPayload;
  words: Words;
  /** What the chain asks for carrying it out. */
  fee: Amount;
  /** What it holds back for storage, at most. */
  storageDeposit: Amount;
  expiresAt: Date;
}

type PrepareDeps = Pick<Deps, 'db' | 'ledger' | 'knownChain' | 'wallets' | 'clock' | 'timers' | 'config' | 'log'>;

/**
 * Builds a transaction for a wallet of one's own. It was tried on the chain's newest state, so what
 * cannot work is said before anybody signs. The words are read from the bytes that will be signed,
 * not from what was asked for, and must say the same.
 */
export async function prepareTransaction(
  deps: PrepareDeps,
  { signedIn: { accountId }, origin }: Member,
  { address: typed, action }: { address: string; action: PurseAction },
  language: Language,
): Promise<Prepared> {
  const { db, ledger, clock } = deps;
  contractOf(deps);
  const { address, h160 } = await ownWallet(deps, accountId, typed);
  await limit(deps, 'prepareTransaction', origin, accountId);

  const { call, prepared, read } = await askChain(deps, async () => {
    const call = await callOf(deps, h160, action);
    const prepared = await ledger.prepare(address, call);
    return { call, prepared, read: await ledger.read(prepared.payload) };
  });
  if (!read || !isDeepStrictEqual(read, call))
    throw new Error(`the bytes of a "${call.kind}" do not say what was asked`);
  const money = await chainMoney(deps);
  const { payload, fee, storageDeposit, validUntilBlock } = prepared;
  const createdAt = clock.now();
  const expiresAt = later(createdAt, LIFETIME);
  const { id } = await db.walletTransaction.create({
    data: {
      accountId: accountId as AccountId,
      address,
      kind: call.kind,
      validUntilBlock,
      createdAt,
      expiresAt,
      payload: payload as unknown as Prisma.InputJsonObject,
    },
  });
  const owed = read.kind === 'withdraw' ? withdrawable(await askChain(deps, () => ledger.earnings(h160))) : null;
  const words = inLanguage(wordsOf(read, money, owed), language);
  return { id, payload, words, fee, storageDeposit, expiresAt };
}

/** The message to the contract that an action comes to. */
async function callOf(deps: PrepareDeps, viewer: H160, action: PurseAction): Promise<PurseCall> {
  switch (action.kind) {
    case 'open':
      await requireWholePlancks(deps, {
        value: action.deposit,
        field: 'action.deposit',
        name: says('The deposit', {}),
      });
      await checkExpiry(deps, action.limits);
      return action;
    case 'topUp':
      await requireWholePlancks(deps, { value: action.amount, field: 'action.amount', name: says('The amount', {}) });
      return action;
    case 'rekey':
      await checkExpiry(deps, action.limits);
      return action;
    case 'closeNow':
      return release(deps, viewer);
    case 'setSplit':
      return { kind: 'setSplit', shares: action.shares.map((share) => shareOf(deps, viewer, share)) };
    case 'requestClose':
    case 'cancelClose':
    case 'close':
    case 'withdraw':
      return action;
  }
}

/** By the chain's time, which is what the contract goes by. */
async function checkExpiry({ ledger }: Pick<Deps, 'ledger'>, { expiresAt }: Limits): Promise<void> {
  const { time } = await ledger.finalizedHead();
  if (expiresAt <= time) throw new DomainError('expiryInPast');
  if (expiresAt > later(time, LONGEST)) throw new DomainError('expiryTooFar');
}

function shareOf(
  { wallets }: Pick<Deps, 'wallets'>,
  creator: H160,
  { address, basisPoints }: { address: string; basisPoints: number },
): Share {
  const plain = /^0x[0-9a-fA-F]{40}$/.test(address) ? address.toLowerCase() : wallets.parseAddress(address)?.h160;
  if (plain === undefined) throw new DomainError('badShareAddress');
  if (plain === creator) throw new DomainError('splitRefused');
  return { account: plain as H160, basisPoints };
}
