import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enter, eventually, openPurse, planStream, unit } from './actor';
import { accessibilityProblems, overflow, useBrowser } from './browser';
import { startProduct, type Product } from './product';
import { rtmpIsMissing, sendByRtmp, type RtmpProgram } from './rtmp-program';
import { watch } from './watcher';

const RATE = unit('0.001');

// what another product takes that has LiveKit Ingress beside it
describe.skipIf(rtmpIsMissing)(['a site that takes RTMP', rtmpIsMissing].filter(Boolean).join(': '), () => {
  const { visit } = useBrowser();
  const programs: RtmpProgram[] = [];
  const send = (server: string, key: string) => {
    const program = sendByRtmp(server, key);
    programs.push(program);
    return program;
  };
  let product: Product;
  beforeAll(async () => {
    product = await startProduct('--with', 'ingress', '--no-studio');
  }, 600_000);
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.stop()));
    await product?.stop();
  }, 60_000);

  test('ffmpeg goes live by a key of the page: a viewer sees it and pays; replacing the key ends it, and so does the end of the stream', async () => {
    const { url } = product;
    const creator = await enter(url);
    const stream = await planStream(creator, { title: 'Bobbin lace, from an encoder', rate: RATE });
    const { page, context } = await visit({ phone: true });
    const cookies = creator.cookie.split('; ').map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return { name, value: value.join('='), url };
    });
    await context.addCookies(cookies);

    await page.goto(`${url}/dashboard/obs`);
    await page.getByLabel('Name of a new key').fill('The encoder in the hall');
    await page.getByRole('button', { name: 'Make a key' }).click();
    const server = await page.getByRole('textbox', { name: 'RTMP Server' }).inputValue();
    const key = await page.getByRole('textbox', { name: 'Stream Key' }).inputValue();
    expect(server).toMatch(/^rtmp:\/\/localhost:\d+\/live$/);
    expect(key).toBe(await page.getByRole('textbox', { name: 'Bearer token' }).inputValue());
    expect(await page.getByRole('textbox', { name: 'Both in one address' }).inputValue()).toBe(`${server}/${key}`);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);

    // nobody gets in by another one
    await send(server, `obs_${'x'.repeat(32)}`).ended;
    expect((await creator.trpc.broadcast.state.query({ id: stream })).status).toBe('scheduled');

    const first = send(server, key);
    await eventually('the picture goes out', 30_000, async () => {
      const state = await creator.trpc.broadcast.state.query({ id: stream });
      return state.status === 'live' && state.connected && state.silentSince === null;
    });
    // a second one with the same key is let go while the first goes on
    await send(server, key).ended;
    expect(first.sends()).toBe(true);
    await page.getByText('Sends now').waitFor({ timeout: 20_000 });
    await page.getByText(/, from ffmpeg,/).waitFor();

    // a viewer sees and pays
    const viewer = await enter(url);
    await openPurse(viewer, { deposit: unit('1') });
    const watcher = watch(viewer, stream, RATE);
    await watcher.paysFor(3);
    expect(watcher.movedMs()).toBeGreaterThan(0);

    // replacing the key ends what it sends
    const [{ id } = { id: '' }] = (await creator.trpc.feeds.overview.query()).keys;
    const replaced = performance.now();
    const next = await creator.trpc.feeds.rotateKey.mutate({ id: id as never });
    await first.ended;
    expect(performance.now() - replaced).toBeLessThan(5_000);
    await send(server, key).ended;

    // the new one goes on where the old one ended, within the grace
    const again = send(server, next.key);
    await watcher.paysFor(2, 60_000);
    const over = performance.now();
    await creator.trpc.broadcast.end.mutate({ id: stream });
    await again.ended;
    expect(performance.now() - over).toBeLessThan(5_000);
    await watcher.leave();
  }, 300_000);
});
