/** Values as RTMP's commands carry them (AMF0), as far as commands of programs that send need. */
export type AmfValue = number | boolean | string | null | AmfObject;

/** An object of values; programs name themselves in one. */
export interface AmfObject {
  [name: string]: AmfValue;
}

/** A value, and where its bytes end. */
interface Read {
  value: AmfValue;
  end: number;
}

/** Objects lie in objects so deep at most. */
const DEEPEST = 4;

/** It is not what RTMP says it is. */
export class MalformedRtmpError extends Error {}

/** Reads the value that begins there. */
export function readAmf(bytes: Buffer, at: number, depth = 0): Read {
  try {
    return readValue(bytes, at, depth);
  } catch (error) {
    if (error instanceof RangeError) throw new MalformedRtmpError('a value is cut short', { cause: error });
    throw error;
  }
}

function readValue(bytes: Buffer, at: number, depth: number): Read {
  const type = bytes.readUInt8(at);
  switch (type) {
    case 0:
      return { value: bytes.readDoubleBE(at + 1), end: at + 9 };
    case 1:
      return { value: bytes.readUInt8(at + 1) !== 0, end: at + 2 };
    case 2: {
      const { text, end } = readText(bytes, at + 1);
      return { value: text, end };
    }
    case 3:
      return readObject(bytes, at + 1, depth);
    case 5:
    case 6:
      return { value: null, end: at + 1 };
    case 8: // an array by names, after how many there are
      return readObject(bytes, at + 5, depth);
    default:
      throw new MalformedRtmpError(`a value is of type ${type}`);
  }
}

function readObject(bytes: Buffer, begin: number, depth: number): Read {
  if (depth >= DEEPEST) throw new MalformedRtmpError('objects lie too deep in objects');
  const entries: [string, AmfValue][] = [];
  for (let at = begin; ;) {
    const { text: name, end } = readText(bytes, at);
    if (name === '' && bytes.readUInt8(end) === 9) return { value: Object.fromEntries(entries), end: end + 1 };
    const read = readValue(bytes, end, depth + 1);
    entries.push([name, read.value]);
    at = read.end;
  }
}

function readText(bytes: Buffer, at: number): { text: string; end: number } {
  const end = at + 2 + bytes.readUInt16BE(at);
  if (end > bytes.length) throw new RangeError('a text is cut short');
  return { text: bytes.toString('utf8', at + 2, end), end };
}

/** The bytes of a value. */
export function writeAmf(value: AmfValue): Buffer {
  if (value === null) return Buffer.from([5]);
  if (typeof value === 'boolean') return Buffer.from([1, value ? 1 : 0]);
  if (typeof value === 'string') return Buffer.concat([Buffer.from([2]), writeText(value)]);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(9);
    bytes.writeDoubleBE(value, 1);
    return bytes;
  }
  const entries = Object.entries(value).flatMap(([name, one]) => [writeText(name), writeAmf(one)]);
  return Buffer.concat([Buffer.from([3]), ...entries, Buffer.from([0, 0, 9])]);
}

function writeText(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
