// Writes contracts/artifacts/purse.types.ts from the contract's bundle: what it is asked, what it
// answers and what it tells, as TypeScript. The server is written against these types, so a change
// of the contract that it does not follow fails the typecheck.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { format } from 'prettier';
import { ROOT } from '../launcher/paths.mjs';
import { readBundle } from './artifact.mjs';

export const TYPES_FILE = 'contracts/artifacts/purse.types.ts';

/** @typedef {{ id: number, type: { path?: string[], params?: { name: string, type: number | null }[], def: Definition } }} Type */
/** @typedef {{ name?: string, type: number }} Field */
/**
 * @typedef {object} Definition
 * @property {{ fields?: Field[] }} [composite]
 * @property {{ variants?: { name: string, fields?: Field[] }[] }} [variant]
 * @property {{ len: number, type: number }} [array]
 * @property {{ type: number }} [sequence]
 * @property {number[]} [tuple]
 * @property {string} [primitive]
 */
/** @typedef {{ label: string, docs?: string[], type: { type: number } }} Argument */
/** @typedef {{ label: string, docs: string[], args: Argument[], returnType: { type: number } | null, payable?: boolean }} Message */
/** @typedef {{ types: Type[], spec: { constructors: Message[], messages: Message[], events: Message[] } }} Abi */

const SMALL = ['u8', 'u16', 'u32', 'i8', 'i16', 'i32'];

/** @param {string} name */
const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

/** @param {string[] | undefined} docs */
const comment = (docs) => {
  const text = (docs ?? []).join(' ').replace(/\s+/g, ' ').replaceAll('*/', '*').trim();
  return text ? `/** ${text} */\n` : '';
};

/**
 * Events come in the order that the linker liked.
 * @param {Message[]} events
 */
const byName = (events) => [...events].sort((one, two) => (one.label < two.label ? -1 : 1));

/** @param {Abi} abi */
function writer({ types }) {
  /** What has a name of its own, by that name. @type {Map<string, string>} */
  const declared = new Map();
  const byId = new Map(types.map(({ id, type }) => [id, type]));

  /**
   * @param {number} id
   * @returns {string}
   */
  function write(id) {
    const type = byId.get(id);
    if (!type) throw new Error(`the bundle names type ${id} and does not have it`);
    const { path = [], params = [], def } = type;
    const name = path.at(-1) ?? '';
    const parameter = (/** @type {number} */ index) => write(/** @type {number} */ (params[index]?.type));
    if (name === 'Option') return `${parameter(0)} | null`;
    if (name === 'Result') return `{ ok: ${parameter(0)} } | { err: ${parameter(1)} }`;
    if (name === 'H160' || name === 'H256') return 'Hex';
    if (name === 'U256') return 'bigint';
    if (def.primitive) return primitive(def.primitive);
    if (def.array) return isByte(def.array.type) ? 'Hex' : `(${write(def.array.type)})[]`;
    if (def.sequence) return isByte(def.sequence.type) ? 'Hex' : `(${write(def.sequence.type)})[]`;
    if (def.tuple) return def.tuple.length ? `[${def.tuple.map(write).join(', ')}]` : 'null';
    if (def.variant) return union(name, def.variant.variants ?? []);
    return composite(name, def.composite?.fields ?? []);
  }

  /** @param {number} id */
  const isByte = (id) => byId.get(id)?.def.primitive === 'u8';

  /** @param {string} word */
  function primitive(word) {
    if (word === 'bool') return 'boolean';
    if (word === 'str') return 'string';
    return SMALL.includes(word) ? 'number' : 'bigint';
  }

  /**
   * @param {string} name
   * @param {{ name: string, fields?: Field[] }[]} variants
   */
  function union(name, variants) {
    if (variants.some(({ fields }) => fields?.length))
      throw new Error(
        `${name} has variants with fields: teach types.mjs and server/gateways/chain/abi.ts how they look`,
      );
    declared.set(name, `export type ${name} = ${variants.map((variant) => `'${variant.name}'`).join(' | ')};`);
    return name;
  }

  /**
   * @param {string} name
   * @param {Field[]} fields
   */
  function composite(name, fields) {
    // a name around one value
    if (fields.length === 1 && fields[0] && !fields[0].name) return write(fields[0].type);
    if (!declared.has(name)) {
      declared.set(name, ''); // before its fields, which may name it
      const lines = fields.map((field) => `${camel(field.name ?? '')}: ${write(field.type)};`);
      declared.set(name, `export interface ${name} {\n${lines.join('\n')}\n}`);
    }
    return name;
  }

  return { write, declared };
}

/**
 * The text of the types.
 * @param {object} bundle
 */
export async function typesOf(bundle) {
  const abi = /** @type {Abi} */ (bundle);
  const { write, declared } = writer(abi);
  const record = (/** @type {Argument[]} */ args) =>
    args.length
      ? `{ ${args.map(({ label, type }) => `${camel(label)}: ${write(type.type)}`).join('; ')} }`
      : 'NoFields';
  const messages = abi.spec.messages.map(
    ({ label, docs, args, returnType }) =>
      `${comment(docs)}${label}: { args: ${record(args)}; answer: ${returnType ? write(returnType.type) : 'null'} };`,
  );
  const constructors = abi.spec.constructors.map(
    ({ label, docs, args }) => `${comment(docs)}${label}: ${record(args)};`,
  );
  const events = byName(abi.spec.events).map(({ label, docs, args }) => `${comment(docs)}${label}: ${record(args)};`);
  const text = `// Written by scripts/contracts/types.mjs from purse.contract; not to be changed by hand.
    import { type Hex } from '../../sdk/voucher';

    type NoFields = Record<never, never>;

    ${[...declared]
      .sort(([one], [two]) => (one < two ? -1 : 1))
      .map(([, text]) => text)
      .join('\n\n')}

    /** How it is made. */
    export interface PurseConstructors {\n${constructors.join('\n')}\n}

    /** What it can be asked, by the names in its source, and what it answers. */
    export interface PurseMessages {\n${messages.join('\n')}\n}

    /** What it tells. */
    export interface PurseEvents {\n${events.join('\n')}\n}
  `;
  return format(text, { parser: 'typescript', printWidth: 120, singleQuote: true, trailingComma: 'all' });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.chdir(ROOT);
  writeFileSync(TYPES_FILE, await typesOf(readBundle('purse').bundle));
  console.log(`wrote ${TYPES_FILE}`);
}
