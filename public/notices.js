// Shows what is pushed to this browser, and opens what it is about. Every push shows something:
// browsers take the permission away from who stays silent.
self.addEventListener('push', (event) => event.waitUntil(show(event.data)));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.path));
});
// a new version takes over at once: it keeps nothing
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

async function show(data) {
  const {
    title = 'Vilokanam',
    body = 'There is something new.',
    tag = 'notice',
    path = '/notifications',
    id,
  } = read(data);
  const shown = {
    body,
    tag,
    icon: '/icon-512.png',
    badge: '/favicon.png',
    data: { path: id ? `/notifications/open?id=${id}` : path },
  };
  await self.registration.showNotification(title, shown);
}

function read(data) {
  try {
    return data?.json() ?? {};
  } catch {
    return {};
  }
}

/** In a tab of this site that is there, or in a new one; never on another site. */
async function open(path) {
  const url = new URL(typeof path === 'string' && path.startsWith('/') ? path : '/notifications', self.location.origin);
  if (url.origin !== self.location.origin) return;
  const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const tab = tabs.find((one) => 'navigate' in one);
  if (!tab) return void (await self.clients.openWindow(url));
  await tab.focus();
  await tab.navigate(url).catch(() => self.clients.openWindow(url));
}
