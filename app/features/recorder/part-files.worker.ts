import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { type FileProblemName, type FoundPart, type PartRequest, type PartReply } from './part-messages';
import { readNote, writeNote } from './part-note';

/** Files that a worker reads and writes at once; only workers have them. */
interface SyncFile {
  read(into: Uint8Array, at: { at: number }): number;
  write(bytes: Uint8Array, at: { at: number }): number;
  getSize(): number;
  flush(): void;
  close(): void;
}

interface Folder {
  getFileHandle(name: string, options?: { create?: boolean }): Promise<FileHandle>;
  removeEntry(name: string): Promise<void>;
  values(): AsyncIterable<{ kind: 'file' | 'directory'; name: string }>;
}
interface FileHandle {
  createSyncAccessHandle(): Promise<SyncFile>;
  getFile(): Promise<Blob>;
}

/** The file of a part while this page has it; no other page gets it meanwhile. */
interface OpenPart {
  file: SyncFile;
  bytes: number;
  /** Of all that is in it; null where an earlier page wrote it, until it is asked for. */
  hash: ReturnType<typeof sha256.create> | null;
}

const FOLDER = 'recordings';
const [MEDIA, NOTE] = ['.media', '.json'];
const BLOCK = 1024 * 1024;
/** As browsers name it. */
const FULL: FileProblemName = 'QuotaExceededError';
const GONE: FileProblemName = 'NotFoundError';
const TICK_MS = 1_000;

const open = new Map<string, OpenPart>();

/** Timers of a page that is not seen are slowed down, those of a worker are not. */
setInterval(() => reply({ tick: true }), TICK_MS);

addEventListener('message', ({ data }: MessageEvent<PartRequest & { id: number }>) => {
  answer(data).then(
    (value) => reply({ id: data.id, value }, value instanceof ArrayBuffer ? [value] : []),
    (problem: unknown) => reply({ id: data.id, problem: problem instanceof Error ? problem.name : 'unknown' }),
  );
});

function reply(message: PartReply, transfer: Transferable[] = []): void {
  postMessage(message, { transfer });
}

async function answer(request: PartRequest): Promise<unknown> {
  switch (request.do) {
    case 'find':
      return find();
    case 'open':
      return openPart(request.name, request.create);
    case 'append':
      return append(request.name, new Uint8Array(request.bytes));
    case 'read':
      return read(request.name, request.from, request.to);
    case 'hash':
      return hashOf(request.name);
    case 'note':
      return withFile(request.note.name + NOTE, (file) => {
        writeAll(file, writeNote(request.note), 0);
      });
    case 'close':
      return close(request.name);
    case 'removeMedia':
      close(request.name);
      return remove(request.name + MEDIA);
    case 'remove':
      close(request.name);
      await remove(request.name + MEDIA);
      return remove(request.name + NOTE);
  }
}

async function folder(): Promise<Folder> {
  const root = await navigator.storage.getDirectory();
  return (await root.getDirectoryHandle(FOLDER, { create: true })) as unknown as Folder;
}

/** What is kept here of any page, by its notes. */
async function find(): Promise<FoundPart[]> {
  const place = await folder();
  const found: FoundPart[] = [];
  for await (const { kind, name } of place.values()) {
    if (kind !== 'file' || !name.endsWith(NOTE)) continue;
    const note = readNote(await (await (await place.getFileHandle(name)).getFile()).text());
    if (!note || note.name + NOTE !== name) continue;
    const media = await place.getFileHandle(note.name + MEDIA).then(
      (handle) => handle.getFile(),
      () => null,
    );
    found.push({ note, bytes: media?.size ?? 0 });
  }
  return found;
}

async function openPart(name: string, create: boolean): Promise<number> {
  const handle = await (await folder()).getFileHandle(name + MEDIA, { create });
  const file = await handle.createSyncAccessHandle();
  const bytes = file.getSize();
  open.set(name, { file, bytes, hash: bytes === 0 ? sha256.create() : null });
  return bytes;
}

function append(name: string, bytes: Uint8Array): number {
  const part = opened(name);
  writeAll(part.file, bytes, part.bytes);
  part.bytes += bytes.length;
  part.hash?.update(bytes);
  return part.bytes;
}

function writeAll(file: SyncFile, bytes: Uint8Array, at: number): void {
  // what does not fit is written in part, or throws this by itself
  if (file.write(bytes, { at }) < bytes.length) throw new DOMException('full', FULL);
  file.flush();
}

function read(name: string, from: number, to: number): ArrayBuffer {
  const { file, bytes } = opened(name);
  const into = new Uint8Array(Math.max(0, Math.min(to, bytes) - from));
  const got = file.read(into, { at: from });
  return into.buffer.slice(0, got);
}

async function hashOf(name: string): Promise<string> {
  const part = opened(name);
  if (!part.hash) {
    const hash = sha256.create();
    const block = new Uint8Array(BLOCK);
    for (let at = 0; at < part.bytes;) {
      const got = part.file.read(block.subarray(0, Math.min(BLOCK, part.bytes - at)), { at });
      if (got === 0) break;
      hash.update(block.subarray(0, got));
      at += got;
      // what is recorded meanwhile is written in between
      await new Promise((turn) => setTimeout(turn));
    }
    part.hash = hash;
  }
  return bytesToHex(part.hash.clone().digest());
}

function close(name: string): void {
  open.get(name)?.file.close();
  open.delete(name);
}

async function remove(file: string): Promise<void> {
  await (await folder()).removeEntry(file).catch((problem: unknown) => {
    if (!(problem instanceof Error) || problem.name !== GONE) throw problem;
  });
}

async function withFile(name: string, work: (file: SyncFile) => void): Promise<void> {
  const file = await (await (await folder()).getFileHandle(name, { create: true })).createSyncAccessHandle();
  try {
    work(file);
  } finally {
    file.close();
  }
}

function opened(name: string): OpenPart {
  const part = open.get(name);
  if (!part) throw new Error('That part is not open.');
  return part;
}
