import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { beginning, command, HANDSHAKE, message } from '../testing/rtmp-program';
import { MalformedRtmpError, writeAmf } from './amf';
import { ProgramReader, type Publish } from './program-reader';

const KEY = `obs_${'k'.repeat(32)}`;
const seed = inject('seed');

/** Gives bytes to a reader in pieces of these lengths; the rest in one. */
function readInPieces(bytes: Buffer, lengths: number[]) {
  const reader = new ProgramReader();
  const out: Buffer[] = [];
  let at = 0;
  let publish: Publish | null = null;
  for (const length of [...lengths, bytes.length]) {
    if (publish || at >= bytes.length) break;
    const read = reader.read(bytes.subarray(at, at + length));
    at += length;
    out.push(...read.goesOn);
    publish = read.publish;
  }
  return { out: Buffer.concat(out), publish, rest: bytes.subarray(at) };
}

test('the key is found however the bytes come and the chunks are cut, and is replaced by as many bytes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 300 }),
      (lengths, chunkSize) => {
        const size = Buffer.alloc(4);
        size.writeUInt32BE(chunkSize);
        const sent = Buffer.concat([
          HANDSHAKE,
          message(size, { type: 1, line: 2 }),
          beginning(KEY, { chunkSize }).subarray(HANDSHAKE.length),
          Buffer.from('media'),
        ]);
        const read = readInPieces(sent, lengths);
        expect(read.publish).toMatchObject({ key: KEY, software: 'FMLE/3.0 (compatible; FMSc/1.0)' });
        const all = Buffer.concat([read.out, read.publish?.withKey('theOther') ?? Buffer.alloc(0), read.rest]);
        expect(all).toHaveLength(sent.length);
        expect(all.includes(KEY)).toBe(false);
        const again = readInPieces(all, []).publish;
        expect(again?.key).toBe(`${'x'.repeat(KEY.length - 9)}/theOther`);
      },
    ),
    { ...(seed === undefined ? {} : { seed }), numRuns: 60 },
  );
});

test('a command of the newer kind is read behind its first byte', () => {
  const written = { type: 17, line: 8, stream: 1 };
  const publish = Buffer.concat([Buffer.from([0]), ...['publish', 5, null, KEY, 'live'].map(writeAmf)]);
  const { publish: read } = readInPieces(Buffer.concat([HANDSHAKE, message(publish, written)]), []);
  expect(read?.withKey('theOther').includes('/theOther')).toBe(true);
});

test('messages that come between the chunks of another keep their order', () => {
  const long = command(['connect', 1, { app: 'live', flashVer: 'x'.repeat(200) }]);
  const between = message(Buffer.from([0, 0, 0, 9]), { type: 3, line: 2 });
  const cut = 12 + 128;
  const sent = Buffer.concat([HANDSHAKE, long.subarray(0, cut), between, long.subarray(cut)]);
  const { out, publish } = readInPieces(sent, [HANDSHAKE.length + cut]);
  expect(publish).toBeNull();
  expect(out.equals(sent)).toBe(true);
});

test('a header with a time that follows it, a shorter header and a message that is called off are read', () => {
  const first = command(['createStream', 1, null]);
  const late = Buffer.concat([
    first.subarray(0, 1),
    Buffer.from([255, 255, 255]),
    first.subarray(4, 12),
    Buffer.from([1, 0, 0, 0]),
    first.subarray(12),
  ]);
  const shorter = Buffer.concat([Buffer.from([0xc3]), Buffer.from([1, 0, 0, 1]), first.subarray(12)]);
  const half = command(['connect', 1, { flashVer: 'y'.repeat(200) }], { line: 5 }).subarray(0, 12 + 128);
  const off = Buffer.from([0, 0, 0, 5]);
  const sent = Buffer.concat([
    HANDSHAKE,
    late,
    shorter,
    half,
    message(off, { type: 2, line: 2 }),
    beginning(KEY).subarray(HANDSHAKE.length),
  ]);
  expect(readInPieces(sent, []).publish).toMatchObject({ key: KEY });
});

test('what is too much, cut wrong, or another protocol is refused before it costs anything', () => {
  const refused = (...parts: Buffer[]) =>
    expect(() => readInPieces(Buffer.concat(parts), [])).toThrow(MalformedRtmpError);
  refused(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
  refused(HANDSHAKE, Buffer.from([0xc3])); // goes on with nothing
  refused(HANDSHAKE, message(Buffer.alloc(20_000)));
  refused(HANDSHAKE, message(Buffer.alloc(4), { type: 1, line: 2 })); // chunks of no length
  refused(HANDSHAKE, ...Array.from({ length: 17 }, (_, line) => message(Buffer.alloc(1), { type: 8, line: 3 + line })));
  refused(HANDSHAKE, ...Array.from({ length: 7 }, () => message(Buffer.alloc(10_000), { type: 8 })));
  refused(HANDSHAKE, message(Buffer.from([2, 255, 255])));
  refused(HANDSHAKE, message(Buffer.from([12, 0])));
  refused(HANDSHAKE, message(Buffer.concat(Array.from({ length: 9 }, () => Buffer.from([3, 0, 1, 65])))));
  refused(HANDSHAKE, command(['publish', 1, null, null]));
});

test('bytes of chance are read or refused, and nothing else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      try {
        new ProgramReader().read(Buffer.concat([HANDSHAKE, bytes]));
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedRtmpError);
      }
    }),
    { ...(seed === undefined ? {} : { seed }), numRuns: 500 },
  );
});

test('a refusal fits into one chunk, and a key that is longer than its place is not put there', () => {
  const { publish } = readInPieces(beginning(KEY), []);
  expect((publish?.refusal('thePayeeOfThisKeyIsNotTheOneItWas') ?? []).length).toBeLessThanOrEqual(12 + 128);
  expect(() => publish?.withKey('x'.repeat(KEY.length))).toThrow(RangeError);
});
