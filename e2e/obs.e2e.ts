import { expect, inject, test } from 'vitest';
import { DEMO_PASSWORD } from '../scripts/demo-accounts.mjs';
import { enter, eventually, planStream, unit } from './actor';
import { accessibilityProblems, overflow, problemsInBothThemes, signIn, useBrowser } from './browser';
import { feedFile, sendByWerift } from './whip-werift';
import { connectionOf, sendByWhip, stopByWhip } from './whip-client';
import { type StreamId } from '../server/ids';
import { bar, comeWithPurse, cost, moves, untilItMoves } from './watch-page';

const RATE = unit('0.001');
const { visit } = useBrowser();

/** Signs a page in as an actor, by its cookie. */
async function pageOf(cookie: string, options: Parameters<typeof visit>[0] = {}) {
  const visitor = await visit(options);
  const cookies = cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return { name, value: value.join('='), url: inject('url') };
  });
  await visitor.context.addCookies(cookies);
  return visitor;
}

test('a program goes live by its key: a viewer sees it and pays, the studio shows it, and replacing the key ends it', async () => {
  const url = inject('url');
  const creator = await enter(url);
  const title = `Bobbin lace, from a program ${Date.now()}`;
  const stream = await planStream(creator, { title, rate: RATE });
  const { page, context } = await pageOf(creator.cookie);

  // the key is made on the page, and shown there alone
  await page.goto('/dashboard/obs');
  await page.getByLabel('Name of a new key').fill('OBS in the workshop');
  await page.getByRole('button', { name: 'Make a key' }).click();
  const key = await page.getByRole('textbox', { name: 'Bearer token' }).inputValue();
  const server = await page.getByRole('textbox', { name: 'Server' }).inputValue();
  expect(key).toMatch(/^obs_/);
  // the form is empty again, and still says for which streams the next one would be
  const chosen = page.getByLabel('For', { exact: true }).locator('option:checked');
  expect(await chosen.allTextContents()).toEqual(['All your streams']);
  expect(await page.getByLabel('Name of a new key').inputValue()).toBe('');
  await page.getByText(title).first().waitFor();

  // nobody gets in by another one
  const program = await visit();
  expect((await sendByWhip(program.page, server, `obs_${'x'.repeat(32)}`)).status).toBe(401);
  expect((await creator.trpc.broadcast.state.query({ id: stream })).status).toBe('scheduled');
  const studio = await context.newPage();
  await studio.goto(`/dashboard/streams/${stream}/live`);

  const answer = await sendByWhip(program.page, server, key);
  expect(answer).toMatchObject({ status: 201, location: expect.stringMatching(/^\/whip\//) as string });
  await eventually('the program is connected', 20_000, async () => (await connectionOf(program.page)) === 'connected');
  await eventually('the picture goes out', 20_000, async () => {
    const state = await creator.trpc.broadcast.state.query({ id: stream });
    return state.status === 'live' && state.connected && state.silentSince === null;
  });

  // a second one with the same key is refused while the first goes on
  const second = await visit();
  const refused = await sendByWhip(second.page, server, key);
  expect([refused.status, JSON.parse(refused.body)]).toMatchObject([409, { code: 'feedRunning' }]);

  // a viewer sees and pays
  const viewer = await visit();
  await comeWithPurse(viewer.page, stream, '1');
  viewer.complaints.splice(0); // LiveKit's, when the way to the purse began while it still connected
  await viewer.page.getByRole('button', { name: 'Watch for 0.06 UNIT a minute' }).click();
  await untilItMoves(viewer.page);
  await eventually('seconds are paid', 15_000, async () => (await cost(viewer.page)).seconds >= 3);
  expect(await bar(viewer.page).isVisible()).toBe(true);

  // the studio, which was open before, and the page of the key show what arrives
  await studio.getByText(/You are live from a browser\. Viewers see and hear/).waitFor({ timeout: 20_000 });
  await studio.getByText(/We receive \d+p\d+/).waitFor({ timeout: 30_000 });
  await studio.getByRole('button', { name: 'End stream' }).waitFor();
  expect(await accessibilityProblems(studio)).toEqual([]);
  await studio.close();
  // it stays until its owner goes
  expect(await page.getByRole('textbox', { name: 'Bearer token' }).inputValue()).toBe(key);
  await page.reload();
  await page.getByText('Sends now').waitFor();
  await page.getByText(/We receive \d+p\d+/).waitFor({ timeout: 30_000 });
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await page.getByText(key).count()).toBe(0);

  // replacing the key ends what it sends
  await page.getByRole('button', { name: 'Replace' }).click();
  const replaced = performance.now();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Replace the key' }).click();
  await eventually('the feed has ended', 5_000, async () => !(await moves(viewer.page)), 50);
  expect(performance.now() - replaced).toBeLessThan(5_000);
  const atTheCut = (await cost(viewer.page)).seconds;
  expect((await sendByWhip(second.page, server, key)).status).toBe(401);
  const next = await page.getByRole('textbox', { name: 'Bearer token' }).inputValue();
  expect(next).not.toBe(key);

  // the new one goes on where the old one ended, within the grace; the picture comes back
  const again = await sendByWhip(second.page, server, next);
  expect(again.status).toBe(201);
  await untilItMoves(viewer.page);
  await eventually('it is paid again', 15_000, async () => (await cost(viewer.page)).seconds > atTheCut + 1);
  expect(await stopByWhip(second.page, server, next, again.location ?? '')).toBe(200);
  await creator.trpc.broadcast.end.mutate({ id: stream });
}, 300_000);

test('a program that is no browser is recorded by the server, unseen, through a break of its line, and can be played afterwards', async () => {
  const url = inject('url');
  const creator = await enter(url);
  const id = await planStream(creator, { title: `A lathe, from a program ${Date.now()}`, rate: unit('0') });
  const stream = { streamId: id as StreamId };
  await creator.trpc.videos.recordAutomatically.mutate({ ...stream, on: true });
  const { key } = await creator.trpc.feeds.makeKey.mutate({
    label: 'The workshop',
    streamId: null,
    payee: creator.address,
  });
  const server = new URL('/whip', url).href;
  const { path, remove } = await feedFile({ codec: 'vp8', seconds: 10 });
  const { page: studio, complaints } = await pageOf(creator.cookie);
  await studio.goto(`/dashboard/streams/${id}/live`);
  const stateOf = () => creator.trpc.broadcast.state.query({ id });
  const recorded = async (more: bigint) => {
    const { serverRecording } = await stateOf();
    return serverRecording?.at === 'recording' && serverRecording.bytes > more;
  };

  const first = await sendByWerift(path, server, key);
  await eventually('the server records', 30_000, () => recorded(100_000n));
  const panel = studio.getByRole('region', { name: 'Recording' });
  await panel.getByText('You may close this page.').waitFor({ timeout: 20_000 });
  await panel.getByRole('button', { name: 'Stop recording' }).waitFor();
  expect(await problemsInBothThemes(studio, 'a stream that the server records')).toEqual([]);
  expect(await overflow(studio)).toBe(0);
  await studio.close();
  complaints.splice(0); // the sound of its picture, which nobody has clicked for
  // whoever records watches nothing
  expect(await stateOf()).toMatchObject({ viewers: 0, peak: 0, status: 'live' });

  await first.stop();
  const before = (await stateOf()).serverRecording?.bytes ?? 0n;
  let second: Awaited<ReturnType<typeof sendByWerift>> | null = null;
  const again = async () => {
    second = await sendByWerift(path, server, key).catch(() => null);
    return second !== null;
  };
  await eventually('the program is let in again', 60_000, again, 3_000);
  await eventually('the server goes on', 30_000, () => recorded(before + 150_000n));
  await creator.trpc.broadcast.end.mutate({ id });
  await (second as Awaited<ReturnType<typeof sendByWerift>> | null)?.stop();
  remove();

  const videos = async () => (await creator.trpc.videos.mine.query()).videos;
  await eventually('the recording is ready', 120_000, async () => {
    const [video] = await videos();
    expect(video?.failure ?? null).toBeNull();
    return video?.status === 'ready';
  });
  const [video] = await videos();
  expect(video).toMatchObject({ sourceId: id, width: 320, height: 180 });
  expect(video?.durationMs).toBeGreaterThan(10_000);
  const viewer = await visit();
  await viewer.page.goto(`/watch/${video?.id}`);
  const picture = viewer.page.locator('video').first();
  await eventually('it plays', 30_000, () =>
    picture.evaluate((element) => (element as HTMLVideoElement).currentTime > 1),
  );
}, 300_000);

test('the page says on a phone what to type', async () => {
  const { page } = await visit({ phone: true });
  await signIn(page, 'maya', DEMO_PASSWORD);
  await page.waitForURL((url) => url.pathname !== '/sign-in');
  await page.goto('/dashboard/obs');
  await page.getByRole('heading', { name: 'What to type in OBS' }).waitFor();
  await page.getByText('Sending by RTMP is not available on this site.').waitFor();
  expect(await overflow(page)).toBe(0);
  expect(await accessibilityProblems(page)).toEqual([]);
});
