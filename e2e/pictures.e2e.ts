import { expect, inject, test } from 'vitest';
import { becomeCreator, signUp, useBrowser } from './browser';
import { goLiveInStudio, planInStudio } from './studio-page';

const { visit } = useBrowser();
/** One with a camera and a microphone. */
const studio = useBrowser({ camera: true });

test('a stream is shown as it is seen now, on cards and in what other sites show of its link; a page has one socket', async () => {
  const { page } = await studio.visit();
  const handle = await signUp(page);
  await becomeCreator(page);
  const title = `Cleaning a lens ${Date.now()}`;
  const id = await planInStudio(page, { title, price: '0' });

  const viewer = await visit();
  await signUp(viewer.page);
  const sockets: string[] = [];
  viewer.page.on('websocket', (socket) => {
    if (socket.url().includes('/trpc-ws')) sockets.push(socket.url());
  });
  await goLiveInStudio(page, id);
  await viewer.page.goto(`/@${handle}`);
  const seen = viewer.page.locator('article img[src^="/files/thumbnails/"]').first();
  await seen.waitFor({ timeout: 60_000 });
  const frame = await viewer.page.request.get((await seen.getAttribute('src')) ?? '');
  expect([frame.status(), frame.headers()['content-type']]).toEqual([200, 'image/webp']);

  const before = sockets.length;
  await viewer.page.goto(`/watch/${id}`);
  await viewer.page.waitForFunction(() =>
    [...document.querySelectorAll('video')].some((video) => video.videoWidth > 0),
  );
  await viewer.page.getByRole('button', { name: 'Notices: none unread' }).waitFor();
  expect(sockets.length - before).toBe(1);
  const shared = await viewer.page.locator('meta[property="og:image"]').getAttribute('content');
  expect(shared).toMatch(new RegExp(`^https?://[^/]+/link-pictures/stream/${id}\\.png\\?v=`));
  const picture = await fetch(new URL(new URL(shared ?? '').pathname, inject('url')), { redirect: 'error' });
  expect(picture.headers.get('content-type')).toBe('image/png');
}, 150_000);
