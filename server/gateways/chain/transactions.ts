import { type ApiPromise } from '@polkadot/api';
import { type Call as RuntimeCall } from '@polkadot/types/interfaces';
import { type Planck } from '../../../sdk/money';
import { bytesOf, type H160, type Hex, hexOf, type SignedVoucher } from '../../../sdk/voucher';
import {
  type BlockRef,
  type ContractError,
  type Ledger,
  LedgerRefusal,
  type PassedOver,
  type PreparedCall,
  type PurseCall,
  type SignedTransaction,
  type Standing,
  type WalletPayload,
} from '../../ledger';
import { accountOf, h160Of } from '../wallets';
import { type Message } from './abi';
import { type Blocks } from './blocks';
import { type Connection } from './connection';
import { type Contract } from './contract';
import { greater, type Money } from './money';
import { payloadFor } from './payloads';
import { type Sender } from './sender';
import { checkedSignature, checkedTransaction, signerOf, transactionOf, validityOf } from './signing';
import { type SubmissionParts } from './submission';
import { callOf, messageOf, skippedOf } from './translate';
import { type DryRun } from './dry-run';
import { type Cost, worstOf } from './worst-case';

/**
 * What is allowed over what the dry run took: blocks between the dry run and the call may have made
 * it a little dearer. What is not used is not paid for.
 */
const withMargin = (value: bigint) => (value * 5n) / 4n;
/**
 * A call that stores something for the first time may find that another one did not leave it room:
 * two small entries more.
 */
const STORAGE_FLOOR_ENTRIES = 2n;
/** Of a signature by nobody: the fee goes by the length. */
const FAKE_SIGNATURE = new Uint8Array(65).fill(1);

const UNMAPPED = 'Revive.AccountUnmapped: the account has to call revive.mapAccount() once';

/** Making transactions, and reading them. */
export interface Transactions
  extends
    Pick<Ledger, 'prepare' | 'read' | 'assemble'>,
    Pick<Ledger, 'trySettling' | 'prepareSettling' | 'preparePaying'>,
    Pick<Ledger, 'standing' | 'prepareWithdrawFor' | 'prepareExistentialDeposit'>,
    Pick<SubmissionParts, 'errorOf' | 'nonceUsed'> {
  /** The faucet's transfer. */
  prepareGift(to: string, amount: Planck): Promise<SignedTransaction>;
}

interface Parts {
  connection: Connection;
  blocks: Blocks;
  money: Money;
  contract(): Contract;
  operator: Sender | null;
  faucet: Sender | null;
}

/** A call of the runtime, what its dry run said, and the most that may be held back for storage. */
interface Tried {
  method: Hex;
  dryRun: DryRun;
  deposit: Planck;
}

export function createTransactions({ connection, blocks, money, contract, operator, faucet }: Parts): Transactions {
  async function prepare(address: string, call: PurseCall): Promise<PreparedCall> {
    const { message, value } = messageOf(call);
    const planck = await money.planckOf(value);
    const { method, dryRun, deposit } = await tried(address, message, planck);
    const api = await connection.api();
    const nonce = await connection.ask<number>('system_accountNextIndex', address);
    const payload = await payloadFor(api, blocks, { address, method, nonce });
    const [fee, balance] = await Promise.all([feeOf(api, payload), money.balance(address)]);
    // the dry run takes no fee, so it says nothing of an account that cannot pay one
    if (balance < fee + planck + dryRun.storageDeposit) throw new LedgerRefusal(null, 'InvalidTransaction.Payment');
    return {
      payload,
      fee: await money.amountOf(fee),
      storageDeposit: await money.amountOf(deposit), // the limit that is signed, and nothing lower
      validUntilBlock: validityOf(api.registry, payload).validUntilBlock,
    };
  }

  /**
   * The message as a call of the runtime, with limits from a dry run of it, and never less than it
   * may take at the worst.
   */
  async function tried(origin: string, message: Message, value: Planck): Promise<Tried> {
    const api = await connection.api();
    const { address, abi, attempt } = contract();
    const unmapped = !(await isMapped(api, origin));
    const dryRun = await attempt(unmapped ? await standInFor(api, origin, value) : origin, message, value);
    const worst = worstOf(message);
    const weight = {
      refTime: greater(withMargin(dryRun.weight.refTime), worst.refTime),
      proofSize: greater(withMargin(dryRun.weight.proofSize), worst.proofSize),
    };
    const deposit = greater(depositLimit(api, dryRun), depositOf(api, worst)) as Planck;
    const revive = api.tx.revive?.call?.(address, value, weight, deposit, abi.encode(message));
    if (!revive) throw new LedgerRefusal(null, 'the chain has no pallet-revive');
    if (!unmapped) return { method: revive.method.toHex(), dryRun, deposit };
    const both = api.tx.utility?.batchAll?.([api.tx.revive?.mapAccount?.(), revive]);
    if (!both) throw new LedgerRefusal(null, UNMAPPED);
    return { method: both.method.toHex(), dryRun, deposit };
  }

  async function triedByOperator(call: PurseCall): Promise<Tried> {
    const { message } = messageOf(call);
    return tried(await theOperator().address(), message, 0n as Planck);
  }

  async function byOperator(call: PurseCall): Promise<SignedTransaction> {
    const { method } = await triedByOperator(call);
    return theOperator().sign(method);
  }

  const theOperator = () => operator ?? missing("the operator's secret is not set");

  function passedOver(vouchers: SignedVoucher[], dryRun: DryRun): PassedOver[] {
    return skippedOf(contract().answerOf('settle', dryRun).skipped, vouchers);
  }

  /**
   * pallet-revive knows an account by 20 bytes; where the chain does not map by itself, the account
   * must have asked for it once.
   */
  async function isMapped(api: ApiPromise, address: string): Promise<boolean> {
    if (api.consts.revive?.autoMap?.toString() === 'true') return true;
    return isKnown(api, h160(address));
  }

  async function isKnown(api: ApiPromise, account: H160): Promise<boolean> {
    const known = await api.query.revive?.originalAccount?.(account);
    return known?.isEmpty === false;
  }

  async function standing(address: string): Promise<Standing> {
    const api = await connection.api();
    if (await isKnown(api, h160(address))) return 'known';
    const mapsByItself = api.consts.revive?.autoMap?.toString() === 'true';
    return mapsByItself && !(await money.exists(address)) ? 'empty' : 'unmapped';
  }

  /**
   * Who tries a call for an account that is not mapped yet: the same 20 bytes, or where money goes
   * along, the operator's account.
   */
  async function standInFor(api: ApiPromise, address: string, value: Planck): Promise<string> {
    if (!api.tx.utility?.batchAll) throw new LedgerRefusal(null, UNMAPPED);
    if (value > 0n && operator) return operator.address();
    return `${h160(address)}${'ee'.repeat(12)}`;
  }

  /** By the runtime itself: nodes tell it in different words. */
  async function feeOf(api: ApiPromise, payload: WalletPayload): Promise<Planck> {
    const bytes = bytesOf(transactionOf(api.registry, payload, FAKE_SIGNATURE).bytes);
    const asked = hexOf(Buffer.concat([bytes, api.registry.createType('u32', bytes.length).toU8a()]));
    const told = await connection.ask<Hex>('state_call', 'TransactionPaymentApi_query_info', asked);
    return api.registry.createType('RuntimeDispatchInfo', bytesOf(told)).partialFee.toBigInt() as Planck;
  }

  async function transfer(to: string, planck: Planck): Promise<Hex> {
    const api = await connection.api();
    const call = api.tx.balances?.transferKeepAlive?.(to, planck);
    return call?.method.toHex() ?? missing('the chain has no balances');
  }

  async function read(payload: WalletPayload): Promise<PurseCall | null> {
    const api = await connection.api();
    const call = callIn(api, payload.method);
    const message = call && contract().abi.decode(call.data);
    return message && callOf(message, await money.amountOf(call.value));
  }

  /**
   * The call of our contract that a runtime call is, alone or behind the mapping of the account.
   */
  function callIn(api: ApiPromise, method: Hex): { value: Planck; data: Hex } | null {
    const decoded = runtimeCallOf(api, method);
    if (!decoded) return null;
    if (!isCall(decoded, 'utility', 'batchAll')) return reviveCall(decoded);
    const [mapping, call, ...more] = decoded.args[0] as unknown as RuntimeCall[];
    if (!mapping || !call || more.length || !isCall(mapping, 'revive', 'mapAccount')) return null;
    return reviveCall(call);
  }

  function reviveCall(call: RuntimeCall): { value: Planck; data: Hex } | null {
    if (!isCall(call, 'revive', 'call')) return null;
    const [to, value, , , data] = call.args as unknown as [Hexed, Whole, unknown, unknown, Uint8Array];
    if (to.toHex() !== contract().address) return null;
    return { value: value.toBigInt() as Planck, data: hexOf(Uint8Array.from(data)) };
  }

  return {
    prepare,
    read,
    async assemble(payload, signature, signedTransaction) {
      const { registry } = await connection.api();
      if (signedTransaction) return checkedTransaction(registry, payload, signedTransaction);
      return transactionOf(registry, payload, checkedSignature(payload, signature));
    },
    async trySettling(vouchers) {
      const { dryRun } = await triedByOperator({ kind: 'settle', vouchers });
      return passedOver(vouchers, dryRun);
    },
    async prepareSettling(vouchers) {
      const { method, dryRun } = await triedByOperator({ kind: 'settle', vouchers });
      const skipped = passedOver(vouchers, dryRun);
      return { ...(await theOperator().sign(method)), skipped };
    },
    preparePaying: (viewer, claims) => byOperator({ kind: 'payAnnounced', viewer, claims }),
    async prepareWithdrawFor(account) {
      // what is sent to 20 bytes that the chain knows nobody by goes to an account that nobody has
      // the key of
      if (!(await isKnown(await connection.api(), account))) throw new LedgerRefusal(null, UNMAPPED);
      return byOperator({ kind: 'withdrawFor', account });
    },
    standing,
    async prepareExistentialDeposit(address) {
      const found = await standing(address);
      if (found !== 'empty') throw new LedgerRefusal(null, `the account is not empty but ${found}`);
      return theOperator().sign(await transfer(address, await money.existentialDeposit()));
    },
    async prepareGift(to, amount) {
      if (!faucet) throw new Error('this chain has no faucet');
      return faucet.sign(await transfer(to, amount));
    },
    async errorOf(transaction: SignedTransaction, block: BlockRef): Promise<ContractError | null> {
      const api = await connection.api();
      const extrinsic = api.registry.createType('Extrinsic', bytesOf(transaction.bytes));
      const call = callIn(api, extrinsic.method.toHex());
      const parent = call && (await blocks.hashAt(block.number - 1));
      return parent ? contract().errorAt({ origin: extrinsic.signer.toString(), ...call }, parent) : null;
    },
    async nonceUsed(transaction) {
      const { registry } = await connection.api();
      const { address, nonce } = signerOf(registry, transaction.bytes);
      const head = await blocks.finalizedHead();
      if ((await nonceAt(address, head.hash)) > nonce) return 'finally';
      return (await nonceAt(address)) > nonce ? 'lately' : 'no';
    },
  };

  /** How many of its nonces an account has used, on a block's state or the newest. */
  async function nonceAt(address: string, block?: string): Promise<number> {
    const api = await connection.api();
    const key = api.query.system?.account?.key(address);
    const stored = await connection.ask<Hex | null>('state_getStorage', key, ...(block ? [block] : []));
    return stored ? Buffer.from(bytesOf(stored)).readUInt32LE() : 0;
  }
}

/** Storage that is paid for is given back when it is freed; what is not needed is not taken. */
function depositLimit(api: ApiPromise, dryRun: DryRun): Planck {
  return (withMargin(dryRun.storageDeposit) + constant(api, 'depositPerItem') * STORAGE_FLOOR_ENTRIES) as Planck;
}

const depositOf = (api: ApiPromise, { entries, bytes }: Cost) =>
  entries * constant(api, 'depositPerItem') + bytes * constant(api, 'depositPerByte');

const constant = (api: ApiPromise, name: string) =>
  (api.consts.revive?.[name] as unknown as Whole | undefined)?.toBigInt() ?? 0n;

/** The runtime call that these bytes are, all of them. */
function runtimeCallOf(api: ApiPromise, method: Hex): RuntimeCall | null {
  try {
    const call = api.registry.createType('Call', bytesOf(method));
    return call.toHex() === method.toLowerCase() ? call : null;
  } catch {
    return null;
  }
}

const isCall = (call: RuntimeCall, section: string, method: string) =>
  call.section === section && call.method === method;

function h160(address: string): H160 {
  const account = accountOf(address);
  if (!account) throw new LedgerRefusal(null, 'not an address');
  return h160Of(account);
}

interface Hexed {
  toHex(): Hex;
}

interface Whole {
  toBigInt(): bigint;
}

function missing(what: string): never {
  throw new Error(what);
}
