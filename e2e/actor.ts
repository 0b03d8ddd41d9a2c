import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { signingBytes, ss58 } from '../app/lib/wallets/demo-wallet';
import { createClient, type Client } from '../sdk/client';
import { amount, amountPerPlanck, parseAmount, type Amount } from '../sdk/money';
import { createNodeClient } from '../sdk/node-client';
import { memoryKeyStore, sessionKeys, type SessionKeys } from '../sdk/session-key';
import { hexOf, type H160, type Hex } from '../sdk/voucher';
import { type PurseAction } from '../server/purses/input';
import { type WalletPayload } from '../server/ledger';
import { type ApiProcedures } from '../server/trpc/root';
import { ownNetwork } from './network';

/**
 * Somebody who uses the product from a program in Node: an account of their own, a wallet, and the
 * keys that a browser would hold.
 */
export interface Actor {
  /** For watching. */
  client: Client;
  /** The same at another process of the product. */
  clientAt(url: string): Client;
  /** The headers that name this actor's network. */
  from: Record<string, string>;
  /** The Cookie header of this actor's session. */
  cookie: string;
  /** For everything else, from this actor's own network. */
  trpc: ApiProcedures;
  address: string;
  h160: H160;
  keys: SessionKeys;
  /** Carries out a transaction as the page does, until it is final. */
  transact(action: PurseAction): Promise<void>;
}

/** What a purse is opened with. */
export interface PurseWish {
  deposit: Amount;
  maxRate?: Amount;
  lanes?: number;
  /** The public half of a key that another program holds; without it, a key of the actor's own. */
  sessionKey?: Hex;
}

/**
 * What the local chain's contract takes of a purse for each creator whom it pays for the first
 * time: the storage of a new tab.
 */
export const TAB_COST = parseAmount('0.00274') ?? amount(0n);

/** The smallest amount that accounts of the product's chain count, in the contract's unit. */
export async function planckAt(url: string): Promise<bigint> {
  const money = await createClient<ApiProcedures>({ url }).trpc.chain.money.query();
  if (!money) throw new Error('the chain has not said what its money is');
  return amountPerPlanck(money.decimals);
}

/** An amount of the chain's money. */
export function unit(text: string): Amount {
  return parseAmount(text) ?? amount(0n);
}

/**
 * A new account that came in by a wallet that nobody has had before, from a network of its own
 * unless another's is given.
 */
export async function enter(url: string, from: Record<string, string> = ownNetwork()): Promise<Actor> {
  const wallet = makeWallet();
  const { nonce, statement } = await createClient<ApiProcedures>({
    url,
    headers: from,
  }).trpc.session.walletChallenge.mutate({
    address: wallet.address,
  });
  const answer = await fetch(`${url}/trpc/session.walletSignIn`, {
    method: 'POST',
    headers: { ...from, origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ json: { nonce, signature: wallet.signText(statement) } }),
  });
  if (!answer.ok) throw new Error(`signing in by a wallet was refused: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((header) => header.split(';')[0])
    .join('; ');
  const { trpc } = createClient<ApiProcedures>({ url, headers: { ...from, cookie } });
  const { wallets } = await trpc.purse.overview.query();
  const h160 = wallets[0]?.h160;
  if (!h160) throw new Error('an account that came in by a wallet has none');
  return {
    client: createNodeClient({ url, cookie, headers: from }),
    clientAt: (other: string) => createNodeClient({ url: other, cookie, headers: from }),
    from,
    cookie,
    trpc,
    address: wallet.address,
    h160,
    keys: sessionKeys(memoryKeyStore()),
    async transact(action) {
      const { id, payload } = await trpc.purse.prepare.mutate({ address: wallet.address, action });
      await trpc.purse.submit.mutate({ id, signature: wallet.signPayload(payload) });
      await eventually(`${action.kind} is final`, 60_000, async () => {
        const { status, message } = await trpc.purse.transaction.query({ id });
        if (status === 'failed') throw new Error(message ?? 'the transaction failed');
        return status === 'finalized';
      });
    },
  };
}

/**
 * Takes play money and opens a purse with it, whose key this actor holds unless another one is
 * given.
 */
export async function openPurse(
  { trpc, address, h160, keys, transact }: Actor,
  { deposit, maxRate = unit('0.05'), lanes = 1, sessionKey }: PurseWish,
): Promise<void> {
  await trpc.purse.faucet.mutate({ address });
  const { chain } = await trpc.purse.overview.query();
  if (chain.contract === null || chain.chainId === null) throw new Error('payments are not set up here');
  const owner = { chainId: chain.chainId, contract: chain.contract, viewer: h160 };
  const publicKey = sessionKey ?? (await keys.loadOrCreate(owner)).publicKey;
  const expiresAt = new Date(chain.time.getTime() + 24 * 3_600_000);
  const limits = { maxRate, lanes, extrasAllowance: amount(0n), expiresAt };
  await transact({ kind: 'open', deposit, sessionKey: publicKey, limits });
}

/** What a stream is to be; what is left out is as usual. */
interface StreamWish {
  title: string;
  rate: Amount;
  previewSeconds?: number;
  tags?: string[];
  language?: string;
  scheduledAt?: Date;
}

/** A stream that is scheduled, by somebody who becomes a creator for it. */
export async function planStream({ trpc }: Actor, { rate, ...wish }: StreamWish): Promise<string> {
  await trpc.account.becomeCreator.mutate();
  const [category] = await trpc.streams.categories.query();
  const { id } = await trpc.streams.create.mutate({
    description: '',
    categorySlug: category?.slug ?? '',
    tags: [],
    language: 'en',
    mature: false,
    visibility: 'public',
    ratePerSecond: rate,
    previewSeconds: 0,
    viewerLimit: null,
    scheduledAt: null,
    ...wish,
  });
  return id;
}

/** Asks again and again until it is so. What is thrown is thrown on. */
export async function eventually(
  what: string | (() => string),
  withinMs: number,
  look: () => Promise<boolean> | boolean,
  everyMs = 200,
): Promise<void> {
  for (const deadline = performance.now() + withinMs; performance.now() < deadline;) {
    if (await look()) return;
    await pause(everyMs);
  }
  throw new Error(`not within ${withinMs / 1_000} s: ${typeof what === 'string' ? what : what()}`);
}

export const pause = (ms: number) => new Promise<void>((passed) => setTimeout(passed, ms));

/** A wallet as the demo wallet of the pages is one: Ed25519, signing what they sign. */
function makeWallet() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const signed = (bytes: Uint8Array) => sign(null, bytes, privateKey);
  return {
    address: ss58(rawKey(publicKey)),
    signText: (text: string): Hex => hexOf(signed(Buffer.from(`<Bytes>${text}</Bytes>`))),
    signPayload: (payload: WalletPayload): Hex => hexOf(Uint8Array.of(0, ...signed(signingBytes(payload)))),
  };
}

function rawKey(key: KeyObject): Uint8Array {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}
