import { type PageRefusal, readRefusal } from '../../lib/page-refusal';
import { hashFile } from '../recorder/hash-file';
import { sendFile, SendRefused } from '../recorder/send-file';
import { type BegunUpload, begunUpload, rememberUpload } from './upload-memory';
import { typeOf } from './video-file';

/** What of the API an upload needs. */
export interface UploadApi {
  beginPart(video: string, contentType: string, length: bigint): Promise<BegunUpload['part']>;
  openPart(part: string): Promise<{ url: string | null; completed: boolean }>;
  completePart(part: string, sha256: string): Promise<unknown>;
  finish(video: string): Promise<unknown>;
}

/** How an upload goes. A new object whenever something changes. */
export interface UploadSnapshot {
  /** `broken` mends itself; `refused` does not. */
  at: 'idle' | 'sending' | 'broken' | 'paused' | 'finishing' | 'done' | 'refused';
  size: number;
  /** So many bytes of it have left, or are with the server. */
  taken: number;
  /** What it is an upload of, from when it was begun. */
  video: string | null;
  problem: PageRefusal | null;
}

/** One file on its way. */
export interface Upload {
  readonly snapshot: UploadSnapshot;
  onChange(listener: () => void): () => void;
  /** Sends a file into a video that waits for it. */
  begin(file: File, video: string): void;
  /** Goes on with a file that was begun before a reload. */
  goOnWith(file: File, begun: BegunUpload): void;
  pause(): void;
  /** After a pause, or after what was refused. */
  goOn(): void;
  /** Stops, and leaves the server as it is. */
  close(): void;
}

export const NO_UPLOAD: UploadSnapshot = Object.freeze({
  at: 'idle',
  size: 0,
  taken: 0,
  video: null,
  problem: null,
});

export function createUpload(api: UploadApi, account: string): Upload {
  let snapshot = NO_UPLOAD;
  const listeners = new Set<() => void>();
  let current: { file: File; video: string; part: BegunUpload['part'] | null; hash: Promise<string> } | null = null;
  let sending = new AbortController();
  const whole = new AbortController();

  const change = (part: Partial<UploadSnapshot>) => {
    snapshot = { ...snapshot, ...part };
    for (const listener of listeners) listener();
  };

  const take = (file: File, video: string, part: BegunUpload['part'] | null) => {
    const hash = hashFile(file, whole.signal);
    hash.catch(() => undefined); // said when it is needed
    current = { file, video, part, hash };
    change({ ...NO_UPLOAD, video, size: file.size });
    run();
  };

  const run = () => {
    sending.abort();
    const { signal } = (sending = new AbortController());
    change({ at: 'sending', problem: null });
    send(signal).catch((problem: unknown) => {
      if (!signal.aborted) change({ at: 'refused', problem: refusalOf(problem) });
    });
  };

  const send = async (signal: AbortSignal) => {
    if (!current) return;
    const { file, video, hash } = current;
    const part = (current.part ??= await api.beginPart(video, typeOf(file) ?? file.type, BigInt(file.size)));
    rememberUpload(account, file, { video, part });
    const { url, completed } = await api.openPart(part.id);
    if (signal.aborted) return;
    if (!completed) {
      const read = (from: number, most: number) => {
        const to = Math.min(file.size, from + most);
        return Promise.resolve({ bytes: file.slice(from, to), last: to === file.size });
      };
      await sendFile(
        { size: file.size, read },
        {
          part,
          url,
          signal,
          taken: (bytes) => change({ taken: bytes }),
          sent: (bytes) => change({ taken: bytes }),
          broken: (is) => !signal.aborted && change({ at: is ? 'broken' : 'sending' }),
        },
      );
      if (signal.aborted) return;
    }
    change({ at: 'finishing', taken: file.size });
    if (!completed) await api.completePart(part.id, await hash);
    await api.finish(video);
    rememberUpload(account, file, null);
    if (!signal.aborted) change({ at: 'done' });
  };

  return {
    get snapshot() {
      return snapshot;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    begin(file, video) {
      // chosen again within the same video: it goes on where it was
      const begun = begunUpload(account, file);
      take(file, video, begun?.video === video ? begun.part : null);
    },
    goOnWith: (file, begun) => take(file, begun.video, begun.part),
    pause() {
      sending.abort();
      change({ at: 'paused' });
    },
    goOn: run,
    close() {
      sending.abort();
      whole.abort();
    },
  };
}

function refusalOf(problem: unknown): PageRefusal {
  if (problem instanceof SendRefused) return { code: null, message: problem.message, fields: {} };
  return readRefusal(problem);
}
