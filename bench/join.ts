// npm run bench:join: from joining to the first paid picture, and how fast a picture is cut and
// comes back, against LiveKit alone: the same server, room and client library, with a plain token
// and permissions set directly.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';
import { enter, openPurse, planStream, unit, type Actor } from '../e2e/actor';
import { startParts } from '../e2e/engines';
import { goLive } from '../e2e/on-air';
import { build } from '../scripts/build.mjs';
import { markdownTable, measuredBlock } from '../scripts/measured';
import { type Media, type MediaEvents } from '../sdk/media';
import { createNodeMedia } from '../sdk/node-media';
import { memoryVouchers } from '../sdk/voucher-store';
import { joinStream } from '../sdk/watching';
import { median, pause } from './engines';

const ROUNDS = 9;
const RATE = unit('0.001');
const LOOK_MS = 5;
/** Pictures come 12 times a second: without one for so long, there is none. */
const GONE_MS = 400;
const GRACE_SECONDS = 3;
const quietly: MediaEvents = {
  reconnected: () => undefined,
  reconnecting: () => undefined,
  disconnected: () => undefined,
};

const measured = measuredBlock('bench:join');
await build(undefined, { ...process.env, VILOKANAM_DEMO_WALLET: '1' });
const parts = await startParts();
try {
  measured.publish(await measure());
} finally {
  await parts.stop();
}
process.exit(0); // the media library's threads would go on

async function measure(): Promise<string> {
  const [creator, viewer] = await Promise.all([enter(parts.url), enter(parts.url)]);
  await openPurse(viewer, { deposit: unit('5') });
  const stream = await planStream(creator, { title: 'Bench', rate: RATE });
  const show = await goLive(creator, stream);
  const { room } = await creator.trpc.broadcast.start.mutate({ id: stream, payee: creator.address });
  const bare: Times[] = [];
  const ours: Times[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await bareRound(room.url, stream, round));
    ours.push(await ourRound(viewer, stream));
  }
  const cutAfter = await measureLateCut(viewer, stream);
  await show.end();

  const rows: [string, keyof Times][] = [
    ['join to the first picture, which is paid for', 'join'],
    ['taken back (paused) to the last picture', 'cut'],
    ['given (resumed) to the first picture', 'resume'],
  ];
  const table = markdownTable(
    [`median of ${ROUNDS}, a picture each 83 ms`, 'LiveKit', 'Vilokanam', 'ratio'],
    rows.map(([name, what]) => {
      const [base, own] = [median(bare.map((one) => one[what])), median(ours.map((one) => one[what]))];
      return [name, `${base.toFixed(0)} ms`, `${own.toFixed(0)} ms`, `${(own / base).toFixed(2)} x`];
    }),
  );
  return `${table}

Without more vouchers the last picture comes ${cutAfter.toFixed(2)} s after the end of the last paid second; the grace is ${GRACE_SECONDS} s.`;
}

interface Times {
  join: number;
  cut: number;
  resume: number;
}

/** LiveKit with a plain token, permissions set by its API. */
async function bareRound(url: string, stream: string, round: number): Promise<Times> {
  const secret = readFileSync(join(parts.dataDir, 'secrets/livekit-secret'), 'utf8').trim();
  const rooms = new RoomServiceClient(url.replace(/^ws/, 'http'), 'vilokanam', secret);
  const identity = `bare-${round}`;
  const token = new AccessToken('vilokanam', secret, { identity });
  token.addGrant({ room: stream, roomJoin: true, canPublish: false, canSubscribe: true, hidden: true });
  const media = createNodeMedia();
  const door = { url, token: await token.toJwt(), iceServers: [] };
  const eye = watchPictures(media);
  const began = performance.now();
  // the sweep sends strangers out every three seconds: a round is shorter, or begins again
  await media.connect(door, quietly);
  const joined = (await eye.next(began)) - began;
  const may = (canSubscribe: boolean) =>
    rooms.updateParticipant(stream, identity, { permission: { canSubscribe, hidden: true } as never });
  const [cutAt, cutting] = [performance.now(), may(false)];
  const cut = (await eye.last()) - cutAt;
  await cutting;
  const [resumedAt, resuming] = [performance.now(), may(true)];
  const resume = (await eye.next(resumedAt)) - resumedAt;
  await resuming;
  eye.stop();
  await media.close();
  return { join: joined, cut: Math.max(0, cut), resume };
}

/** The same by the SDK: joined, paid for, paused, resumed, left. */
async function ourRound({ client, keys }: Actor, streamId: string): Promise<Times> {
  const media = createNodeMedia();
  const eye = watchPictures(media);
  const began = performance.now();
  const watching = joinStream({
    client,
    streamId,
    media,
    keys,
    vouchers: memoryVouchers(),
    rate: RATE,
    payAtOnce: true,
  });
  const joined = (await eye.next(began)) - began;
  await pause(1_500);
  const [cutAt, pausing] = [performance.now(), watching.pause()];
  const cut = (await eye.last()) - cutAt;
  await pausing;
  const [resumedAt, resuming] = [performance.now(), watching.resume()];
  const resume = (await eye.next(resumedAt)) - resumedAt;
  await resuming;
  eye.stop();
  await watching.leave();
  return { join: joined, cut: Math.max(0, cut), resume };
}

/** Somebody who pays for three seconds and then for nothing: when the picture goes. */
async function measureLateCut(viewer: Actor, streamId: string): Promise<number> {
  const { viewing } = viewer.client.trpc;
  const joined = await viewer.trpc.viewing.join.mutate({ streamId });
  if (!joined.payment || !('agreed' in joined.payment)) throw new Error('this viewer cannot pay');
  const { domain, base, rate, sessionKey, ...pair } = joined.payment.agreed;
  const key = await viewer.keys.find({ ...domain, viewer: pair.viewer }, sessionKey);
  const media = createNodeMedia();
  const eye = watchPictures(media);
  await media.connect(joined.room, quietly);
  await viewing.enter.mutate({ viewing: joined.viewing });
  const began = performance.now();
  let first = 0;
  for (const second of [1n, 2n, 3n]) {
    const { viewer: payer, purseNonce, key: number, creator } = pair;
    const said = {
      seconds: base.seconds + second,
      amount: (base.amount + rate * second) as typeof rate,
      extras: base.extras,
    };
    const voucher = await key?.signVoucher(domain, { viewer: payer, purseNonce, key: number, creator, ...said });
    if (!voucher) throw new Error('the key is not here');
    await viewing.pay.mutate({ viewing: joined.viewing, ...said, signature: voucher.signature });
    first ||= await eye.next(began);
    await pause(900);
  }
  const last = await eye.last();
  eye.stop();
  await viewing.leave.mutate({ viewing: joined.viewing });
  await media.close();
  return (last - first) / 1_000 - 3;
}

/** Notes when pictures come. */
function watchPictures(media: Media) {
  let [frames, at] = [0, 0];
  let looking = true;
  const loop = (async () => {
    while (looking) {
      const progress = await media.progress();
      if (progress.frames !== frames) [frames, at] = [progress.frames, performance.now()];
      await pause(LOOK_MS);
    }
  })();
  const until = async (so: () => boolean) => {
    for (const deadline = performance.now() + 20_000; !so();) {
      if (performance.now() > deadline) throw new Error('no picture came, or none went, in 20 s');
      await pause(LOOK_MS);
    }
    return at;
  };
  return {
    /** When the first picture after this moment came. */
    next: (since: number) => until(() => at > since),
    /** When the last one came, once there are none any more. */
    last: () => until(() => performance.now() - at > GONE_MS),
    stop() {
      looking = false;
      void loop;
    },
  };
}
