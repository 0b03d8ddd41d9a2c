import { apiClient } from '../../lib/api-client';
import { keepsFiles, openPartFiles, type PartFiles } from './part-files';
import { createPartSender, type PartSender, type RecordingApi } from './part-sender';
import { createRecorder, type Recorder } from './recorder';
import { createRecorderStore, type RecorderStore } from './recorder-store';
import { type RecorderSources } from './tracks-to-record';

/** Recording and sending, for as long as a page is open. */
export interface RecordingSession {
  readonly store: RecorderStore;
  /** Opens the files; from then on what earlier pages left is sent. */
  begin(): void;
  /** Since when its stream is live. */
  noteStart(at: Date | null): void;
  want(on: boolean): void;
  carry(sources: RecorderSources | null): void;
  streamOver(): void;
  /** Tries again at once what was refused. */
  retry(): void;
  /** Throws away what was refused. */
  discard(): void;
  close(): void;
}

interface SessionOptions {
  account: string;
  /** The stream of this page; null where nothing is recorded, only sent. */
  stream: string | null;
}

/** How often it is looked whether another page has closed and left something. */
const LOOK_MS = 15_000;
/** The last word of a recorder is written within this time. */
const LAST_WORD_MS = 1_500;

export function createRecordingSession({ account, stream }: SessionOptions): RecordingSession {
  const store = createRecorderStore();
  let inUse: { files: PartFiles; sender: PartSender; recorder: Recorder | null } | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;
  let carried: RecorderSources | null = null;
  let over = false;
  let startedAt: Date | null = null;
  const sinceStart = () => (startedAt ? Date.now() - startedAt.getTime() : 0);

  const want = (on: boolean) => {
    if (stream) rememberStopped(stream, !on);
    if (inUse?.recorder) return inUse.recorder.want(on);
    store.tell({ type: 'wanted', on });
    if (!on) return;
    store.tell({ type: 'trouble', trouble: 'noStorage' });
    store.tell({ type: 'wanted', on: false });
  };

  const look = async () => {
    if (!inUse) return;
    const { goesOn } = await inUse.sender.look(stream);
    if (goesOn && !over && stream && !store.snapshot.wanted && !store.snapshot.trouble && !wasStopped(stream))
      want(true);
  };

  return {
    store,
    begin() {
      if (inUse || !keepsFiles()) return;
      const files = openPartFiles();
      const sender = createPartSender({ store, files, api: recordingApi(), account });
      const recorder = stream ? createRecorder({ store, files, sender, stream, account, sinceStart }) : null;
      inUse = { files, sender, recorder };
      recorder?.carry(carried);
      if (over && stream) sender.streamOver(stream);
      const looking = () => void look().catch(() => undefined);
      looking();
      timer = setInterval(looking, LOOK_MS);
    },
    noteStart: (at) => void (startedAt = at),
    want,
    carry(sources) {
      carried = sources;
      inUse?.recorder?.carry(sources);
    },
    streamOver() {
      if (over || !stream) return;
      over = true;
      if (store.snapshot.wanted) inUse?.recorder?.want(false);
      rememberStopped(stream, false);
      inUse?.sender.streamOver(stream);
    },
    retry: () => inUse?.sender.wake(),
    discard: () => void inUse?.sender.discard().catch(() => undefined),
    close() {
      clearInterval(timer);
      const leaving = inUse;
      inUse = null;
      leaving?.recorder?.close();
      leaving?.sender.close();
      setTimeout(() => leaving?.files.close(), LAST_WORD_MS);
    },
  };
}

/** Whoever stopped recording a stream by hand does not have it go on by itself. */
export function wasStopped(stream: string): boolean {
  try {
    return localStorage.getItem(placeOf(stream)) !== null;
  } catch {
    return false;
  }
}

function rememberStopped(stream: string, stopped: boolean): void {
  try {
    if (stopped) localStorage.setItem(placeOf(stream), '1');
    else localStorage.removeItem(placeOf(stream));
  } catch {
    // A browser that keeps nothing records again after a reload.
  }
}

const placeOf = (stream: string) => `vilokanam-not-recorded:${stream}`;

function recordingApi(): RecordingApi {
  const { videos, broadcast } = apiClient().trpc;
  return {
    startRecording: async (streamId) => (await videos.startRecording.mutate({ streamId })).video,
    beginPart: async (video, { contentType, startsAtMs }) => {
      const { part, token } = await videos.beginPart.mutate({ video, contentType, startsAtMs, length: null });
      return { id: part, token };
    },
    openPart: (part) => videos.openPart.query({ part }),
    giveUp: (url) => fetch(url, { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } }),
    completePart: (part, sha256) => videos.completePart.mutate({ part, sha256 }),
    finish: (video) => videos.finish.mutate({ video }),
    isLive: async (id) => (await broadcast.state.query({ id })).status === 'live',
  };
}
