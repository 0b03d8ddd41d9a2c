import { expect, test } from 'vitest';
import { type StageSource } from '../../../sdk/browser-media';
import { type createSources, NO_SOURCES, type Sources } from '../broadcast/sources';
import { createGuestSources } from './guest-sources';

type Send = Parameters<typeof createSources>[1];

function world() {
  const sent: [StageSource, unknown][] = [];
  const media = {
    send: (source: StageSource, track: unknown) => void sent.push([source, track]),
    mute: (source: StageSource, muted: boolean) => void sent.push([source, muted]),
  };
  const [camera, microphone] = [{ id: 'camera' }, { id: 'microphone' }] as unknown as MediaStreamTrack[];
  let carried: Send | undefined;
  let closed = 0;
  const make = (_: string, send: Send) => {
    carried = send;
    const snapshot = { ...NO_SOURCES, tracks: { ...NO_SOURCES.tracks, camera: camera!, microphone: microphone! } };
    return { snapshot, close: () => void (closed += 1) } as unknown as Sources;
  };
  const guest = createGuestSources('a stream', media, make);
  return { guest, sent, send: carried!, camera: camera!, microphone: microphone!, closed: () => closed };
}

test('nothing is sent before somebody is on stage, whatever they try out', () => {
  const { sent, send, camera } = world();
  send.carry('camera', camera);
  send.mute('microphone', true);
  expect(sent).toEqual([]);
});

test('on stage camera and microphone are sent, and what is chosen later; a screen never', () => {
  const { guest, sent, send, camera, microphone } = world();
  guest.goOn();
  guest.goOn();
  expect(sent).toEqual([
    ['camera', camera],
    ['microphone', microphone],
  ]);
  sent.length = 0;
  send.carry('screen', camera);
  send.carry('camera', null);
  expect(sent).toEqual([['camera', null]]);
});

test('off the stage nothing is sent, and the devices are let go', () => {
  const { guest, sent, send, camera, closed } = world();
  guest.goOn();
  sent.length = 0;
  guest.goOff();
  send.carry('camera', camera);
  expect(sent).toEqual([
    ['camera', null],
    ['microphone', null],
  ]);
  expect(closed()).toBe(1);
});
