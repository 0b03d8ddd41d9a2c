/** Whether this browser shows notices. */
export type PushState = 'unsupported' | 'denied' | 'off' | 'on';

/** What the server has to know to push to this browser. */
interface Target {
  endpoint: string;
  p256dh: string;
  auth: string;
}

const WORKER = '/notices.js';

/** How it stands, without asking anybody. */
export async function pushState(): Promise<PushState> {
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  const worker = await navigator.serviceWorker.getRegistration(WORKER);
  const subscription = await worker?.pushManager.getSubscription();
  return subscription && Notification.permission === 'granted' ? 'on' : 'off';
}

/** Asks the person, subscribes and tells the server. */
export async function startPush(key: string, tell: (target: Target) => Promise<unknown>): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return pushState();
  await navigator.serviceWorker.register(WORKER);
  const worker = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(key) };
  const subscription = await subscribe(worker.pushManager, options);
  const { endpoint, keys } = subscription.toJSON();
  try {
    await tell({ endpoint: endpoint ?? '', p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' });
  } catch (error) {
    await subscription.unsubscribe(); // else this page would say "on" and nothing would come
    throw error;
  }
  return pushState();
}

/** Of another key's subscription, which nobody can push to any more, this one takes the place. */
async function subscribe(manager: PushManager, options: PushSubscriptionOptionsInit): Promise<PushSubscription> {
  try {
    return await manager.subscribe(options);
  } catch (error) {
    const old = await manager.getSubscription();
    if (!old) throw error;
    await old.unsubscribe();
    return manager.subscribe(options);
  }
}

/** Ends it here, then tells the server. */
export async function endPush(tell: (endpoint: string) => Promise<unknown>): Promise<PushState> {
  const worker = await navigator.serviceWorker.getRegistration(WORKER);
  const subscription = await worker?.pushManager.getSubscription();
  if (subscription) {
    await subscription.unsubscribe();
    await tell(subscription.endpoint);
  }
  return pushState();
}

function bytesOf(key: string): Uint8Array<ArrayBuffer> {
  const text = atob(key.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
