import { chooseMimeType, bitsFor } from './mime-type';
import { FileProblem, type PartFiles } from './part-files';
import { type PartNote } from './part-note';
import { type PartSender } from './part-sender';
import { type Trouble } from './recorder-state';
import { type RecorderStore } from './recorder-store';
import { createSoundMixer, type RecorderSources, type TracksToRecord, tracksToRecord } from './tracks-to-record';

/** Records what a page sends, part after part. */
export interface Recorder {
  want(on: boolean): void;
  /** What is to be recorded from now on; null while nothing is sent. */
  carry(sources: RecorderSources | null): void;
  close(): void;
}

interface RecorderOptions {
  store: RecorderStore;
  files: PartFiles;
  sender: PartSender;
  stream: string;
  account: string;
  /** How many milliseconds after its stream began it is now. */
  sinceStart: () => number;
}

/** A part while it is being recorded. */
interface Running {
  name: string;
  recorder: MediaRecorder;
  sources: RecorderSources;
  tracks: TracksToRecord;
  shape: string;
  /** For how many seconds the picture has had another shape. */
  misshapen: number;
  beganAt: number;
  /** Another part is to take its place, of the same sources. */
  due: boolean;
}

/** A part is no longer than this, so that what the server has need not be kept here for long. */
const PART_MS = 30 * 60_000;
/** A window that is being resized has many shapes. */
const SHAPE_SECONDS = 2;
const SOUND_BITS = 128_000;
/**
 * MP4 is written in pieces of this length only where it is said at the start: asking alone gives
 * nothing before the end.
 */
const SLICE_MS = 1_000;
/** A recorder that breaks so often in such a time is given up. */
const BREAKS = 3;
const BREAKS_MS = 60_000;

export function createRecorder({ store, files, sender, stream, account, sinceStart }: RecorderOptions): Recorder {
  const { notes } = store;
  const mixer = createSoundMixer();
  let sources: RecorderSources | null = null;
  let running: Running | null = null;
  let closed = false;
  let order = 0;
  let breaks: number[] = [];
  let turn: Promise<void> = Promise.resolve();

  const wanted = () => store.snapshot.wanted && !closed;

  /** Makes what runs what is wanted; one change after the other. */
  const settle = () => {
    turn = turn.then(bring).catch((problem: unknown) => giveUp(troubleOf(problem)));
  };

  const bring = async () => {
    const next = wanted() ? sources : null;
    if (running ? next && !running.due && isAlive(running) && same(running.sources, next) : !next) return;
    const before = running;
    running = null;
    try {
      if (next) running = await begin(next);
    } finally {
      // the next one runs already: nothing is lost between them
      if (before) stop(before);
    }
    // while it began, something else was wished
    if (running && (!wanted() || !sources || !same(running.sources, sources))) settle();
  };

  const begin = async (from: RecorderSources): Promise<Running> => {
    const type = typeof MediaRecorder === 'function' ? chooseMimeType((t) => MediaRecorder.isTypeSupported(t)) : null;
    if (type === null) throw new Unrecordable('noRecorder');
    const tracks = await tracksToRecord(from, mixer);
    const options: MediaRecorderOptions & { videoKeyFrameIntervalDuration: number } = {
      mimeType: type,
      videoBitsPerSecond: bitsFor(tracks.height),
      audioBitsPerSecond: SOUND_BITS,
      // a player goes to whole segments, and each begins with a key frame
      videoKeyFrameIntervalDuration: 1_000,
    };
    const recorder = new MediaRecorder(tracks.stream, options);
    const name = crypto.randomUUID();
    order = Math.max(Date.now(), order + 1);
    const note: PartNote = {
      name,
      account,
      stream,
      order,
      contentType: type.split(';')[0] ?? type,
      startsAtMs: Math.max(0, Math.round(sinceStart())),
      video: ofThisStream().find(({ video, goesOn }) => video !== null && goesOn)?.video ?? null,
      part: null,
      goesOn: true,
      whole: false,
    };
    try {
      await files.open(name, true);
      notes.set(name, note);
      await files.note(note);
      keep(name, recorder, tracks);
      recorder.start(SLICE_MS);
    } catch (problem) {
      tracks.release();
      notes.delete(name);
      await files.remove(name).catch(() => undefined);
      throw problem;
    }
    store.tell({
      type: 'begun',
      part: { name, order, stream, video: note.video, at: 'recording', recorded: 0, taken: 0 },
    });
    sender.wake();
    const beganAt = performance.now();
    return { name, recorder, sources: from, tracks, shape: shapeOf(from), misshapen: 0, beganAt, due: false };
  };

  /** Writes down what a recorder gives, in its order, until its last word. */
  const keep = (name: string, recorder: MediaRecorder, tracks: TracksToRecord) => {
    let written: Promise<unknown> = Promise.resolve();
    recorder.ondataavailable = ({ data }) => {
      if (data.size === 0) return;
      written = written
        .then(async () => {
          const bytes = await data.arrayBuffer();
          const { byteLength } = bytes;
          await files.append(name, bytes);
          store.tell({ type: 'recorded', name, bytes: byteLength });
        })
        .catch((problem: unknown) => giveUp(troubleOf(problem)));
    };
    recorder.onerror = () => {
      breaks = [...breaks, performance.now()].filter((at) => performance.now() - at < BREAKS_MS);
      if (breaks.length >= BREAKS) giveUp('recorderBroke');
    };
    recorder.onstop = () => {
      tracks.release();
      if (running?.name === name) settle(); // by itself: its tracks have ended, or it broke
      void written.then(() => ended(name));
    };
  };

  const ended = async (name: string) => {
    const part = store.snapshot.parts.find((each) => each.name === name);
    const note = notes.get(name);
    if (part?.recorded === 0 && note?.part === null) {
      await files.remove(name).catch(() => undefined);
      notes.delete(name);
      store.tell({ type: 'dropped', name });
    } else store.tell({ type: 'ended', name });
    sender.wake();
  };

  const stop = ({ recorder }: Running) => {
    if (recorder.state !== 'inactive') recorder.stop();
  };

  const giveUp = (trouble: Trouble) => {
    store.tell({ type: 'trouble', trouble });
    store.tell({ type: 'wanted', on: false });
    settle();
  };

  const ofThisStream = () => [...notes.values()].filter((note) => note.stream === stream);

  /** What was stopped by hand does not go on by itself, here or on another page. */
  const mark = async (goesOn: boolean) => {
    for (const note of ofThisStream().filter((each) => each.goesOn !== goesOn)) {
      notes.set(note.name, { ...note, goesOn });
      await files.note({ ...note, goesOn });
    }
    sender.wake();
  };

  const stopTicks = files.onTick(() => {
    if (!running) return;
    const { recorder, tracks, beganAt } = running;
    tracks.tick();
    if (recorder.state === 'recording') recorder.requestData();
    running.misshapen = shapeOf(running.sources) === running.shape ? 0 : running.misshapen + 1;
    if (running.misshapen < SHAPE_SECONDS && performance.now() - beganAt < PART_MS) return;
    running.due = true;
    settle();
  });

  return {
    want(on) {
      store.tell({ type: 'wanted', on });
      if (on) breaks = [];
      else turn = turn.then(() => mark(false)).catch(() => undefined);
      settle();
    },
    carry(next) {
      sources = next;
      settle();
    },
    close() {
      closed = true;
      stopTicks();
      if (running) stop(running);
      mixer.close();
    },
  };
}

/** Why a part cannot begin. */
class Unrecordable extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble);
  }
}

function troubleOf(problem: unknown): Trouble {
  if (problem instanceof Unrecordable) return problem.trouble;
  if (problem instanceof FileProblem) return problem.name === 'QuotaExceededError' ? 'storageFull' : 'noStorage';
  return 'recorderBroke';
}

const isAlive = ({ recorder }: Running) => recorder.state === 'recording';

function same(a: RecorderSources, b: RecorderSources): boolean {
  return (
    a.picture === b.picture &&
    a.sounds.length === b.sounds.length &&
    a.sounds.every((sound, at) => sound === b.sounds[at])
  );
}

/** A picture of another size, or another camera behind the same track. */
function shapeOf({ picture }: RecorderSources): string {
  const { width = 0, height = 0 } = picture?.getSettings() ?? {};
  return `${width}x${height}`;
}
