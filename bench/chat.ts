// npm run bench:chat: from sending a message to its standing in the lists of a hundred listeners,
// against LiveKit alone: the same room, listeners and bytes, sent by its server API. LISTENERS,
// SENDERS, MESSAGES and STEP_SECONDS in the environment make it smaller or larger.
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Room } from '@livekit/rtc-node';
import { DataPacket_Kind, RoomServiceClient } from 'livekit-server-sdk';
import { enter, planStream, unit, type Actor } from '../e2e/actor';
import { startParts } from '../e2e/engines';
import { build } from '../scripts/build.mjs';
import { markdownTable, measuredBlock } from '../scripts/measured';
import { BARE_TOPIC, type Question, type Seen } from './chat-listeners';
import { median, now, p95, pause } from './engines';

const setting = (name: string, usual: number) => Number(process.env[name] ?? usual);
const LISTENERS = setting('LISTENERS', 100);
/** An account may say six things at once, then one in one and a half seconds. */
const SENDERS = setting('SENDERS', 90);
const MESSAGES = setting('MESSAGES', 120);
const STEP_SECONDS = setting('STEP_SECONDS', 6);
const PROCESSES = 4;
/** The two take turns: a machine that is busy for a while then slows both. */
const ROUNDS = 4;
/** A lively chat. */
const USUAL_RATE = 4;
const RATES = [8, 16, 24, 32, 48, 64, 96, 128];
/** What the last message is given to arrive everywhere. */
const LAST_MS = 2_000;
/** About what a line of the product's takes. */
const BARE_BYTES = 600;
const TEXT = 'What a view! Was that the old harbour, or have you gone further up the coast?';

/** Says something by a name, in one way or the other. */
type Send = (name: string) => Promise<unknown>;

const block = measuredBlock('bench:chat');
await build(undefined, { ...process.env, VILOKANAM_DEMO_WALLET: '1' });
const parts = await startParts();
const workers = Array.from({ length: PROCESSES }, () =>
  fork('bench/chat-listeners.ts', { execArgv: ['--import', 'tsx'] }),
);
try {
  block.publish(await measure());
} finally {
  for (const worker of workers) worker.kill('SIGKILL');
  await parts.stop();
}
process.exit(0); // the media library's threads would go on

async function measure(): Promise<string> {
  const creator = await enter(parts.url);
  const senders: Actor[] = [];
  for (let count = 0; count < SENDERS; count += 1) senders.push(await enter(parts.url));
  const streamId = await planStream(creator, { title: 'Bench', rate: unit('0') });
  const { room } = await creator.trpc.broadcast.start.mutate({ id: streamId, payee: null });
  // without pictures: a hundred decoders would take the machine from what is measured
  const seat = new Room();
  await seat.connect(room.url, room.token, { autoSubscribe: false, dynacast: false });
  await Promise.all(
    workers.map((worker, at) => {
      const listeners = Math.floor((LISTENERS + at) / PROCESSES);
      return ask<null>(worker, { ask: 'join', url: parts.url, streamId, listeners });
    }),
  );
  await pause(5_000); // packets are lost until LiveKit holds everybody to be there

  const secret = readFileSync(join(parts.dataDir, 'secrets/livekit-secret'), 'utf8').trim();
  const livekit = new RoomServiceClient(room.url.replace(/^ws/, 'http'), 'vilokanam', secret);
  const bare: Send = (name) => {
    const filled = JSON.stringify({ name }).padEnd(BARE_BYTES);
    const data = new TextEncoder().encode(filled);
    return livekit.sendData(streamId, data, DataPacket_Kind.RELIABLE, { topic: BARE_TOPIC });
  };
  let turn = 0;
  const ours: Send = (name) => {
    turn += 1;
    const { trpc } = senders[turn % senders.length] as Actor;
    return trpc.chat.send.mutate({ streamId, clientId: name, body: `${TEXT} ${turn}`, replyTo: null });
  };
  // what is slow the first time, on each of the connections that a server keeps
  await listenTo(bare, 2 * USUAL_RATE, MESSAGES / 2);
  await listenTo(ours, 2 * USUAL_RATE, MESSAGES / 2);

  const [bareTook, ourTook]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    bareTook.push(...(await listenTo(bare, USUAL_RATE, MESSAGES / ROUNDS)));
    ourTook.push(...(await listenTo(ours, USUAL_RATE, MESSAGES / ROUNDS)));
  }
  const [bareHolds, ourHolds] = [await climb(bare, p95(bareTook)), await climb(ours, p95(ourTook))];
  await seat.disconnect();

  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const row = (name: string, base: number, own: number) => [name, ms(base), ms(own), `${(own / base).toFixed(2)} x`];
  const holds = (rate: number) => `${rate}${rate === RATES.at(-1) ? ' or more' : ''}`;
  return markdownTable(
    [`${MESSAGES} messages, ${USUAL_RATE} a second, ${LISTENERS} listeners`, 'LiveKit', 'Vilokanam', 'ratio'],
    [
      row('from sending to shown, p50', median(bareTook), median(ourTook)),
      row('from sending to shown, p95', p95(bareTook), p95(ourTook)),
      [
        'messages a second until p95 doubles',
        holds(bareHolds),
        holds(ourHolds),
        `${(ourHolds / bareHolds).toFixed(2)} x`,
      ],
    ],
  );
}

/** The highest rate at which the p95 is not yet twice what it is usually. */
async function climb(send: Send, usual: number): Promise<number> {
  let held = USUAL_RATE;
  for (const rate of RATES) {
    const took = await listenTo(send, rate, rate * STEP_SECONDS);
    if (process.env.TELL) console.log(`${rate}/s: p50 ${median(took).toFixed(1)} p95 ${p95(took).toFixed(1)}`);
    if (p95(took) > 2 * usual) break;
    held = rate;
  }
  return held;
}

/** Sends so many at a rate; how long each took to each listener, an hour where it never came. */
async function listenTo(send: Send, rate: number, messages: number): Promise<number[]> {
  const sentAt = new Map<string, number>();
  const sending: Promise<unknown>[] = [];
  const began = now();
  for (let count = 0; count < messages; count += 1) {
    await pause(began + (count * 1_000) / rate - now());
    const name = randomUUID();
    sentAt.set(name, now());
    sending.push(send(name));
  }
  await Promise.all(sending);
  await pause(LAST_MS);
  const seen = (await Promise.all(workers.map((worker) => ask<Seen>(worker, { ask: 'seen' })))).flat();
  const took = seen.flatMap(([name, at]) => {
    const sent = sentAt.get(name);
    return sent === undefined ? [] : [at - sent];
  });
  const lost = messages * LISTENERS - took.length;
  if (lost > 0) console.log(`${lost} of ${messages * LISTENERS} did not arrive`);
  return [...took, ...Array.from({ length: Math.max(0, lost) }, () => 3_600_000)];
}

async function ask<Answer>(worker: ChildProcess, question: Question): Promise<Answer> {
  worker.send(question);
  const [answer] = (await once(worker, 'message')) as [Answer];
  return answer;
}
