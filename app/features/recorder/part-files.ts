import { type FoundPart, type PartReply, type PartRequest } from './part-messages';
import { type PartNote } from './part-note';

/** The files of parts, kept by the browser for this site until they are removed. */
export interface PartFiles {
  /** All that is kept, of this page and of others. */
  find(): Promise<FoundPart[]>;
  /** Takes the file for this page alone; says how much is in it. Throws where it is taken. */
  open(name: string, create: boolean): Promise<number>;
  append(name: string, bytes: ArrayBuffer): Promise<void>;
  read(name: string, from: number, to: number): Promise<ArrayBuffer>;
  /** SHA-256 of all that is in it, in hex. */
  hash(name: string): Promise<string>;
  note(note: PartNote): Promise<void>;
  removeMedia(name: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Calls back every second, also while the page is not seen. */
  onTick(listener: () => void): () => void;
  close(): void;
}

/** What a file system said no to, by the name that browsers give it. */
export class FileProblem extends Error {
  constructor(override readonly name: string) {
    super(name);
  }
}

/** As a browser would name it. */
const WORKER_GONE = 'worker gone';

/** Whether this browser keeps files for a page at all. */
export function keepsFiles(): boolean {
  return typeof Worker === 'function' && typeof navigator.storage?.getDirectory === 'function';
}

export function openPartFiles(): PartFiles {
  const worker = new Worker(new URL('./part-files.worker.ts', import.meta.url), { type: 'module' });
  const asked = new Map<number, { resolve: (value: unknown) => void; reject: (problem: Error) => void }>();
  const listeners = new Set<() => void>();
  let last = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<PartReply>) => {
    if ('tick' in data) {
      for (const listener of listeners) listener();
      return;
    }
    const waiting = asked.get(data.id);
    asked.delete(data.id);
    if ('problem' in data) waiting?.reject(new FileProblem(data.problem));
    else waiting?.resolve(data.value);
  });
  const failAll = () => {
    for (const { reject } of asked.values()) reject(new FileProblem(WORKER_GONE));
    asked.clear();
  };
  worker.addEventListener('error', failAll);
  const ask = <Answer>(request: PartRequest, transfer: Transferable[] = []): Promise<Answer> =>
    new Promise<Answer>((resolve, reject) => {
      last += 1;
      asked.set(last, { resolve: resolve as (value: unknown) => void, reject });
      worker.postMessage({ ...request, id: last }, transfer);
    });
  return {
    find: () => ask({ do: 'find' }),
    open: (name, create) => ask({ do: 'open', name, create }),
    append: (name, bytes) => ask({ do: 'append', name, bytes }, [bytes]),
    read: (name, from, to) => ask({ do: 'read', name, from, to }),
    hash: (name) => ask({ do: 'hash', name }),
    note: (note) => ask({ do: 'note', note }),
    removeMedia: (name) => ask({ do: 'removeMedia', name }),
    remove: (name) => ask({ do: 'remove', name }),
    onTick(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      worker.terminate();
      failAll();
    },
  };
}
