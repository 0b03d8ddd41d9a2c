import { type PageRefusal, readRefusal } from '../../lib/page-refusal';
import { type PartFiles } from './part-files';
import { type PartNote } from './part-note';
import { nextPart, type Part, wholeVideo } from './recorder-state';
import { type RecorderStore } from './recorder-store';
import { type FileToSend, sendFile, SendRefused } from './send-file';

/** What of the API recordings need. */
export interface RecordingApi {
  startRecording(stream: string): Promise<string>;
  beginPart(video: string, note: PartNote): Promise<NonNullable<PartNote['part']>>;
  openPart(part: string): Promise<{ url: string | null; completed: boolean }>;
  /** Takes back an upload: it is no part of its recording any more. */
  giveUp(url: string): Promise<unknown>;
  completePart(part: string, sha256: string): Promise<unknown>;
  finish(video: string): Promise<unknown>;
  isLive(stream: string): Promise<boolean>;
}

/** Sends what is recorded here, part by part, and goes on with what earlier pages left. */
export interface PartSender {
  /** Looks for what other pages left; says whether a recording of this stream is to go on. */
  look(stream: string | null): Promise<{ goesOn: boolean }>;
  /** There may be something to do. */
  wake(): void;
  /** Throws away what waits here and is not being recorded. */
  discard(): Promise<void>;
  /** Of a stream that is over, a recording is finished once all of it is sent. */
  streamOver(stream: string): void;
  close(): void;
}

interface PartSenderOptions {
  store: RecorderStore;
  files: PartFiles;
  api: RecordingApi;
  /** Whose parts it sends. */
  account: string;
}

/** What a crash left of a part that had just begun: nothing of it can be played. */
const LEAST_BYTES = 1_024;
/** So much is waited for before a piece is sent, and at most so long. */
const PIECE_BYTES = 1024 * 1024;
const PIECE_MS = 3_000;
/** After what broke off it is tried again so soon, and after a refusal. */
const BROKEN_MS = 5_000;
const REFUSED_MS = 60_000;

export function createPartSender({ store, files, api, account }: PartSenderOptions): PartSender {
  const { notes } = store;
  const closed = new AbortController();
  const { signal } = closed;
  const over = new Set<string>();
  let running = false;
  let again = () => {};

  const save = (note: PartNote) => {
    notes.set(note.name, note);
    return files.note(note);
  };

  const noteOf = (name: string): PartNote => {
    const note = notes.get(name);
    if (!note) throw new Error('That part is not known.');
    return note;
  };

  const look: PartSender['look'] = async (stream) => {
    const mine = (await files.find()).filter(({ note }) => note.account === account);
    const found: Part[] = [];
    for (const { note } of mine) {
      if (notes.has(note.name)) continue;
      // what another page has open is that page's to send
      const bytes = note.whole ? 0 : await files.open(note.name, false).catch(() => null);
      if (bytes === null) continue;
      if (bytes === 0 && !note.whole && !note.part) {
        await files.remove(note.name);
        continue;
      }
      notes.set(note.name, note);
      found.push(partOf(note, bytes));
    }
    for (const other of new Set(found.map((part) => part.stream)))
      if (other !== stream && !(await api.isLive(other).catch((problem: unknown) => !isUnknown(problem))))
        over.add(other);
    if (found.length > 0) store.tell({ type: 'found', parts: found });
    wake();
    return { goesOn: mine.some(({ note }) => note.stream === stream && note.goesOn) };
  };

  const wake = () => {
    again();
    if (running || signal.aborted) return;
    running = true;
    void run();
  };

  const run = async () => {
    while (!signal.aborted) {
      const { snapshot } = store;
      const video = wholeVideo(snapshot, ({ name, stream }) => over.has(stream) || !noteOf(name).goesOn);
      const part = video === null ? nextPart(snapshot) : null;
      if (video === null && part === null) break;
      try {
        if (video !== null) await finish(video);
        else if (part !== null) await send(part.name);
        store.tell({ type: 'sending', how: 'well' });
      } catch (problem) {
        if (signal.aborted) break;
        await afterProblem(problem, part?.name ?? null, video);
      }
    }
    running = false;
  };

  const afterProblem = async (problem: unknown, name: string | null, video: string | null) => {
    const { code, message } = refusalOf(problem);
    if (code === 'notFound') {
      // it was deleted: what is left of it here is of no use any more
      const gone = name === null ? [...notes.values()].filter((note) => note.video === video) : [noteOf(name)];
      for (const note of gone) await forget(note.name);
      return;
    }
    const note = name === null ? undefined : notes.get(name);
    if (code === 'videoNotReceiving' && note?.video && !note.part) {
      // its recording was finished without it: where its stream is live, another one begins
      await save({ ...note, video: null });
      store.tell({ type: 'named', name: note.name, video: null });
      return;
    }
    const passing = code === null || code === 'tooManyTries' || code === 'unexpected';
    store.tell({ type: 'sending', how: passing ? 'broken' : { refused: message } });
    await pause(passing ? BROKEN_MS : REFUSED_MS);
  };

  const forget = async (name: string) => {
    await files.remove(name).catch(() => undefined);
    notes.delete(name);
    store.tell({ type: 'dropped', name });
  };

  const finish = async (video: string) => {
    await api.finish(video);
    for (const { name } of [...notes.values()].filter((note) => note.video === video)) {
      await files.remove(name);
      notes.delete(name);
    }
    store.tell({ type: 'finished', video });
  };

  const send = async (name: string) => {
    const there = store.snapshot.parts.find((part) => part.name === name);
    const unplayable = there?.at === 'waiting' && there.recorded < LEAST_BYTES;
    if (unplayable && noteOf(name).part === null) return forget(name);
    const video = noteOf(name).video ?? (await api.startRecording(noteOf(name).stream));
    if (noteOf(name).video === null) {
      await save({ ...noteOf(name), video });
      store.tell({ type: 'named', name, video });
    }
    const part = noteOf(name).part ?? (await api.beginPart(video, noteOf(name)));
    if (noteOf(name).part === null) await save({ ...noteOf(name), part });
    const { url, completed } = await api.openPart(part.id);
    if (unplayable && url !== null && !completed) {
      await api.giveUp(url);
      return forget(name);
    }
    if (!completed) {
      await sendFile(fileOf(name), {
        part,
        url,
        signal,
        taken: (bytes) => store.tell({ type: 'taken', name, bytes }),
        broken: (is) => store.tell({ type: 'sending', how: is ? 'broken' : 'well' }),
      });
    }
    await api.completePart(part.id, await files.hash(name));
    await save({ ...noteOf(name), whole: true });
    await files.removeMedia(name);
    store.tell({ type: 'whole', name });
  };

  /** What is there of a part so far; waits for more while it is recorded. */
  const fileOf = (name: string): FileToSend => ({
    size: null,
    async read(from, most) {
      const began = performance.now();
      const there = () => store.snapshot.parts.find((part) => part.name === name);
      await until(() => {
        const part = there();
        if (!part || part.at !== 'recording') return true;
        const ready = part.recorded - from;
        return ready >= PIECE_BYTES || (ready > 0 && performance.now() - began >= PIECE_MS);
      });
      const part = there();
      if (!part) throw new Error('That part is gone.');
      const to = Math.min(part.recorded, from + most);
      const bytes = new Blob([await files.read(name, from, to)]);
      return { bytes, last: part.at !== 'recording' && from + bytes.size >= part.recorded };
    },
  });

  const until = (ready: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = () => {
        if (!signal.aborted && !ready()) return;
        for (const stop of stops) stop();
        signal.removeEventListener('abort', look);
        if (signal.aborted) reject(signal.reason as Error);
        else resolve();
      };
      const stops = [store.onChange(look), files.onTick(look)];
      signal.addEventListener('abort', look);
      look();
    });

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        removeEventListener('online', go);
        signal.removeEventListener('abort', go);
        again = () => {};
        resolve();
      };
      const timer = setTimeout(go, ms);
      again = go;
      addEventListener('online', go);
      signal.addEventListener('abort', go);
    });

  return {
    look,
    wake,
    async discard() {
      for (const { name, at } of store.snapshot.parts) if (at === 'waiting') await forget(name);
      store.tell({ type: 'sending', how: 'well' });
      wake();
    },
    streamOver(stream) {
      over.add(stream);
      wake();
    },
    close: () => closed.abort(new Error('The page is left.')),
  };
}

function partOf(note: PartNote, bytes: number): Part {
  const { name, order, stream, video } = note;
  return { name, order, stream, video, at: note.whole ? 'taken' : 'waiting', recorded: bytes, taken: 0 };
}

function refusalOf(problem: unknown): Pick<PageRefusal, 'message'> & { code: string | null } {
  if (!(problem instanceof SendRefused)) return readRefusal(problem);
  return { code: problem.code ?? 'notTaken', message: problem.message };
}

function isUnknown(problem: unknown): boolean {
  return readRefusal(problem).code === 'notFound';
}
