// npm run bench:notify: how long joining takes while ten thousand followers are told that somebody
// went live, against joining in the same run while nothing is told.
import pg from 'pg';
import { enter, eventually, planStream, unit, type Actor } from '../e2e/actor';
import { startParts } from '../e2e/engines';
import { build } from '../scripts/build.mjs';
import { markdownTable, measuredBlock } from '../scripts/measured';
import { p95, pause } from './engines';

const setting = (name: string, usual: number) => Number(process.env[name] ?? usual);
const FOLLOWERS = setting('FOLLOWERS', 10_000);
const JOINS = setting('JOINS', 60);
const BETWEEN_MS = 50;
/** An account joins so often at once, and not more. */
const VIEWERS = 8;

const block = measuredBlock('bench:notify');
await build(undefined, { ...process.env, VILOKANAM_DEMO_WALLET: '1' });
const parts = await startParts();
try {
  block.publish(await measure());
} finally {
  await parts.stop();
}
process.exit(0);

async function measure(): Promise<string> {
  const [watched, famous] = await Promise.all([enter(parts.url), enter(parts.url)]);
  const viewers = await Promise.all(Array.from({ length: VIEWERS }, () => enter(parts.url)));
  const stream = await planStream(watched, { title: 'Bench', rate: unit('0') });
  await watched.trpc.broadcast.start.mutate({ id: stream, payee: null });
  const news = await planStream(famous, { title: 'News', rate: unit('0') });
  const database = new pg.Client(parts.databaseUrl);
  await database.connect();
  const { account } = await famous.trpc.session.me.query();
  await database.query(
    `WITH made AS (
       INSERT INTO accounts (id, handle, created_at)
       SELECT uuidv7(), 'fan_' || n, now() FROM generate_series(1, $1::int) n RETURNING id)
     INSERT INTO follows (follower_id, creator_id) SELECT id, $2::uuid FROM made`,
    [FOLLOWERS, account?.id],
  );
  await joins(viewers, stream, 2 * VIEWERS); // what is slow the first time
  const quiet = await joins(viewers, stream, JOINS);

  const told = async () => {
    const { rows } = await database.query<{ told: string }>(
      `SELECT count(*) AS told FROM notifications WHERE stream_id = $1`,
      [news],
    );
    return Number(rows[0]?.told);
  };
  const began = performance.now();
  await famous.trpc.broadcast.start.mutate({ id: news, payee: null });
  const busy: number[] = [];
  let lasted = 0;
  while (lasted === 0) {
    busy.push(...(await joins(viewers, stream, 5)));
    if ((await told()) >= FOLLOWERS) lasted = performance.now() - began;
  }
  await eventually('everybody is told', 60_000, async () => (await told()) === FOLLOWERS);
  await database.end();
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const table = markdownTable(
    ['joining, p95', 'joins', 'takes', 'ratio'],
    [
      ['while nothing is told', `${quiet.length}`, ms(p95(quiet)), '1 x'],
      [
        `while ${FOLLOWERS} followers are told`,
        `${busy.length}`,
        ms(p95(busy)),
        `${(p95(busy) / p95(quiet)).toFixed(2)} x`,
      ],
    ],
  );
  return `${table}\n\nAll were told within ${(lasted / 1_000).toFixed(1)} s.`;
}

/** How long each of so many joins takes, one after the other. */
async function joins(viewers: Actor[], streamId: string, many: number): Promise<number[]> {
  const took: number[] = [];
  for (let count = 0; count < many; count += 1) {
    const { client } = viewers[count % viewers.length] as Actor;
    const began = performance.now();
    const joined = await client.trpc.viewing.join.mutate({ streamId });
    took.push(performance.now() - began);
    await client.trpc.viewing.leave.mutate({ viewing: joined.viewing, newest: null });
    await pause(BETWEEN_MS);
  }
  return took;
}
