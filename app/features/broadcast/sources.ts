import { capture, captureScreen, mayUse } from './capture';
import { type DeviceChoice, rememberDevices, rememberedDevices } from './device-memory';
import { type Device, type DeviceProblem, deviceProblem, deviceStopped, devicesWithheld } from './device-problem';
import { type Source } from './sender-stats';
import { rememberSharing, wasSharing } from './screen-memory';

/** The devices of a creator, as the page shows them. A new object whenever something changes. */
export interface SourcesSnapshot {
  /** Why this page gets no devices at all, marked by `says`. */
  withheld: string | null;
  /** Whether this browser shares screens; those of phones do not. */
  screens: boolean;
  /** Whether they were turned on: before, the browser has not been asked. */
  opened: boolean;
  choice: DeviceChoice;
  tracks: Readonly<Record<Source, MediaStreamTrack | null>>;
  /** The screen was shared until this page let everything go: it has to be chosen again. */
  screenMissing: boolean;
  muted: boolean;
  busy: Device | null;
  problems: DeviceProblem[];
}

/** Cameras, microphones and screens: chosen, switched, remembered, let go. */
export interface Sources {
  readonly snapshot: SourcesSnapshot;
  onChange(listener: () => void): () => void;
  /** Opens what was chosen before, if nobody has to be asked for it. */
  begin(): Promise<void>;
  turnOn(): Promise<void>;
  /** '' for whichever the browser prefers, null for none. */
  choose(device: 'camera' | 'microphone', id: string | null): Promise<void>;
  shareScreen(): Promise<void>;
  /** Also where it only was shared before. */
  stopScreen(): void;
  mute(muted: boolean): void;
  close(): void;
}

const NOTHING = { camera: null, microphone: null, screen: null, screenSound: null };

export const NO_SOURCES: SourcesSnapshot = {
  withheld: null,
  screens: true,
  opened: false,
  choice: { camera: '', microphone: '' },
  tracks: NOTHING,
  screenMissing: false,
  muted: false,
  busy: null,
  problems: [],
};

/** The devices of this browser, for one stream; whoever sends is told of each change. */
export function createSources(
  streamId: string,
  send: {
    carry: (source: Source, track: MediaStreamTrack | null) => void;
    mute: (source: Source, muted: boolean) => void;
  },
): Sources {
  let snapshot = NO_SOURCES;
  const listeners = new Set<() => void>();
  /** What was asked for before the page was left, or before the next wish, comes too late. */
  const wishes: Record<Device, number> = { camera: 0, microphone: 0, screen: 0 };

  const change = (part: Partial<SourcesSnapshot>) => {
    snapshot = { ...snapshot, ...part };
    for (const listener of listeners) listener();
  };

  const put = (source: Source, track: MediaStreamTrack | null) => {
    const before = snapshot.tracks[source];
    if (before === track) return;
    const silenced = source === 'microphone' && snapshot.muted;
    if (track) track.enabled = !silenced;
    change({ tracks: { ...snapshot.tracks, [source]: track } });
    send.carry(source, track);
    if (silenced && track) send.mute(source, true);
    before?.stop();
    track?.addEventListener('ended', () => snapshot.tracks[source] === track && endedByItself(source));
  };

  const endedByItself = (source: Source) => {
    put(source, null);
    if (source === 'screen') return stopScreen(); // in the browser's own bar
    if (source === 'screenSound') return;
    complain(source, deviceStopped(source));
  };

  const stopScreen = () => {
    put('screen', null);
    put('screenSound', null);
    rememberSharing(streamId, false);
    change({ screenMissing: false });
  };

  const complain = (device: Device, problem: DeviceProblem | null) => {
    const others = snapshot.problems.filter((each) => each.device !== device);
    change({ problems: problem ? [...others, problem] : others });
  };

  const open = async (device: 'camera' | 'microphone', id: string | null) => {
    const wish = (wishes[device] += 1);
    change({ busy: device });
    try {
      const track = id === null ? null : await capture(device, id);
      if (wish !== wishes[device]) return track?.stop();
      put(device, track);
      complain(device, null);
      const settled = track ? (track.getSettings().deviceId ?? id) : null;
      change({ choice: { ...snapshot.choice, [device]: settled } });
      rememberDevices(snapshot.choice);
    } catch (problem) {
      if (wish === wishes[device]) complain(device, deviceProblem(device, problem));
    } finally {
      if (wish === wishes[device]) change({ busy: null });
    }
  };

  const turnOn = async () => {
    change({ opened: true });
    // One after the other: a browser asks one question at a time.
    await open('camera', snapshot.choice.camera);
    await open('microphone', snapshot.choice.microphone);
  };

  return {
    get snapshot() {
      return snapshot;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async begin() {
      const { isSecureContext: secure, location } = globalThis;
      const withheld = devicesWithheld({ secure, devices: 'mediaDevices' in navigator, address: location.origin });
      const remembered = rememberedDevices();
      change({ withheld, choice: remembered ?? snapshot.choice });
      if (withheld) return;
      const screens = 'getDisplayMedia' in navigator.mediaDevices;
      change({ screens, screenMissing: screens && wasSharing(streamId) });
      const wish = wishes.camera;
      const { camera, microphone } = snapshot.choice;
      const allowed =
        remembered !== null &&
        (camera === null || (await mayUse('camera'))) &&
        (microphone === null || (await mayUse('microphone')));
      if (allowed && wish === wishes.camera) await turnOn();
    },
    turnOn,
    choose: open,
    async shareScreen() {
      const wish = (wishes.screen += 1);
      change({ busy: 'screen' });
      try {
        const { screen, sound } = await captureScreen();
        if (wish !== wishes.screen) return [screen, sound].forEach((track) => track?.stop());
        change({ opened: true });
        put('screen', screen);
        put('screenSound', sound);
        rememberSharing(streamId, true);
        change({ screenMissing: false });
        complain('screen', null);
      } catch (problem) {
        complain('screen', deviceProblem('screen', problem));
      } finally {
        change({ busy: null });
      }
    },
    stopScreen,
    mute(muted) {
      if (snapshot.tracks.microphone) snapshot.tracks.microphone.enabled = !muted;
      change({ muted });
      send.mute('microphone', muted);
    },
    close() {
      for (const device of ['camera', 'microphone', 'screen'] as const) wishes[device] += 1;
      for (const source of Object.keys(NOTHING) as Source[]) {
        snapshot.tracks[source]?.stop();
        send.carry(source, null);
      }
      const screenMissing = snapshot.screenMissing || snapshot.tracks.screen !== null;
      change({ opened: false, tracks: NOTHING, screenMissing, busy: null, problems: [] });
    },
  };
}
