import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';

type Listener = (event: Record<string, unknown>) => void;

/** The service worker with a browser around it that notes what it does. */
function worker(tabs: { focus(): void; navigate(url: URL): Promise<void> }[] = []) {
  const listeners = new Map<string, Listener>();
  const shown: [string, { tag: string; body: string; data: { path: string } }][] = [];
  const opened: string[] = [];
  const self = {
    addEventListener: (name: string, listener: Listener) => listeners.set(name, listener),
    location: { origin: 'https://site.example' },
    registration: { showNotification: (...what: (typeof shown)[0]) => void shown.push(what) },
    clients: { matchAll: () => Promise.resolve(tabs), openWindow: (url: URL) => void opened.push(url.href) },
  };
  runInContext(readFileSync('public/notices.js', 'utf8'), createContext({ self, URL }));
  const send = async (name: string, event: Record<string, unknown>) => {
    let work: unknown;
    listeners.get(name)?.({ ...event, waitUntil: (promise: unknown) => (work = promise) });
    await work;
  };
  const push = (text: string | null) =>
    send('push', { data: text === null ? null : { json: () => JSON.parse(text) as unknown } });
  const click = (path: unknown) =>
    send('notificationclick', { notification: { close: () => undefined, data: { path } } });
  return { push, click, shown, opened };
}

test('every push shows something, also one that cannot be read', async () => {
  const { push, shown } = worker();
  await push(JSON.stringify({ id: 'n1', tag: 'n1', title: 'Maya is live', body: 'Raga', path: '/watch/1' }));
  await push('not json');
  await push(null);
  expect(shown.map(([title]) => title)).toEqual(['Maya is live', 'Vilokanam', 'Vilokanam']);
  expect(shown[0]?.[1]).toMatchObject({ tag: 'n1', body: 'Raga', data: { path: '/notifications/open?id=n1' } });
});

test('a click opens a page of this site and no other', async () => {
  const { click, opened } = worker();
  await click('/notifications/open?id=n1');
  await click('//evil.example/');
  await click('https://evil.example/');
  await click(undefined);
  const list = 'https://site.example/notifications';
  expect(opened).toEqual(['https://site.example/notifications/open?id=n1', list, list]);
});

test('a tab that is there is taken', async () => {
  const went: string[] = [];
  const tab = { focus: () => undefined, navigate: (url: URL) => Promise.resolve(void went.push(url.pathname)) };
  const { click, opened } = worker([tab]);
  await click('/notifications');
  expect([went, opened]).toEqual([['/notifications'], []]);
});
