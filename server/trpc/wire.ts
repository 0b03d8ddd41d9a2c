import superjson, { type SuperJSONResult } from 'superjson';
import { DomainError } from '../errors';

/**
 * The largest amount has 39 digits. What is longer is refused before anybody makes a number of it:
 * that takes more than linear time.
 */
const WHOLE_NUMBER = /^-?\d{1,40}$/;
/**
 * What our inputs are made of beside JSON's own values. Nobody sends us maps, classes or patterns
 * to build.
 */
const KNOWN = new Set(['bigint', 'Date', 'undefined', 'number']);

/** How values travel: superjson, and of what comes in only what an input can hold. */
export const wire = {
  input: {
    serialize: (value: unknown) => superjson.serialize(value),
    deserialize: (sent: unknown) => superjson.deserialize(checked(sent)),
  },
  output: superjson,
};

function checked(sent: unknown): SuperJSONResult {
  if (!isRecord(sent)) throw new DomainError('malformed');
  const { json, meta } = sent;
  if (isRecord(meta) && meta.values !== undefined) check(meta.values, json);
  return sent as unknown as SuperJSONResult;
}

/**
 * Walks the notes on types beside the values: a leaf is `[type]`, a branch has paths such as
 * `a.0.b` for keys.
 */
function check(notes: unknown, value: unknown): void {
  if (isRecord(notes)) {
    for (const [path, below] of Object.entries(notes)) check(below, valueAt(value, path));
    return;
  }
  const [type, below] = Array.isArray(notes) ? (notes as unknown[]) : [];
  if (typeof type !== 'string' || below !== undefined || !KNOWN.has(type)) throw new DomainError('malformed');
  if (type !== 'bigint') return;
  if (typeof value !== 'string' || !/^-?\d+$/.test(value)) throw new DomainError('malformed');
  if (!WHOLE_NUMBER.test(value)) throw new DomainError('numberTooLong');
}

/**
 * No key of our inputs has a dot, a backslash or no characters: without those a path can be read in
 * one way only.
 */
const PATH = /^[^.\\]+(\.[^.\\]+)*$/;

function valueAt(value: unknown, path: string): unknown {
  if (!PATH.test(path)) throw new DomainError('malformed');
  let at = value;
  for (const name of path.split('.')) {
    at =
      typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? (at as Record<string, unknown>)[name] : null;
  }
  return at;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
