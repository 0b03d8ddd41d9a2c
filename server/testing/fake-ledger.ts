import { createHash, randomBytes } from 'node:crypto';
import { type Clock } from '../clock';
import { type BlockRef, type Ledger } from '../deps';
import { releaseKeyOf } from '../gateways/operator-keys';
import { accountOf, h160Of } from '../gateways/wallets';
import {
  ForeignSignature,
  LedgerRefusal,
  type PassedOver,
  type PreparedCall,
  type PurseCall,
  type SignedTransaction,
  type WalletPayload,
} from '../ledger';
import {
  amount,
  amountPerPlanck,
  fromPlanck,
  toPlanck,
  type Amount,
  type ChainMoney,
  type Planck,
} from '../../sdk/money';
import { type H160, type Hex, type SignedVoucher, type VoucherDomain } from '../../sdk/voucher';
import { FEE, newChain, valueOf, type Chain, type Success, type World } from './ledger/chain';
import {
  asTransaction,
  decodeCall,
  encodeCall,
  ERA,
  isOfContract,
  isSignedBy,
  numberHex,
  openTransaction,
  type ChainCall,
} from './ledger/codec';
import { deploy } from './ledger/contract';
import { reads } from './ledger/reads';
import { secondsOf } from './ledger/state';
import { type OwnerCall } from './ledger/terms';
import { testClock } from './test-clock';
import { testWallet } from './wallets';

const operator = testWallet('sr25519', 0xb0).address;
const giver = testWallet('sr25519', 0xa1).address;
const releaseKey = releaseKeyOf('//Operator of the chain in memory');
const DOMAIN: VoucherDomain = { chainId: 420_420_420n, contract: `0x${'c0'.repeat(20)}` };
/** A million whole coins. */
const RICH = amount(10n ** 24n);
const NO_FEE = amount(0n);
/** What Polkadot Hub counts, and with it the local chain. */
const USUAL_DECIMALS = 10;

/** How a chain in memory is set up. */
export interface FakeLedgerOptions {
  /** Where blocks get their time from. */
  clock?: Clock;
  /**
   * Whether a transaction is in a finalized block as soon as it is sent, or waits until the test
   * calls finalize().
   */
  blocks?: 'onSubmit' | 'byHand';
  feeBasisPoints?: number;
  closingDelaySeconds?: number;
  /** What a new tab's storage costs the viewer. */
  tabCost?: Amount;
  /** What the operator keeps of earnings that it sends. */
  withdrawFee?: Amount;
  /**
   * The least that an account holds; one that holds nothing is unknown to the chain, unless this is
   * nothing.
   */
  existentialDeposit?: Amount;
  maxBatch?: number;
  /** How many decimals its accounts count. */
  decimals?: number;
  /** Whether the chain gives money away. */
  faucet?: boolean;
}

/**
 * A chain in memory with the purse contract on it: a genesis block and the finalized ones after it.
 */
export interface FakeLedger extends Ledger {
  /** Where vouchers for this contract count. */
  readonly domain: VoucherDomain;
  /** What it counts in, until it is set otherwise. */
  readonly money: ChainMoney;
  /**
   * Finalizes more blocks and returns the newest; the first of them holds what was sent and waits.
   */
  finalize(count?: number): BlockRef;
  /** Puts what was sent and waits into a block that is not final yet. */
  seal(): BlockRef;
  /**
   * Starts over with nothing but a genesis block: the same one, as a local chain does that forgets,
   * or another chain's.
   */
  reset(genesis?: 'same' | 'another'): void;
  /** From now on it does not answer, or answers again. */
  setReachable(reachable: boolean): void;
  /** From now on it answers of finalized blocks as an endpoint that has so many fewer of them. */
  fallBehind(blocks: number): void;
  /**
   * Puts the chain's clock off the injected one by this much from now on: behind when negative. A
   * chain's time never goes back.
   */
  skew(milliseconds: number): void;
  /**
   * From now on it tells of other money, as another chain would, or of none at all. What accounts
   * hold stays as it is.
   */
  tellOfMoney(money: ChainMoney | null): void;
  /** Money out of nothing, in whole plancks. */
  endow(address: string, money: Amount): void;
  /** All of an account's money is gone. */
  empty(address: string): void;
  /** From now on this account takes no money, as a contract may that reverts. */
  refusePayments(account: H160): void;
  /**
   * The contract's owner does something; it is in a finalized block at once. LedgerRefusal when the
   * contract refuses.
   */
  asOwner(call: OwnerCall): Promise<BlockRef>;
  /** The next transaction that is sent gets lost: it is in no block until its time has passed. */
  dropNext(): void;
  /** The next transaction that is sent is refused by the chain. */
  rejectNext(detail?: string): void;
  /**
   * The next submit() fails after the transaction was sent and before its end is known, as when
   * this process is killed.
   */
  crashBeforeFinalized(): void;
  /** Takes back what these three asked for, where nothing was sent that it could happen to. */
  letNextBe(): void;
}

/**
 * Signs, assembles and carries out as the real ledger does; what wallets sign is this chain's own
 * (testWallet().signPayload).
 */
export function fakeLedger({
  clock = testClock(),
  blocks = 'onSubmit',
  feeBasisPoints = 250,
  closingDelaySeconds = 120,
  tabCost = amount(0n),
  withdrawFee = amount(0n),
  existentialDeposit = amount(0n),
  maxBatch = 100,
  decimals = USUAL_DECIMALS,
  faucet = true,
}: FakeLedgerOptions = {}): FakeLedger {
  const secret = randomBytes(32);

  const money: ChainMoney = { symbol: 'UNIT', decimals };
  let saysMoney: ChainMoney | null = money;
  let chain: Chain;
  let name = 0;
  let life = 0;
  let off = 0;
  let answers = true;
  let lag = 0;
  let next: { drop?: boolean; reject?: string; crash?: boolean } = {};
  /** Nonces of the server's own accounts that were given away and may still be used. */
  let given: { from: H160; nonce: number; transaction: SignedTransaction }[] = [];

  const now = () => new Date(clock.now().getTime() + off);
  const genesis = (): World => ({
    contract: deploy({
      owner: h160(operator),
      operator: h160(operator),
      operatorKey: releaseKey.publicKey,
      feeBasisPoints,
      closingDelay: BigInt(closingDelaySeconds),
      tabCost,
      withdrawFee,
      maxBatch,
    }),
    balances: new Map([operator, giver].map((address) => [h160(address), RICH])),
    nonces: new Map(),
    refusing: new Set(),
  });
  const reset = (to: 'same' | 'another' = 'same') => {
    if (to === 'another') name += 1;
    life += 1;
    given = [];
    next = {};
    chain = newChain({ name: `chain ${name}`, life }, DOMAIN, genesis(), now);
  };
  reset();

  function reach() {
    if (!answers) throw new Error('the chain does not answer');
  }
  /** A finalized block, as far as the endpoint has it. */
  const told = (number: number) => (number <= Math.max(0, chain.head().number - lag) ? chain.block(number) : undefined);
  const toldHead = () => {
    const { number, hash, time } = told(Math.max(0, chain.head().number - lag))!;
    return { number, hash, time };
  };
  async function ask<Answer>(answer: () => Answer): Promise<Answer> {
    reach();
    return answer();
  }
  const contract = () => chain.finalWorld().contract;
  const finalTime = () => secondsOf(chain.head().time);

  /** The account's next nonce, after what waits and what was given away. */
  function nonceOf(from: H160): number {
    const used = chain.newestWorld().nonces.get(from) ?? 0;
    given = given.filter(({ nonce, transaction, ...of }) => {
      const past = of.from === from && nonce < used;
      return !past && chain.head().number < transaction.validUntilBlock;
    });
    const taken = [...chain.waiting(), ...given].filter((one) => one.from === from).map(({ nonce }) => nonce);
    let nonce = used;
    while (taken.includes(nonce)) nonce += 1;
    return nonce;
  }

  function payloadFor(address: string, call: ChainCall): WalletPayload {
    const { number, hash } = chain.head();
    return {
      address,
      blockHash: hash as Hex,
      blockNumber: numberHex(number),
      era: numberHex(ERA),
      genesisHash: chain.block(0)!.hash as Hex,
      method: encodeCall(call),
      nonce: numberHex(nonceOf(h160(address))),
      specVersion: numberHex(1),
      transactionVersion: numberHex(1),
      tip: '0x00',
      version: 4,
      signedExtensions: ['CheckMortality', 'CheckNonce'],
      withSignedTransaction: true,
    };
  }

  function attempted(address: string, call: ChainCall): Success {
    const outcome = chain.attempt(h160(address), call);
    if ('detail' in outcome) throw new LedgerRefusal(outcome.error, outcome.detail);
    return outcome;
  }

  /**
   * The mark under what the server's own accounts send: of this chain alone, and cheaper than a
   * signature.
   */
  const ownMark = (payload: WalletPayload): Hex =>
    `0x${createHash('sha256').update(secret).update(JSON.stringify(payload)).digest('hex')}`;

  function own(address: string, call: ChainCall): SignedTransaction {
    const payload = payloadFor(address, call);
    const transaction = asTransaction(payload, ownMark(payload));
    given.push({ from: h160(address), nonce: Number(payload.nonce), transaction });
    return transaction;
  }

  /**
   * A settling as the chain reads it, and what it passes over of these vouchers, in their order.
   */
  function triedSettling(vouchers: SignedVoucher[]) {
    const written = vouchers.map((voucher) => normalVoucher(voucher));
    const call: PurseCall = { kind: 'settle', vouchers: written };
    const reasons = new Map(attempted(operator, call).skipped.map(({ voucher, reason }) => [voucher, reason]));
    const skipped = vouchers.flatMap((voucher, at): PassedOver[] => {
      const reason = reasons.get(written[at]!);
      return reason ? [{ voucher, reason }] : [];
    });
    return { call, skipped };
  }

  const isEmpty = (account: H160) =>
    existentialDeposit > 0n && (chain.newestWorld().balances.get(account) ?? 0n) < existentialDeposit;
  const standingOf = (account: H160) => (isEmpty(account) ? 'empty' : 'known');
  /** Accounts show whole plancks; a remainder below one stays theirs. */
  const planckIn = (balance: bigint) => (balance / amountPerPlanck(decimals)) as Planck;
  /** What an account may spend and still exist. */
  const spendable = (held = 0n) => (held > existentialDeposit ? held - existentialDeposit : 0n);

  /** A call of the operator's, tried and signed. */
  const byOperator = (call: PurseCall) =>
    ask(() => {
      const written = normal(call);
      attempted(operator, written);
      return own(operator, written);
    });

  /** What keeps a transaction out of every block, or null. */
  function fault({ payload, signature }: ReturnType<typeof openTransaction>): string | null {
    if (!decodeCall(payload.method)) return 'Transaction cannot be decoded';
    const from = h160(payload.address);
    const { balances, nonces } = chain.newestWorld();
    if (signature !== ownMark(payload) && !isSignedBy(payload, signature)) return 'Transaction has a bad signature';
    if (payload.genesisHash !== chain.block(0)?.hash) return 'Transaction has a bad signature';
    if (chain.block(Number(payload.blockNumber))?.hash !== payload.blockHash)
      return 'Transaction has an ancient birth block';
    if (chain.head().number >= Number(payload.blockNumber) + ERA) return 'Transaction has an ancient birth block';
    if (Number(payload.nonce) < (nonces.get(from) ?? 0)) return 'Transaction is outdated';
    return (balances.get(from) ?? 0n) < FEE ? 'Inability to pay some fees' : null;
  }

  /** What is sent waits for the next block as soon as this was called. */
  async function send(transaction: SignedTransaction, onBlock?: (block: BlockRef) => void) {
    reach();
    const { drop, reject, crash } = next;
    next = {};
    const known = chain.endingOf(transaction);
    if (known && known.kind !== 'dropped') return known;
    const opened = openTransaction(transaction.bytes);
    const detail = reject ?? (chain.holds(transaction.hash) ? null : fault(opened));
    if (detail !== null) {
      given = given.filter((one) => one.transaction.hash !== transaction.hash);
      return { kind: 'invalid' as const, detail };
    }
    const { payload } = opened;
    const call = decodeCall(payload.method)!;
    const waiting = { transaction, from: h160(payload.address), nonce: Number(payload.nonce), call };
    if (!drop && !chain.holds(transaction.hash)) chain.wait(waiting);
    if (crash) {
      if (blocks === 'onSubmit') chain.finalize();
      throw new Error('this process was stopped');
    }
    const ending = chain.watch(transaction, onBlock);
    if (blocks === 'onSubmit') chain.finalize(drop ? ERA : 1);
    return ending;
  }

  async function give(address: string, planck: Planck): Promise<BlockRef> {
    const ending = await send(own(giver, { kind: 'give', to: h160(address), amount: fromPlanck(planck, decimals) }));
    if (ending.kind === 'finalized') return ending.block;
    throw new Error(`the faucet gave nothing: ${'detail' in ending ? ending.detail : ending.kind}`);
  }

  return {
    domain: DOMAIN,
    money,
    finalize: (count) => chain.finalize(count),
    seal: () => chain.seal(),
    reset,
    setReachable: (reachable) => (answers = reachable),
    fallBehind: (blocks) => (lag = blocks),
    skew: (milliseconds) => (off = milliseconds),
    tellOfMoney: (other) => (saysMoney = other),
    endow: (address, sum) =>
      chain.decree(({ balances }) => {
        const account = h160(address);
        balances.set(account, (balances.get(account) ?? 0n) + sum);
      }),
    empty: (address) => chain.decree(({ balances }) => balances.delete(h160(address))),
    refusePayments: (account) => chain.decree(({ refusing }) => refusing.add(account)),
    async asOwner(call) {
      attempted(operator, call);
      const transaction = own(operator, call);
      const sent = send(transaction);
      if (blocks === 'byHand') chain.finalize();
      const ending = await sent;
      if (ending.kind === 'finalized') return ending.block;
      throw new Error(`the owner's call came to nothing: ${ending.kind}`);
    },
    dropNext: () => (next = { ...next, drop: true }),
    rejectNext: (detail = 'Transaction is refused') => (next = { ...next, reject: detail }),
    crashBeforeFinalized: () => (next = { ...next, crash: true }),
    letNextBe: () => (next = {}),

    health: async () =>
      answers
        ? { ok: true, detail: `fake chain, block ${toldHead().number}`, block: toldHead().number }
        : { ok: false, detail: 'no answer' },
    close: async () => undefined,
    genesisHash: () => ask(() => chain.block(0)!.hash),
    finalizedHead: () => ask(toldHead),
    blockHash: (number) => ask(() => told(number)?.hash ?? null),
    blockOfEvents: (number) =>
      ask(() => {
        const block = told(number);
        if (!block) throw new Error(`there is no finalized block ${number}`);
        return { number, hash: block.hash, time: block.time, events: structuredClone(block.events) };
      }),

    terms: () => ask(() => reads.terms(contract(), DOMAIN, finalTime())),
    totals: () => ask(() => reads.totals(contract(), chain.finalWorld().balances.get(DOMAIN.contract) ?? 0n)),
    purse: (viewer) => ask(() => reads.purse(contract(), low(viewer), finalTime())),
    tab: (viewer, key, creator) => ask(() => reads.tab(contract(), low(viewer), { key, creator: low(creator) })),
    tabs: (viewer, from, count) => ask(() => reads.tabs(contract(), low(viewer), from, count)),
    claims: (viewer, from, count) => ask(() => reads.claims(contract(), low(viewer), from, count)),
    earnings: (account) => ask(() => reads.earnings(contract(), low(account), finalTime())),
    balance: (address) => ask(() => planckIn(spendable(chain.finalWorld().balances.get(h160(address))))),
    standing: (address) => ask(() => standingOf(h160(address))),
    existentialDeposit: () => ask(() => existentialDeposit),
    properties: () =>
      ask(() => {
        if (saysMoney === null) throw new Error('the chain does not say what its money is');
        return { name: 'Chain in memory', ...saysMoney };
      }),

    prepare: (address, call) =>
      ask((): PreparedCall => {
        const value = valueOf(call);
        if (value !== 0n && toPlanck(value, decimals) === null)
          throw new LedgerRefusal(null, 'it is not a whole number of the smallest units of the chain');
        attempted(address, normal(call));
        if (spendable(chain.newestWorld().balances.get(h160(address))) < FEE + value)
          throw new LedgerRefusal(null, 'InvalidTransaction.Payment');
        const payload = payloadFor(address, call);
        return { payload, fee: FEE, storageDeposit: NO_FEE, validUntilBlock: chain.head().number + ERA };
      }),
    read: (payload) =>
      ask(() => {
        const call = decodeCall(payload.method);
        return call && isOfContract(call) ? call : null;
      }),
    assemble: (payload, signature, signedTransaction) =>
      ask(() => {
        const signed = signedTransaction ? openTransaction(signedTransaction) : { payload, signature };
        // what a wallet gives back must be what was prepared, to the byte
        if (JSON.stringify(signed.payload) !== JSON.stringify(payload))
          throw new ForeignSignature('the signed transaction is not what was prepared');
        if (!isSignedBy(payload, signed.signature))
          throw new ForeignSignature('the signature is not on what was prepared');
        return asTransaction(payload, signed.signature);
      }),
    trySettling: (vouchers) => ask(() => triedSettling(vouchers).skipped),
    prepareSettling: (vouchers) =>
      ask(() => {
        const { call, skipped } = triedSettling(vouchers);
        return { ...own(operator, call), skipped };
      }),
    preparePaying: (viewer, claims) => byOperator({ kind: 'payAnnounced', viewer, claims }),
    prepareWithdrawFor: async (account) => {
      if (isEmpty(low(account))) throw new LedgerRefusal(null, 'Revive.AccountUnmapped');
      return byOperator({ kind: 'withdrawFor', account });
    },
    prepareExistentialDeposit: (address) =>
      ask(() => {
        if (!isEmpty(h160(address))) throw new LedgerRefusal(null, 'the account is not empty');
        return own(operator, { kind: 'give', to: h160(address), amount: existentialDeposit });
      }),
    submit: send,
    endingOf: (transaction) => ask(() => chain.endingOf(transaction)),

    signRelease: async (viewer, purseNonce, validUntil) =>
      releaseKey.sign(DOMAIN, { viewer, purseNonce, validUntil: secondsOf(validUntil) }),
    faucet: faucet ? give : null,
  };
}

function h160(address: string): H160 {
  const account = accountOf(address);
  if (!account) throw new LedgerRefusal(null, 'not an address');
  return h160Of(account);
}

const low = (account: H160) => account.toLowerCase() as H160;

/** As the chain reads it: hex in small letters, times in whole seconds. */
const normal = (call: PurseCall) => decodeCall(encodeCall(call)) as PurseCall;

const normalVoucher = (voucher: SignedVoucher): SignedVoucher => ({
  ...voucher,
  viewer: low(voucher.viewer),
  creator: low(voucher.creator),
  signature: low(voucher.signature),
});
