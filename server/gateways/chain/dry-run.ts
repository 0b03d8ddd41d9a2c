import { type ApiPromise } from '@polkadot/api';
import { type Codec, type Registry } from '@polkadot/types/types';
import { type Planck } from '../../../sdk/money';
import { bytesOf, type Hex, hexOf } from '../../../sdk/voucher';
import { LedgerRefusal } from '../../ledger';
import { type Connection } from './connection';
import { plain } from './abi';

/** A call of a contract that is tried on the chain's state and changes nothing. */
export interface Call {
  /** The account (SS58 or 32 bytes in hex) that would call. */
  origin: string;
  contract: Hex;
  value: Planck;
  data: Hex;
}

/** How a call would go. */
export interface DryRun {
  /** What the contract answers, in SCALE; whether it took everything back. */
  data: Hex;
  reverted: boolean;
  weight: { refTime: bigint; proofSize: bigint };
  storageDeposit: Planck;
}

interface DispatchError {
  isModule: boolean;
  asModule: never;
  type: string;
}

/** The parts of the chain's answer that matter; their types come from the chain. */
interface ContractResult {
  weightRequired: { refTime: { toBigInt(): bigint }; proofSize: { toBigInt(): bigint } };
  storageDeposit: { isCharge: boolean; asCharge: { toBigInt(): bigint } };
  result: {
    isErr: boolean;
    asErr: DispatchError;
    asOk: { flags: Codec; data: Codec & Uint8Array };
  };
}

/** How the chain describes a runtime call. */
interface CallMeta {
  params: { type: string }[];
  type: string;
}

const REVERTED = 1n;

/**
 * Tries a call on the newest state, or on that of a block. LedgerRefusal when the chain would not
 * even carry it out.
 */
export async function dryRunCall(connection: Connection, call: Call, at?: string): Promise<DryRun> {
  const api = await connection.api();
  const answer = await runtimeCall<ContractResult>(connection, api, 'call', callArguments(call), at);
  if (answer.result.isErr) throw new LedgerRefusal(null, errorName(api.registry, answer.result.asErr));
  const { flags, data } = answer.result.asOk;
  return {
    data: hexOf(data),
    reverted: (flagBits(flags) & REVERTED) !== 0n,
    weight: {
      refTime: answer.weightRequired.refTime.toBigInt(),
      proofSize: answer.weightRequired.proofSize.toBigInt(),
    },
    storageDeposit: (answer.storageDeposit.isCharge ? answer.storageDeposit.asCharge.toBigInt() : 0n) as Planck,
  };
}

const callArguments = ({ origin, contract, value, data }: Call) => [origin, contract, value, null, null, data];

/** The flags are a number, or a structure around one. */
function flagBits(flags: Codec): bigint {
  const value = plain(flags);
  const bits = typeof value === 'object' && value !== null ? Object.values(value)[0] : value;
  return BigInt(bits as number | bigint);
}

/** A runtime call of pallet-revive, by the types that the chain itself names. */
async function runtimeCall<Answer>(
  connection: Connection,
  api: ApiPromise,
  name: string,
  values: unknown[],
  at?: string,
): Promise<Answer> {
  const known = (api.call.reviveApi?.[name] as unknown as { meta: CallMeta } | undefined)?.meta;
  if (!known) throw new LedgerRefusal(null, `the chain's runtime has no ReviveApi.${name}`);
  const parts = known.params.map(({ type }, index) => api.registry.createType(type, values[index]).toU8a());
  const told = await connection.ask<Hex>(
    'state_call',
    `ReviveApi_${name}`,
    hexOf(Buffer.concat(parts)),
    ...(at ? [at] : []),
  );
  return api.registry.createType(known.type, bytesOf(told)) as unknown as Answer;
}

/** The chain's own name for an error, such as "Revive.TransferFailed". */
export function errorName(registry: Registry, error: DispatchError): string {
  if (!error.isModule) return error.type;
  const { section, name } = registry.findMetaError(error.asModule);
  return `${section[0]?.toUpperCase() ?? ''}${section.slice(1)}.${name}`;
}
