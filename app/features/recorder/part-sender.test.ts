import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FoundPart } from './part-messages';
import { type PartFiles } from './part-files';
import { type PartNote } from './part-note';
import { createPartSender, type PartSender, type RecordingApi } from './part-sender';
import { stageOf } from './recorder-state';
import { createRecorderStore, type RecorderStore } from './recorder-store';

const note = (name: string, more: Partial<PartNote> = {}): PartNote => ({
  name,
  account: 'me',
  stream: 's',
  order: Number(name.replace(/\D/g, '')),
  contentType: 'video/webm',
  startsAtMs: 0,
  video: null,
  part: null,
  goesOn: true,
  whole: false,
  ...more,
});

/** Files in memory: what a browser keeps, for one page after the other. */
function keptFiles(found: FoundPart[], taken: string[] = []) {
  const kept = new Map(found.map((each) => [each.note.name, { ...each }]));
  const files: PartFiles = {
    find: () => Promise.resolve([...kept.values()]),
    open: (name) =>
      taken.includes(name) ? Promise.reject(new Error('taken')) : Promise.resolve(kept.get(name)?.bytes ?? 0),
    append: () => Promise.resolve(),
    read: () => Promise.resolve(new ArrayBuffer(0)),
    hash: (name) => Promise.resolve(`hash of ${name}`),
    note: (said) => Promise.resolve(void kept.set(said.name, { bytes: 0, ...kept.get(said.name), note: said })),
    removeMedia: () => Promise.resolve(),
    remove: (name) => Promise.resolve(void kept.delete(name)),
    onTick: () => () => undefined,
    close: () => undefined,
  };
  return { files, kept };
}

/** A server that has every byte already: what it is asked for, in order. */
function listeningApi(changes: Partial<RecordingApi> = {}) {
  const asked: string[] = [];
  const said = <Answer>(what: string, answer: Answer) => {
    asked.push(what);
    return Promise.resolve(answer);
  };
  const api: RecordingApi = {
    startRecording: (stream) => said(`start ${stream}`, `video of ${stream}`),
    beginPart: (video, { name }) => said(`begin ${name} of ${video}`, { id: name, token: 't' }),
    openPart: () => Promise.resolve({ url: null, completed: true }),
    giveUp: (url) => said(`give up ${url}`, null),
    completePart: (part, sha256) => said(`complete ${part}: ${sha256}`, null),
    finish: (video) => said(`finish ${video}`, null),
    isLive: () => Promise.resolve(false),
    ...changes,
  };
  return { api, asked };
}

let store: RecorderStore;
let sender: PartSender | undefined;
beforeEach(() => {
  store = createRecorderStore();
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
});
afterEach(() => {
  sender?.close();
  vi.useRealTimers();
});

function sending(found: FoundPart[], { taken, ...changes }: Partial<RecordingApi> & { taken?: string[] } = {}) {
  const { files, kept } = keptFiles(found, taken);
  const { api, asked } = listeningApi(changes);
  sender = createPartSender({ store, files, api, account: 'me' });
  return { sender, kept, asked };
}

test('what an earlier page left is sent in its order, completed with its hash, and finished when its stream is over', async () => {
  const found = [
    { note: note('p2'), bytes: 5_000 },
    { note: note('p1'), bytes: 5_000 },
  ];
  const { sender, kept, asked } = sending(found);
  await sender.look(null);
  await vi.waitFor(() => expect(kept.size).toBe(0));
  expect(asked).toEqual([
    'start s',
    'begin p1 of video of s',
    'complete p1: hash of p1',
    'start s',
    'begin p2 of video of s',
    'complete p2: hash of p2',
    'finish video of s',
  ]);
  expect(stageOf(store.snapshot)).toBe('done');
});

test('while its stream is live the recording is not finished, and the page of the stream is told to go on', async () => {
  const { sender, kept, asked } = sending([{ note: note('p1', { video: 'v' }), bytes: 5_000 }]);
  expect(await sender.look('s')).toEqual({ goesOn: true });
  await vi.waitFor(() => expect(kept.get('p1')?.note.whole).toBe(true));
  expect(asked).not.toContain('finish v');
  sender.streamOver('s');
  await vi.waitFor(() => expect(asked).toContain('finish v'));
});

test('a recording that was stopped by hand is finished though its stream is live', async () => {
  const { sender, kept, asked } = sending([{ note: note('p1', { video: 'v', goesOn: false }), bytes: 5_000 }]);
  expect(await sender.look('s')).toEqual({ goesOn: false });
  await vi.waitFor(() => expect(kept.size).toBe(0));
  expect(asked.at(-1)).toBe('finish v');
});

test('files of another account, and those that another page has open, are left alone', async () => {
  const found = [
    { note: note('p1', { account: 'somebody else' }), bytes: 5_000 },
    { note: note('p2'), bytes: 5_000 },
  ];
  const { sender, kept, asked } = sending(found, { taken: ['p2'] });
  await sender.look(null);
  expect(asked).toEqual([]);
  expect([...kept.keys()]).toEqual(['p1', 'p2']);
});

test('a file in which nothing was ever written is thrown away, and what belongs to a deleted video too', async () => {
  const gone = Object.assign(new Error('gone'), { data: { code: 'notFound', fields: {} } });
  const found = [
    { note: note('p1'), bytes: 0 },
    { note: note('p2', { video: 'v', part: { id: 'p2', token: 't' } }), bytes: 5_000 },
  ];
  const { sender, kept } = sending(found, { openPart: () => Promise.reject(gone) });
  await sender.look(null);
  await vi.waitFor(() => expect(kept.size).toBe(0));
});

test('what a crash left before anything could be played is no part of the recording', async () => {
  const begun = note('p2', { video: 'v', part: { id: 'p2', token: 't' } });
  const found = [
    { note: note('p1', { video: 'v' }), bytes: 36 },
    { note: begun, bytes: 36 },
    { note: note('p3', { video: 'v' }), bytes: 5_000 },
  ];
  const { sender, kept, asked } = sending(found, {
    openPart: (part) => Promise.resolve({ url: `/uploads/${part}`, completed: part === 'p3' }),
  });
  await sender.look(null);
  await vi.waitFor(() => expect(kept.size).toBe(0));
  expect(asked).toEqual(['give up /uploads/p2', 'begin p3 of v', 'complete p3: hash of p3', 'finish v']);
});

test('what is refused is said, kept, and tried again at once when somebody wishes', async () => {
  const full = Object.assign(new Error('There is no room left.'), { data: { code: 'videoQuotaReached', fields: {} } });
  let room = false;
  const { sender, kept, asked } = sending([{ note: note('p1', { video: 'v' }), bytes: 5_000 }], {
    beginPart: (_video, { name }) => (room ? Promise.resolve({ id: name, token: 't' }) : Promise.reject(full)),
  });
  await sender.look(null);
  await vi.waitFor(() => expect(store.snapshot.sending).toMatchObject({ refused: expect.any(String) as string }));
  expect(kept.size).toBe(1);
  room = true;
  sender.wake();
  await vi.waitFor(() => expect(asked.at(-1)).toBe('finish v'));
});
