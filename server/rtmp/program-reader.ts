import { MalformedRtmpError, readAmf, writeAmf } from './amf';

const VERSION = 3;
/** What a program sends before its first message: a version, and twice 1536 bytes. */
const HANDSHAKE = 1 + 2 * 1536;
const USUAL_CHUNK = 128;
/** Commands are some hundred bytes, and few come before the one that begins to send. */
const LARGEST_MESSAGE = 16 * 1024;
const LARGEST_BEGINNING = 64 * 1024;
const MOST_AT_ONCE = 16;
/** Stands in a header for a time that follows it. */
const TIME_FOLLOWS = 0xffffff;

const SET_CHUNK_SIZE = 1;
const ABORT = 2;
const COMMANDS = new Set([17, 20]);
/** Commands that name the stream key: the last begins to send, the others announce it. */
const WITH_KEY = new Set(['releaseStream', 'FCPublish', 'publish']);

/** A program asks to send. */
export interface Publish {
  key: string;
  /** What the program calls itself; nothing where it does not say. */
  software: string;
  /**
   * All that came since, with another key in the place of the program's. The key may not be longer
   * than the program's less one.
   */
  withKey(key: string): Buffer;
  /** What the program is told when it is refused, by a word of at most 36 letters. */
  refusal(word: string): Buffer;
}

/** A message that is not complete yet, or whose header the next one on its line goes on with. */
interface Line {
  length: number;
  type: number;
  stream: number;
  timeFollows: boolean;
  parts: Buffer[];
  missing: number;
}

/**
 * Reads what a program sends until it asks to send a stream: RTMP's handshake, then messages in
 * chunks. What came goes on as it came; the key alone is replaced, by as many bytes, so that
 * lengths which later headers refer to stay right.
 */
export class ProgramReader {
  #pending: Buffer = Buffer.alloc(0);
  #handshakeLeft = HANDSHAKE;
  #chunkSize = USUAL_CHUNK;
  #seen = 0;
  #software = '';
  /** Chunks of messages that are not complete yet. */
  #held: Buffer[] = [];
  readonly #lines = new Map<number, Line>();

  /**
   * Takes what came. Answers what may go on, and the wish to send once it is there: then nothing
   * more is read.
   */
  read(bytes: Buffer): { goesOn: Buffer[]; publish: Publish | null } {
    const goesOn: Buffer[] = [];
    this.#seen += bytes.length;
    if (this.#seen > LARGEST_BEGINNING + HANDSHAKE) throw new MalformedRtmpError('too much came before a stream');
    this.#pending = Buffer.concat([this.#pending, bytes]);
    if (this.#handshakeLeft > 0) {
      if (this.#handshakeLeft === HANDSHAKE && this.#pending.length > 0 && this.#pending[0] !== VERSION)
        throw new MalformedRtmpError('this is another version of RTMP, or none');
      const came = this.#take(Math.min(this.#handshakeLeft, this.#pending.length));
      this.#handshakeLeft -= came.length;
      goesOn.push(came);
    }
    while (this.#handshakeLeft === 0) {
      const chunk = this.#readChunk();
      if (!chunk) break;
      const publish = chunk.complete && this.#readMessage(chunk.line);
      if (publish) return { goesOn, publish };
      // whole messages alone go on, in the order in which they came
      if (chunk.complete && [...this.#lines.values()].every(({ parts }) => parts.length === 0))
        goesOn.push(...this.#held.splice(0));
    }
    return { goesOn, publish: null };
  }

  #take(length: number): Buffer {
    const taken = this.#pending.subarray(0, length);
    this.#pending = this.#pending.subarray(length);
    return taken;
  }

  /** The next chunk, when all of it is there. */
  #readChunk(): { line: Line; complete: boolean } | null {
    const bytes = this.#pending;
    const [first] = bytes;
    if (first === undefined) return null;
    const format = first >> 6;
    const idBytes = [2, 3][first & 63] ?? 1;
    const headerBytes = [11, 7, 3, 0][format] ?? 0;
    let at = idBytes + headerBytes;
    if (bytes.length < at) return null;
    const id = idBytes === 1 ? first & 63 : 64 + bytes.readUInt8(1) + (idBytes === 3 ? bytes.readUInt8(2) * 256 : 0);
    const before = this.#lines.get(id);
    if (!before && format !== 0) throw new MalformedRtmpError('a line does not begin with a whole header');
    if (!before && this.#lines.size >= MOST_AT_ONCE) throw new MalformedRtmpError('too many lines at once');

    const timeFollows = format === 3 ? (before?.timeFollows ?? false) : bytes.readUIntBE(idBytes, 3) === TIME_FOLLOWS;
    if (timeFollows) at += 4;
    const length = format < 2 ? bytes.readUIntBE(idBytes + 3, 3) : (before?.length ?? 0);
    const type = format < 2 ? bytes.readUInt8(idBytes + 6) : (before?.type ?? 0);
    const stream = format === 0 ? bytes.readUInt32LE(idBytes + 7) : (before?.stream ?? 0);
    if (length > LARGEST_MESSAGE) throw new MalformedRtmpError('a message is too long');
    const goesOn = before !== undefined && before.parts.length > 0 && format === 3;
    const line = goesOn ? before : { length, type, stream, timeFollows, parts: [], missing: length };
    const payload = Math.min(line.missing, this.#chunkSize);
    if (bytes.length < at + payload) return null;

    // a copy: what is replaced in it is replaced nowhere else
    const chunk = Buffer.from(this.#take(at + payload));
    this.#held.push(chunk);
    this.#lines.set(id, line);
    line.parts.push(chunk.subarray(at));
    line.missing -= payload;
    return { line, complete: line.missing === 0 };
  }

  /** What came of a message is no message: the next chunk on its line begins another. */
  #forget(id: number): void {
    const line = this.#lines.get(id);
    if (!line) return;
    line.parts.length = 0;
    line.missing = line.length;
  }

  #readMessage(line: Line): Publish | null {
    const parts = line.parts.splice(0);
    line.missing = line.length;
    const message = Buffer.concat(parts);
    if (line.type === SET_CHUNK_SIZE && message.length >= 4) this.#chunkSize = message.readUInt32BE(0) & 0x7fffffff;
    if (line.type === ABORT && message.length >= 4) this.#forget(message.readUInt32BE(0));
    if (this.#chunkSize < 1) throw new MalformedRtmpError('chunks of nothing');
    if (!COMMANDS.has(line.type)) return null;
    // in the newer kind the same values stand behind one byte
    const name = readAmf(message, line.type === 17 ? 1 : 0);
    const transaction = readAmf(message, name.end);
    const object = readAmf(message, transaction.end);
    if (name.value === 'connect') this.#software = softwareIn(object.value);
    if (typeof name.value !== 'string' || !WITH_KEY.has(name.value)) return null;
    const key = readAmf(message, object.end);
    if (typeof key.value !== 'string') throw new MalformedRtmpError('a stream without a key');
    const keyBytes = Buffer.byteLength(key.value);
    const replace = (by: Buffer) => overwrite(parts, key.end - keyBytes, by);
    if (name.value !== 'publish') {
      replace(Buffer.alloc(keyBytes, 'x'));
      return null;
    }
    return {
      key: key.value,
      software: this.#software,
      withKey: (other) => {
        // of a name with slashes LiveKit Ingress takes what stands behind the last one
        const filling = keyBytes - Buffer.byteLength(other) - 1;
        if (filling < 0) throw new RangeError('the key is too long for its place');
        replace(Buffer.from(`${'x'.repeat(filling)}/${other}`));
        return Buffer.concat([...this.#held.splice(0), this.#take(this.#pending.length)]);
      },
      refusal: (word) => refusalOf(line.stream, word),
    };
  }
}

function softwareIn(object: ReturnType<typeof readAmf>['value']): string {
  const { flashVer = '' } = object !== null && typeof object === 'object' ? object : {};
  return typeof flashVer === 'string' ? flashVer : '';
}

/** Writes over bytes that lie in several parts one after the other. */
function overwrite(parts: Buffer[], begin: number, by: Buffer): void {
  let [at, written] = [0, 0];
  for (const part of parts) {
    const from = Math.max(0, begin + written - at);
    if (written < by.length && from < part.length) written += by.copy(part, from, written);
    at += part.length;
  }
}

/**
 * In one chunk, which is at most as long as the shortest that a server may have announced. Programs
 * such as OBS say then that the key is wrong, and do not try again by themselves.
 */
function refusalOf(stream: number, word: string): Buffer {
  const info = { level: 'error', code: 'NetStream.Publish.BadName', description: word };
  const payload = Buffer.concat(['onStatus', 0, null, info].map(writeAmf));
  const header = Buffer.alloc(12);
  header.writeUInt8(5, 0);
  header.writeUIntBE(payload.length, 4, 3);
  header.writeUInt8(20, 7);
  header.writeUInt32LE(stream, 8);
  return Buffer.concat([header, payload]);
}
