import { readFileSync } from 'node:fs';
import { Abi } from '@polkadot/api-contract';
import { Enum, Option, Result, Struct } from '@polkadot/types';
import { type Codec } from '@polkadot/types/types';
import { stringCamelCase } from '@polkadot/util';
import { type PurseEvents, type PurseMessages } from '../../../contracts/artifacts/purse.types';
import { bytesOf, type Hex, hexOf } from '../../../sdk/voucher';

/**
 * From the working directory, as everything that is not compiled into the server: it is the
 * repository, or the image.
 */
const BUNDLE = 'contracts/artifacts/purse.contract';
const SELECTOR_BYTES = 4;

/** A message to the contract. */
export type Message = {
  [Name in keyof PurseMessages]: { name: Name; args: PurseMessages[Name]['args'] };
}[keyof PurseMessages];
/** An event of the contract. */
export type PurseEvent = { [Name in keyof PurseEvents]: { name: Name; fields: PurseEvents[Name] } }[keyof PurseEvents];

/**
 * The contract's own language: its bundle, and what crosses the line in the types that were
 * generated from it.
 */
export interface PurseAbi {
  /** Of the code that this version was built with. */
  codeHash: Hex;
  encode(message: Message): Hex;
  /** The message that these bytes are, or null; bytes that say the same in another way are none. */
  decode(data: Hex): Message | null;
  decodeAnswer<Name extends keyof PurseMessages>(name: Name, data: Hex): PurseMessages[Name]['answer'];
  /** The event that these bytes are, or null when the contract has none such. */
  decodeEvent(data: Uint8Array, topics: Hex[]): PurseEvent | null;
}

/** Reads the bundle from the disk. */
export function readAbi(): PurseAbi {
  const bundle = JSON.parse(readFileSync(BUNDLE, 'utf8')) as { source: { hash: Hex } };
  return purseAbi(bundle, bundle.source.hash);
}

function purseAbi(bundle: object, codeHash: Hex): PurseAbi {
  const abi = new Abi(bundle as Record<string, unknown>);
  const messages = new Map(abi.messages.map((message) => [message.identifier, message]));
  const events = new Map(abi.events.map((event) => [event.signatureTopic?.toString(), event]));

  function messageOf(name: string) {
    const message = messages.get(name);
    if (!message) throw new Error(`the contract's bundle has no message ${name}: its types are of another one`);
    return message;
  }
  function encode({ name, args }: Message): Hex {
    const message = messageOf(name);
    const values = args as Record<string, unknown>;
    const parts = message.args.map(({ name, type }) =>
      abi.registry.createType(type.lookupName || type.type, values[name]).toU8a(),
    );
    return hexOf(Buffer.concat([message.selector.toU8a(true).subarray(-SELECTOR_BYTES), ...parts]));
  }

  return {
    codeHash,
    encode,
    decode(data) {
      const bytes = bytesOf(data);
      const selector = hexOf(bytes.subarray(0, SELECTOR_BYTES));
      const found = abi.messages.find((message) => message.selector.toHex() === selector);
      if (!found) return null;
      try {
        const { args } = found.fromU8a(bytes.subarray(SELECTOR_BYTES));
        const decoded = { name: found.identifier, args: named(found.args, args) } as Message;
        return encode(decoded) === data ? decoded : null;
      } catch {
        return null; // too short, or no value of its type
      }
    },
    decodeAnswer(name, data) {
      const { returnType } = messageOf(name);
      if (!returnType) throw new Error(`${name} answers nothing`);
      return plain(abi.registry.createType(returnType.lookupName || returnType.type, bytesOf(data))) as never;
    },
    decodeEvent(data, topics) {
      const event = events.get(topics[0]);
      if (!event) return null;
      const { args } = event.fromU8a(data);
      const name = event.identifier.split('::').at(-1);
      return { name, fields: named(event.args, args) } as PurseEvent;
    },
  };
}

const named = (parameters: { name: string }[], values: Codec[]) =>
  Object.fromEntries(values.map((value, index) => [parameters[index]?.name ?? '', plain(value)]));

/**
 * What the generated types say of each kind of value; scripts/contracts/types.mjs has the same
 * rules.
 */
export function plain(value: Codec): unknown {
  if (value instanceof Option) return value.isSome ? plain(value.unwrap()) : null;
  if (value instanceof Result) return value.isOk ? { ok: plain(value.asOk) } : { err: plain(value.asErr) };
  if (value instanceof Struct)
    return Object.fromEntries(
      [...value.entries()].map(([name, field]) => [stringCamelCase(String(name)), plain(field)]),
    );
  if (value instanceof Enum) return value.type;
  if (Array.isArray(value)) return (value as Codec[]).map(plain);
  if (value instanceof Uint8Array) return hexOf(value);
  if (isWhole(value)) return value.bitLength() <= 32 ? value.toNumber() : value.toBigInt();
  return value.toJSON(); // bool, and nothing
}

interface Whole {
  bitLength(): number;
  toNumber(): number;
  toBigInt(): bigint;
}

const isWhole = (value: object): value is Whole => 'bitLength' in value && 'toNumber' in value && 'toBigInt' in value;
