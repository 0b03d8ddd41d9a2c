import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSources } from './sources';

/** A browser tab by script: it gives screens, and keeps what is kept in it. */
beforeEach(() => {
  const items = new Map<string, string>();
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
  const devices = Object.assign(new EventTarget(), { getDisplayMedia: () => Promise.resolve(aScreen()) });
  vi.stubGlobal('sessionStorage', storage);
  vi.stubGlobal('localStorage', { ...storage, getItem: () => null });
  vi.stubGlobal('navigator', { mediaDevices: devices });
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('location', { origin: 'https://here.example' });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

class Track extends EventTarget {
  enabled = true;
  stop() {
    // Whoever stops it themselves is not told.
  }
}

function aScreen() {
  const track = new Track();
  return { getVideoTracks: () => [track], getAudioTracks: () => [] };
}

/** The devices of a stream's page, as after opening or reloading it. */
async function open(stream = 'a stream') {
  const sources = createSources(stream, { carry: () => undefined, mute: () => undefined });
  await sources.begin();
  return sources;
}

describe('a screen that was shared', () => {
  it('has to be chosen again after a reload, until it is', async () => {
    const before = await open();
    expect(before.snapshot.screenMissing).toBe(false);
    await before.shareScreen();
    expect(before.snapshot.screenMissing).toBe(false);

    const after = await open();
    expect(after.snapshot).toMatchObject({ screenMissing: true, tracks: { screen: null } });
    await after.shareScreen();
    expect(after.snapshot.screenMissing).toBe(false);
    expect((await open()).snapshot.screenMissing).toBe(true);
  });

  it('is missed where the page let it go, and came back without a reload', async () => {
    const sources = await open();
    await sources.shareScreen();
    sources.close();
    expect(sources.snapshot.screenMissing).toBe(true);
  });

  it('is not missed by whoever stopped it: here, in the browser’s own bar, or after the reload', async () => {
    const here = await open();
    await here.shareScreen();
    here.stopScreen();
    expect((await open()).snapshot.screenMissing).toBe(false);

    const inBar = await open();
    await inBar.shareScreen();
    inBar.snapshot.tracks.screen?.dispatchEvent(new Event('ended'));
    expect(inBar.snapshot.tracks.screen).toBe(null);
    expect((await open()).snapshot.screenMissing).toBe(false);

    const left = await open();
    await left.shareScreen();
    const after = await open();
    after.stopScreen();
    expect(after.snapshot.screenMissing).toBe(false);
    expect((await open()).snapshot.screenMissing).toBe(false);
  });

  it('is not missed in another stream', async () => {
    await (await open()).shareScreen();
    expect((await open('another stream')).snapshot.screenMissing).toBe(false);
  });
});
