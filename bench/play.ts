// npm run bench:play: how soon a video begins, and what 200 players of it cost the server, against
// a static file server with the same files.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markdownTable, measuredBlock } from '../scripts/measured';
import { cpuOf, median, p95, startDatabase } from './engines';
import { type Up } from './play-server';
import { makeViewings } from './voucher-world';

const PLAYERS = 200;
const SEGMENTS = 60;
/** Each player fetches so many segments, one after the other. */
const EACH = 10;
const STARTS = 100;
/** Both servers take turns so often: a machine that is busy for a while then slows both. */
const ROUNDS = 5;

const mediaOf = ({ media }: Server, player: number) => media[player % media.length] ?? '';
const segment = (at: number) => `source-${String((at % SEGMENTS) + 1).padStart(5, '0')}.m4s`;

const measured = measuredBlock('bench:play');
const database = await startDatabase();
const files = mkdtempSync(join(tmpdir(), 'vilokanam-bench-'));
const children: ChildProcess[] = [];
try {
  measured.publish(await measure());
} finally {
  for (const child of children) child.kill('SIGKILL');
  await database.stop();
  rmSync(files, { recursive: true, force: true });
}

async function measure(): Promise<string> {
  const key = `0x${'11'.repeat(64)}` as const;
  const seats = await makeViewings(database.url, { group: 1, count: PLAYERS, key, leased: 0n });
  const players = seats.map(({ viewing }) => viewing);
  const video = `${(players[0] ?? '').slice(0, -12)}ffffffffffff`;
  const common = { ...process.env, SEGMENTS: String(SEGMENTS) };
  const bare = await start({ ...common, SERVES: 'files' });
  const product = await start({
    ...common,
    ...{ SERVES: 'product', DATABASE_URL: database.url, FILES: files, VIDEO: video, PLAYERS: JSON.stringify(players) },
  });
  const starts: Record<'bare' | 'product', number[]> = { bare: [], product: [] };
  for (let round = 0; round < STARTS; round += 1) {
    starts.bare.push(await begin(bare, 0));
    starts.product.push(await begin(product, round % PLAYERS));
  }
  const spent: Record<'bare' | 'product' | 'database', number[]> = { bare: [], product: [], database: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    spent.bare.push(await playAll(bare, round));
    const before = cpuOf(database.pid);
    spent.product.push(await playAll(product, round));
    spent.database.push(cpuOf(database.pid) - before);
  }
  const ratio = (value: number, base: number) => `${(value / base).toFixed(2)} x`;
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const begins = (name: string, times: number[]) => [
    ...[name, ms(median(times)), ratio(median(times), median(starts.bare))],
    ...[ms(p95(times)), ratio(p95(times), p95(starts.bare))],
  ];
  const each = (micros: number[]) => median(micros) / (PLAYERS * EACH);
  const costs = (name: string, micros: number[]) => [
    name,
    `${each(micros).toFixed(0)} µs`,
    ratio(each(micros), each(spent.bare)),
  ];
  const first = markdownTable(
    [
      `${STARTS} starts: two playlists, the first bytes, a segment`,
      'half of them within',
      'ratio',
      'nineteen of twenty',
      'ratio',
    ],
    [
      begins('baseline: static file server', starts.bare),
      begins('a paid video whose seconds are owned', starts.product),
    ],
  );
  const second = markdownTable(
    [`median of ${ROUNDS}: ${PLAYERS} players, ${EACH} segments of 500 kB each`, 'CPU a segment', 'ratio'],
    [
      costs('baseline: static file server', spent.bare),
      costs('the product', spent.product),
      costs('its database besides', spent.database),
    ],
  );
  return `${first}\n\n${second}`;
}

interface Server extends Up {
  child: ChildProcess;
}

async function start(env: NodeJS.ProcessEnv): Promise<Server> {
  const child = fork('bench/play-server.ts', { execArgv: ['--import', 'tsx'], env });
  children.push(child);
  return { child, ...(await nextAnswer<Up>(child)) };
}

function nextAnswer<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('a server of the benchmark ended'));
    child.once('exit', ended);
    child.once('message', ({ told }: { told: T }) => {
      child.off('exit', ended);
      resolve(told);
    });
  });
}

function cpu({ child }: Server): Promise<number> {
  child.send({ ask: 'cpu' });
  return nextAnswer<number>(child);
}

async function get({ url }: Server, path: string): Promise<void> {
  const answer = await fetch(`${url}${path}`);
  if (!answer.ok) throw new Error(`${answer.status} for ${path}`);
  await answer.arrayBuffer();
}

/** All that a player fetches until it can show a picture, in milliseconds. */
async function begin(server: Server, player: number): Promise<number> {
  const began = performance.now();
  for (const file of ['master.m3u8', 'source.m3u8', 'source-1-init.mp4', segment(0)]) {
    await get(server, `${mediaOf(server, player)}${file}`);
  }
  return performance.now() - began;
}

/** All players at once, each with one request after the other; CPU time of the server. */
async function playAll(server: Server, round: number): Promise<number> {
  const before = await cpu(server);
  const play = async (player: number) => {
    for (let at = 0; at < EACH; at += 1) await get(server, `${mediaOf(server, player)}${segment(player + at + round)}`);
  };
  await Promise.all(Array.from({ length: PLAYERS }, (_, player) => play(player)));
  return (await cpu(server)) - before;
}
