import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { writeAmf, type AmfValue } from '../rtmp/amf';
import { ProgramReader } from '../rtmp/program-reader';
import { type FakeRooms } from './fake-rooms';

/** What a program sends before it knows anything of the server. */
export const HANDSHAKE = Buffer.concat([Buffer.from([3]), Buffer.alloc(2 * 1536, 7)]);

/** How a message is written. */
interface Written {
  type?: number;
  chunkSize?: number;
  line?: number;
  stream?: number;
}

/** A message in chunks, each after the first with the shortest header. */
export function message(payload: Buffer, { type = 20, chunkSize = 128, line = 3, stream = 0 }: Written = {}): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt8(line, 0);
  header.writeUIntBE(payload.length, 4, 3);
  header.writeUInt8(type, 7);
  header.writeUInt32LE(stream, 8);
  const chunks = [header, payload.subarray(0, chunkSize)];
  for (let at = chunkSize; at < payload.length; at += chunkSize)
    chunks.push(Buffer.from([0xc0 | line]), payload.subarray(at, at + chunkSize));
  return Buffer.concat(chunks);
}

/** A command, by its values. */
export const command = (values: AmfValue[], written?: Written) => message(Buffer.concat(values.map(writeAmf)), written);

/** All that a program such as OBS sends until it asks to send. */
export function beginning(key: string, written?: Written): Buffer {
  const app = { app: 'live', flashVer: 'FMLE/3.0 (compatible; FMSc/1.0)', tcUrl: 'rtmp://localhost/live' };
  return Buffer.concat([
    HANDSHAKE,
    command(['connect', 1, app], written),
    command(['releaseStream', 2, null, key], written),
    command(['FCPublish', 3, null, key], written),
    command(['createStream', 4, null], written),
    command(['publish', 5, null, key, 'live'], { ...written, line: 4, stream: 1 }),
  ]);
}

/** LiveKit Ingress as the door sees it: it takes what the fake media server lets in. */
export async function fakeIngress(rooms: FakeRooms) {
  const came: { key: string; bytes: Buffer }[] = [];
  const server = createServer((socket) => {
    const reader = new ProgramReader();
    const feed = { key: '', bytes: Buffer.alloc(0) };
    came.push(feed);
    let leave = () => {};
    socket.on('error', () => undefined);
    socket.on('close', () => leave());
    socket.on('data', (bytes) => {
      feed.bytes = Buffer.concat([feed.bytes, bytes]);
      if (feed.key) return;
      const { publish } = reader.read(bytes);
      if (!publish) return;
      feed.key = publish.key.split('/').at(-1) ?? '';
      try {
        const { room, seat } = rooms.sendRtmp(feed.key);
        const looking = setInterval(() => !seat.inRoom && socket.destroy(), 10);
        leave = () => {
          clearInterval(looking);
          if (seat.inRoom) rooms.leave(room, 'creator');
        };
      } catch {
        socket.destroy();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `rtmp://127.0.0.1:${port}`, came, close: () => void server.close() };
}

/** A program that has connected. */
export interface TestProgram {
  socket: Socket;
  heard(): Buffer;
  isGone(): boolean;
}

/** Connects to a port of this machine and sends. */
export function program(port: number, bytes: Buffer): TestProgram {
  const socket = connect(port, '127.0.0.1');
  let heard = Buffer.alloc(0);
  let gone = false;
  socket.on('data', (part) => (heard = Buffer.concat([heard, part])));
  socket.on('error', () => undefined);
  socket.on('close', () => (gone = true));
  socket.write(bytes);
  return { socket, heard: () => heard, isGone: () => gone };
}
