// npm run bench:voucher: what a voucher costs from the socket to the table, against the least that
// any server must do with it.
import { fork } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import superjson from 'superjson';
import { WebSocket } from 'ws';
import { markdownTable, measuredBlock } from '../scripts/measured';
import { amount } from '../sdk/money';
import { encodeVoucher, hexOf, type H160, type Hex, type VoucherDomain } from '../sdk/voucher';
import { cpuOf, median, pause, startDatabase } from './engines';
import { type Question } from './voucher-server';
import { CREATOR, makeViewings, RATE, type Seat } from './voucher-world';
import { ownNetwork } from '../e2e/network';

/** Each viewer has a socket, as in life; a socket may send 60 messages a second. */
const VIEWERS = 200;
const EACH = 60;
/**
 * The baseline and the whole path take turns so often: a machine that is busy for a while then
 * slows both.
 */
const ROUNDS = 5;
const GROUPS = [100, 1_000, 10_000];
const STEADY_SECONDS = 10;

const measured = measuredBlock('bench:voucher');
const database = await startDatabase();
const child = fork('bench/voucher-server.ts', {
  execArgv: ['--import', 'tsx'],
  env: { ...process.env, DATABASE_URL: database.url },
});
try {
  measured.publish(await measure());
} finally {
  child.kill('SIGKILL');
  await database.stop();
}

async function measure(): Promise<string> {
  const told = await nextAnswer<{ origin: string; bare: string; contract: H160; chainId: string }>();
  const domain: VoucherDomain = { chainId: BigInt(told.chainId), contract: told.contract };
  const key = makeKey();
  const seats = await makeViewings(database.url, { group: 1, count: VIEWERS, key: key.publicKey, leased: 0n });
  const framesFrom = (first: number, count: number) =>
    seats.map((seat) => Array.from({ length: count }, (_, n) => frameOf(seat, BigInt(first + n))));
  const sample = superjson.stringify(voucherOf(seats.at(0) ?? fail(), 1n));
  const check = await ask<number>({ ask: 'signature', key: key.publicKey, voucher: sample, times: 5_000 });

  const api = `${told.origin.replace('http', 'ws')}/trpc-ws`;
  const vouchers = VIEWERS * (EACH - 1);
  const bare: number[] = [];
  const whole: number[] = [];
  const stored: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const frames = framesFrom(1 + round * EACH, EACH);
    bare.push((await burst(told.bare, told.origin, frames)).cpu / vouchers);
    const spent = await burst(api, told.origin, frames);
    whole.push(spent.cpu / vouchers);
    stored.push(spent.database / vouchers);
  }
  const steady = await steadily(api, told.origin, framesFrom(1 + ROUNDS * EACH, STEADY_SECONDS));

  const [bareMicros, wholeMicros] = [median(bare), median(whole)];
  const hours = (VIEWERS * STEADY_SECONDS) / 3_600;
  const ratio = (value: number, base: number) => `${(value / base).toFixed(2)} x`;
  const perCoreSecond = (name: string, micros: number) => [
    name,
    per(1e6 / micros),
    `${micros.toFixed(0)} µs`,
    ratio(micros, bareMicros),
  ];
  const path = markdownTable(
    [
      `median of ${ROUNDS}: ${VIEWERS} viewers, ${EACH} vouchers each, one core`,
      'vouchers a core-second',
      'CPU each',
      'ratio',
    ],
    [
      perCoreSecond('baseline: bare socket, JSON, signature check', bareMicros),
      perCoreSecond('whole path: socket, tRPC, meter, lease, stored', wholeMicros),
    ],
  );
  const hour = markdownTable(
    ['of the whole path', 'measured'],
    [
      ['share of the signature check', `${((check / wholeMicros) * 100).toFixed(0)} %, ${check.toFixed(0)} µs`],
      ['PostgreSQL besides, a voucher', `${median(stored).toFixed(1)} µs`],
      ['one viewer for an hour: CPU of the server', `${(steady.cpu / 1e6 / hours).toFixed(2)} s`],
      ['one viewer for an hour: CPU of PostgreSQL', `${(steady.database / 1e6 / hours).toFixed(2)} s`],
      ['one viewer for an hour: vouchers up', megabytes(steady.sent / hours)],
      ['one viewer for an hour: answers down', megabytes(steady.received / hours)],
    ],
  );

  const sizes: string[][] = [];
  let first: Growth | undefined;
  for (const [index, count] of GROUPS.entries()) {
    const group = await makeViewings(database.url, {
      group: 2 + index,
      count,
      key: key.publicKey,
      leased: RATE * 100n,
    });
    const grown = await ask<Growth>({ ask: 'growth', viewings: group.map(({ viewing }) => viewing), rounds: 7 });
    first ??= grown;
    sizes.push([
      per(count),
      `${grown.look.toFixed(2)} µs, ${ratio(grown.look, first.look)}`,
      `${grown.write.toFixed(1)} µs, ${ratio(grown.write, first.write)}`,
      `${((grown.wait * count) / 1_000).toFixed(0)} ms`,
    ]);
  }
  const growth = markdownTable(['meters', 'advancing, CPU each', 'storing, CPU each', 'until all are stored'], sizes);
  return [path, hour, growth].join('\n\n');

  function voucherOf({ viewer }: Seat, n: bigint) {
    const voucher = {
      viewer,
      purseNonce: 1,
      key: 0,
      creator: CREATOR,
      seconds: n,
      amount: amount(n * RATE),
      extras: amount(0n),
    };
    return { ...voucher, signature: key.sign(encodeVoucher(domain, voucher)) };
  }
  function frameOf(seat: Seat, n: bigint): string {
    const input = superjson.serialize({ viewing: seat.viewing, ...voucherOf(seat, n) });
    return JSON.stringify({ id: Number(n), method: 'mutation', params: { path: 'viewing.pay', input } });
  }
}

interface Growth {
  meters: number;
  look: number;
  write: number;
  wait: number;
}

/** All vouchers of all viewers, each sent when the one before was answered. */
async function burst(url: string, origin: string, frames: string[][]) {
  const lines = await Promise.all(frames.map((own) => connect(url, origin, own)));
  // the first of each opens its meter and its lease: that is joining, not paying
  for (let from = 0; from < lines.length; from += 10)
    await Promise.all(lines.slice(from, from + 10).map((line) => line.send()));
  const before = { cpu: await ask<number>({ ask: 'cpu' }), database: cpuOf(database.pid) };
  await Promise.all(lines.map((line) => line.sendRest()));
  await ask({ ask: 'stored' });
  const spent = {
    cpu: (await ask<number>({ ask: 'cpu' })) - before.cpu,
    database: cpuOf(database.pid) - before.database,
  };
  for (const line of lines) line.close();
  return spent;
}

/** As viewers do it: one a second. */
async function steadily(url: string, origin: string, frames: string[][]) {
  const lines = await Promise.all(frames.map((own) => connect(url, origin, own)));
  const before = { cpu: await ask<number>({ ask: 'cpu' }), database: cpuOf(database.pid) };
  const bytes = lines.map((line) => line.bytes());
  for (let n = 0; n < STEADY_SECONDS; n += 1) {
    await Promise.all([
      pause(1_000),
      ...lines.map((line, index) => pause((index * 900) / lines.length).then(line.send)),
    ]);
  }
  await ask({ ask: 'stored' });
  const spent = {
    cpu: (await ask<number>({ ask: 'cpu' })) - before.cpu,
    database: cpuOf(database.pid) - before.database,
  };
  const sum = (side: 'sent' | 'received') =>
    lines.reduce((total, line, index) => total + line.bytes()[side] - (bytes[index]?.[side] ?? 0), 0);
  const moved = { sent: sum('sent'), received: sum('received') };
  for (const line of lines) line.close();
  return { ...spent, ...moved };
}

/** One viewer's socket. */
async function connect(url: string, origin: string, frames: string[]) {
  const socket = new WebSocket(url, { origin, perMessageDeflate: false, headers: ownNetwork() });
  await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
  let next = 0;
  const send = () =>
    new Promise<void>((resolve, reject) => {
      socket.once('message', (data: Buffer) => {
        const text = data.toString();
        if (text.includes('"error"') || text.includes('"result":false'))
          reject(new Error(`a voucher was refused: ${text}`));
        else resolve();
      });
      socket.send(frames[next++] ?? '');
    });
  const { _socket: wire } = socket as unknown as { _socket: { bytesRead: number; bytesWritten: number } };
  return {
    send,
    async sendRest() {
      while (next < frames.length) await send();
    },
    bytes: () => ({ sent: wire.bytesWritten, received: wire.bytesRead }),
    close: () => socket.close(),
  };
}

function makeKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return {
    publicKey: hexOf(Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])),
    sign: (message: Uint8Array): Hex => hexOf(sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
  };
}

function nextAnswer<T>(): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', ({ told }: { told: T }) => resolve(told));
    child.once('exit', () => reject(new Error('the server of the benchmark ended')));
  });
}

function ask<T>(question: Question): Promise<T> {
  child.send(question);
  return nextAnswer<T>();
}

function fail(): never {
  throw new Error('nobody watches');
}

function per(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(2)} MB`;
}
