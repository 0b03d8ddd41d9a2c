// npm run bench:scroll: what scrolling through a chat of ten thousand lines costs a browser,
// against the same scroll through a hundred of the same kinds: long ones, emoji and right-to-left
// among them. LINES and FRAMES in the environment make it smaller or larger.
import pg from 'pg';
import { type CDPSession, chromium, type Page } from 'playwright-core';
import { enter, planStream, unit, type Actor } from '../e2e/actor';
import { startParts } from '../e2e/engines';
import { ownNetwork } from '../e2e/network';
import { build } from '../scripts/build.mjs';
import { findChromium } from '../scripts/launcher/chromium.mjs';
import { markdownTable, measuredBlock } from '../scripts/measured';
import { median, p95, pause } from './engines';

const setting = (name: string, usual: number) => Number(process.env[name] ?? usual);
const LINES = setting('LINES', 10_000);
const FEW = 100;
const FRAMES = setting('FRAMES', 600);
/** The two take turns: a machine that is busy for a while then slows both. */
const ROUNDS = 5;
/** What a quick finger moves in a frame. */
const STEP_PX = 120;
/** Messages that come while the list is there. */
const MESSAGES = 10;

const block = measuredBlock('bench:scroll');
await build(undefined, { ...process.env, VILOKANAM_DEMO_WALLET: '1' });
const parts = await startParts();
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-quic'] });
try {
  block.publish(await measure());
} finally {
  await browser.close();
  await parts.stop();
}
process.exit(0);

/** What a scroll cost: the main thread's work for each frame, and tasks of 50 ms and more. */
interface Scrolled {
  work: number[];
  frames: number[];
  longTasks: number;
}

async function measure(): Promise<string> {
  const creator = await enter(parts.url);
  const [few, many] = [await chatOf(creator, FEW), await chatOf(creator, LINES)];
  const total: Record<'few' | 'many', Scrolled> = {
    few: { work: [], frames: [], longTasks: 0 },
    many: { work: [], frames: [], longTasks: 0 },
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [which, list] of [
      ['few', few],
      ['many', many],
    ] as const) {
      const one = await scroll(list);
      total[which].work.push(...one.work);
      total[which].frames.push(...one.frames);
      total[which].longTasks += one.longTasks;
    }
  }
  const arriving = { few: await arrive(creator, few), many: await arrive(creator, many) };
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const ratio = (base: number, own: number) => `${(own / base).toFixed(2)} x`;
  const row = (name: string, base: number, own: number) => [name, ms(base), ms(own), ratio(base, own)];
  return markdownTable(
    [`${ROUNDS * FRAMES} frames of ${STEP_PX} px each`, `${FEW} lines`, `${LINES} lines`, 'ratio'],
    [
      row('work of the page a frame, mean of a round', median(total.few.work), median(total.many.work)),
      row('from frame to frame, p50', median(total.few.frames), median(total.many.frames)),
      row('from frame to frame, p95', p95(total.few.frames), p95(total.many.frames)),
      ['tasks of 50 ms and more', `${total.few.longTasks}`, `${total.many.longTasks}`, ''],
      row('work of the page for a message that comes', arriving.few, arriving.many),
    ],
  );
}

interface OpenChat {
  stream: string;
  page: Page;
  cdp: CDPSession;
}

/** A chat of so many lines in a window of its own, all of them loaded. */
async function chatOf(creator: Actor, lines: number): Promise<OpenChat> {
  const stream = await planStream(creator, { title: `${lines} lines`, rate: unit('0'), scheduledAt: soon() });
  const database = new pg.Client(parts.databaseUrl);
  await database.connect();
  await database.query(
    `INSERT INTO chat_messages (id, stream_id, author_id, body, sent_at)
     SELECT uuidv7(), s.id, s.creator_id, CASE n % 10
         WHEN 1 THEN repeat('A long line that goes on and on. ', 15) WHEN 3 THEN repeat('🪷👩🏽‍🚀🎉', 30)
         WHEN 5 THEN repeat('مرحبا بالجميع هنا ', 12) WHEN 7 THEN 'see https://example.org/' || n
         ELSE 'A line of chat, number ' || n END,
       now() - ($2 - n) * interval '1 second'
     FROM generate_series(1, $2::int) n, streams s WHERE s.id = $1::uuid`,
    [stream, lines],
  );
  await database.end();
  const context = await browser.newContext({
    viewport: { width: 400, height: 860 },
    baseURL: parts.url,
    extraHTTPHeaders: ownNetwork(),
  });
  const page = await context.newPage();
  await page.goto(`/watch/${stream}/chat`);
  await page.locator('ol li[aria-posinset]').first().waitFor();
  await page.evaluate(async () => {
    const box = document.querySelector('[aria-label="Messages"]') ?? document.body;
    // -1: there are older ones
    while (box.querySelector('li')?.getAttribute('aria-setsize') === '-1') {
      box.scrollTop = 0;
      await new Promise((passed) => setTimeout(passed, 50));
    }
  });
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  return { stream, page, cdp };
}

function soon(): Date {
  return new Date(Date.now() + 30 * 60_000);
}

/** How long the page's main thread has worked so far, in milliseconds. */
async function workOf(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1_000;
}

/** From the beginning on, and back where it ends. */
async function scroll({ page, cdp }: OpenChat): Promise<Scrolled> {
  await page.bringToFront();
  const before = await workOf(cdp);
  const { frames, longTasks } = await page.evaluate(
    async ({ count, step }) => {
      const box = document.querySelector('[aria-label="Messages"]') ?? document.body;
      let longTasks = 0;
      const observer = new PerformanceObserver((list) => (longTasks += list.getEntries().length));
      observer.observe({ entryTypes: ['longtask'] });
      const frames: number[] = [];
      box.scrollTop = 0;
      let [last, way] = [await new Promise<number>((seen) => requestAnimationFrame(seen)), step];
      for (let at = 0; at < count; at += 1) {
        const top = box.scrollTop;
        box.scrollTop += way;
        if (Math.abs(box.scrollTop - top) < step / 2) way = -way;
        const now = await new Promise<number>((seen) => requestAnimationFrame(seen));
        frames.push(now - last);
        last = now;
      }
      observer.disconnect();
      return { frames, longTasks };
    },
    { count: FRAMES, step: STEP_PX },
  );
  return { work: [((await workOf(cdp)) - before) / FRAMES], frames, longTasks };
}

/** What a message costs that comes while the newest lines are in sight. */
async function arrive(creator: Actor, { stream, page, cdp }: OpenChat): Promise<number> {
  await page.bringToFront();
  await page.evaluate(() => {
    const box = document.querySelector('[aria-label="Messages"]') ?? document.body;
    box.scrollTop = box.scrollHeight;
  });
  await pause(4_000);
  const quietBefore = await workOf(cdp);
  await pause(10_000);
  const before = await workOf(cdp);
  const quiet = before - quietBefore;
  for (let count = 0; count < MESSAGES; count += 1) {
    const message = { clientId: crypto.randomUUID(), body: `and one more, ${count}`, replyTo: null };
    await creator.trpc.chat.send.mutate({ streamId: stream, ...message });
    await pause(1_000);
  }
  await page.getByText(`and one more, ${MESSAGES - 1}`).waitFor();
  return ((await workOf(cdp)) - before - quiet) / MESSAGES;
}
