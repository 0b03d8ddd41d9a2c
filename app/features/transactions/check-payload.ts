import { keccak_256 } from '@noble/hashes/sha3.js';
import { type Amount, amountPerPlanck } from '../../../sdk/money';
import { bytesOf, type H160, hexOf, joined } from '../../../sdk/voucher';
import { type PreparedTransaction, type PurseAction } from './purse-types';
import { compact, littleEndian, Reader } from '../../lib/wallets/scale';
import { readAddress, sameAccount } from '../../lib/wallets/ss58';

// What a wallet is about to sign is held against what the form said, here, where the form is: the
// server that prepared it is not asked. Each thing that can be asked for has one form in bytes, so
// comparing bytes is comparing meaning.

/** What was asked for, and on which contract. */
export interface Asked {
  address: string;
  action: PurseAction;
  contract: H160;
  /**
   * How many decimals the chain's accounts count: a transaction names money in their smallest unit.
   */
  decimals: number;
}

/**
 * The first four bytes of a message to the contract: by ink!, of the hash of its name. A test holds
 * them against the compiled contract.
 */
export const SELECTORS = {
  open: '0x8a1b6a4c',
  topUp: '0x29b2765c',
  rekey: '0xb91edaf1',
  requestClose: '0x77ff3526',
  cancelClose: '0x8040bb23',
  close: '0x3c922166',
  closeNow: '0xa80b6bc6',
  setSplit: '0x84458894',
  withdraw: '0x410fcc9d',
} as const satisfies Record<PurseAction['kind'], `0x${string}`>;

/**
 * Where a call of the contract begins in a transaction: the pallet and its call, by numbers that a
 * chain gives once.
 */
const CALL_NUMBER_BYTES = 2;
const RELEASE_BYTES = 8 + 64;

/** Why the wallet is not asked. */
export type Mismatch = 'otherContract' | 'otherAmount' | 'otherMessage' | 'otherAccount' | 'dearer' | 'unreadable';

/**
 * What a transaction says beside what was asked for: the numbers by which its chain knows a
 * contract's call.
 */
export interface ReadCall {
  callNumber: string;
}

/** Reads what is to be signed; a word for what is not as it was asked for. */
export function checkPayload(asked: Asked, { payload, storageDeposit }: PreparedTransaction): ReadCall | Mismatch {
  try {
    if (!sameAccount(payload.address, asked.address)) return 'otherAccount';
    if (BigInt(payload.tip) !== 0n) return 'dearer';
    const call = readCall(bytesOf(payload.method));
    if (call.contract !== asked.contract.toLowerCase()) return 'otherContract';
    const planck = amountPerPlanck(asked.decimals);
    if (call.value * planck !== valueOf(asked.action)) return 'otherAmount';
    if (call.storageLimit * planck > storageDeposit) return 'dearer';
    return isMessage(asked.action, call.data) ? { callNumber: call.callNumber } : 'otherMessage';
  } catch {
    return 'unreadable';
  }
}

interface ContractCall {
  callNumber: string;
  contract: string;
  value: bigint;
  storageLimit: bigint;
  data: Uint8Array;
}

/**
 * A call of a contract, alone or behind the one call that maps an account where the chain wants
 * that. Throws for anything else.
 */
function readCall(method: Uint8Array): ContractCall {
  try {
    return contractCall(new Reader(method));
  } catch {
    const batch = new Reader(method);
    batch.take(CALL_NUMBER_BYTES);
    if (batch.compact() !== 2n) throw new RangeError('not a call of a contract');
    const [pallet] = batch.take(CALL_NUMBER_BYTES); // mapping an account has no arguments
    const call = contractCall(batch);
    if (Number.parseInt(call.callNumber.slice(2, 4), 16) !== pallet) throw new RangeError('not of the same pallet');
    return call;
  }
}

function contractCall(bytes: Reader): ContractCall {
  const callNumber = hexOf(bytes.take(CALL_NUMBER_BYTES));
  const contract = hexOf(bytes.take(20));
  const value = bytes.compact();
  bytes.compact(); // the weight: what is not used of it is given back
  bytes.compact();
  const storageLimit = bytes.compact();
  const data = bytes.take(Number(bytes.compact()));
  if (!bytes.isAtEnd) throw new RangeError('more than one call');
  return { callNumber, contract, value, storageLimit, data };
}

/** The money that goes along. */
function valueOf(action: PurseAction): bigint {
  if (action.kind === 'open') return action.deposit;
  return action.kind === 'topUp' ? action.amount : 0n;
}

function isMessage(action: PurseAction, data: Uint8Array): boolean {
  // The site's word that nothing is owed is not known beforehand; whatever it is, it can only close
  // this purse.
  if (action.kind === 'closeNow')
    return data.length === 4 + RELEASE_BYTES && hexOf(data.subarray(0, 4)) === SELECTORS.closeNow;
  return hexOf(data) === hexOf(messageBytes(action));
}

/** A message to the contract, as ink! reads it. */
export function messageBytes(action: Exclude<PurseAction, { kind: 'closeNow' }>): Uint8Array {
  const selector = bytesOf(SELECTORS[action.kind]);
  switch (action.kind) {
    case 'open':
    case 'rekey':
      return joined(selector, bytesOf(action.sessionKey), limitBytes(action.limits));
    case 'setSplit':
      return joined(selector, compact(BigInt(action.shares.length)), ...action.shares.map(shareBytes));
    case 'topUp':
    case 'requestClose':
    case 'cancelClose':
    case 'close':
    case 'withdraw':
      return selector;
  }
}

function limitBytes({ maxRate, lanes, extrasAllowance, expiresAt }: Limits): Uint8Array {
  const seconds = BigInt(Math.floor(expiresAt.getTime() / 1_000));
  return joined(
    littleEndian(maxRate, 16),
    littleEndian(BigInt(lanes), 2),
    littleEndian(extrasAllowance, 16),
    littleEndian(seconds, 8),
  );
}

type Limits = { maxRate: Amount | bigint; lanes: number; extrasAllowance: Amount | bigint; expiresAt: Date };

function shareBytes({ address, basisPoints }: { address: string; basisPoints: number }): Uint8Array {
  return joined(bytesOf(contractAddress(address.trim())), littleEndian(BigInt(basisPoints), 2));
}

/**
 * Who an account is to the contract: 20 bytes, which are those of an Ethereum account or else of
 * the hash of the account's own.
 */
function contractAddress(address: string): string {
  if (/^0x[0-9a-fA-F]{40}$/.test(address)) return address.toLowerCase();
  const read = readAddress(address);
  if (!read) throw new RangeError('not an address');
  const { account } = read;
  const isEthereum = account.subarray(20).every((byte) => byte === 0xee);
  return hexOf(isEthereum ? account.subarray(0, 20) : keccak_256(account).subarray(12));
}
