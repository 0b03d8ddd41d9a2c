import { type DataStore, Server } from '@tus/server';
import { type Timers } from '../../sdk/timers';
import { type UploadRules, type Uploads } from '../deps';
import { createUploadLocker } from './uploads-lock';

/** Where uploads are begun; each has its own address below. */
export const UPLOADS_PATH = '/uploads';
/** No upload is longer, whoever sends it. */
export const LARGEST_VIDEO_FILE = 20 * 1024 ** 3;
const UPLOAD_ID = /^[A-Za-z0-9_-]{32}$/;
const METHODS = new Set(['OPTIONS', 'POST', 'HEAD', 'PATCH', 'DELETE']);
/** An upload of this name is there already. */
export const BEGUN_ALREADY = { status_code: 409, body: 'This upload is begun already\n' };

/** Where uploads are kept. Beside what the protocol needs, what is done with them afterwards. */
export interface UploadStore extends Omit<Uploads, 'answer' | 'stat'> {
  datastore: DataStore;
  /** What `datastore` calls an upload. */
  nameOf(uploadId: string): string;
  idOf(name: string): string;
}

/** What one request is answered by. */
interface Asking {
  rules: UploadRules;
  most: number;
  /** What a rule threw, to be thrown again as it is. */
  refusal?: { error: unknown };
}

/** Answers the tus protocol; what may be done is the rules' to say. */
export function createUploads(
  timers: Timers,
  { datastore, nameOf, idOf, withFile, remove, all, follow }: UploadStore,
): Uploads {
  takeTurns(datastore);
  const asking = new WeakMap<object, Asking>();
  const of = (request: object) => {
    const found = asking.get(request);
    if (!found) throw new Error('a request that nobody asked');
    return found;
  };
  /** Asks a rule; its refusal goes round the protocol's own answers. */
  const ask = async <Told>(request: object, rule: (asked: Asking) => Promise<Told>): Promise<Told> => {
    const asked = of(request);
    try {
      return await rule(asked);
    } catch (error) {
      asked.refusal = { error };
      throw error;
    }
  };
  const server = new Server({
    path: UPLOADS_PATH,
    datastore,
    locker: createUploadLocker(timers),
    getFileIdFromRequest(request) {
      const id = new URL(request.url).pathname.slice(UPLOADS_PATH.length + 1);
      return UPLOAD_ID.test(id) ? nameOf(id) : undefined;
    },
    generateUrl: (_request, { id }) => `${UPLOADS_PATH}/${idOf(id)}`,
    namingFunction: (request, metadata) =>
      ask(request, async (asked) => {
        const length = request.headers.get('upload-length');
        const begun = await asked.rules.begin({
          metadata: metadata ?? {},
          length: length === null ? null : Number(length),
        });
        if (!UPLOAD_ID.test(begun.uploadId)) throw new RangeError('this is no name of an upload');
        asked.most = begun.most;
        return nameOf(begun.uploadId);
      }),
    onIncomingRequest: (request, name) =>
      ask(request, async (asked) => {
        const { method } = request;
        if (method !== 'HEAD' && method !== 'PATCH' && method !== 'DELETE') return;
        asked.most = (await asked.rules.goOn(idOf(name), method)).most;
      }),
    maxSize: (request) => {
      // to the library 0 is no limit at all: one byte more than none is one too many as well
      return Math.max(1, Math.min(of(request).most, LARGEST_VIDEO_FILE));
    },
  });

  const stat: Uploads['stat'] = async (uploadId) => {
    if (!UPLOAD_ID.test(uploadId)) return null;
    const found = await datastore.getUpload(nameOf(uploadId)).catch((error: { status_code?: number }) => {
      if (error.status_code === 404 || error.status_code === 410) return null;
      throw error;
    });
    return found && { bytes: found.offset, length: found.size ?? null };
  };

  return {
    withFile,
    remove,
    all,
    follow,
    stat,
    async answer(request, rules) {
      const asked: Asking = { rules, most: 0 };
      asking.set(request, asked);
      const { pathname } = new URL(request.url);
      const id = pathname.slice(UPLOADS_PATH.length + 1);
      if (!METHODS.has(request.method)) return new Response(null, { status: 405 });
      if (request.method === 'POST' && pathname !== UPLOADS_PATH) return new Response(null, { status: 404 });
      const answer = await server.handleWeb(request);
      if (asked.refusal) throw asked.refusal.error;
      for (const name of [...answer.headers.keys()])
        if (name.startsWith('access-control-')) answer.headers.delete(name);
      const location = answer.headers.get('location');
      const uploadId = location?.slice(UPLOADS_PATH.length + 1) ?? (request.method === 'PATCH' ? id : null);
      const state = uploadId === null ? null : await stat(uploadId);
      if (state && uploadId !== null) await rules.received(uploadId, state);
      return answer;
    },
  };
}

/**
 * A write that breaks off ends later than its request. Whoever wants to know how far the upload is,
 * and to go on from there, waits for it.
 */
function takeTurns(datastore: DataStore): void {
  const underWay = new Map<string, Promise<unknown>>();
  const write = datastore.write.bind(datastore);
  const getUpload = datastore.getUpload.bind(datastore);
  datastore.write = (stream, id, offset) => {
    const work = write(stream, id, offset);
    const ended = work
      .catch(() => null)
      .then(() => {
        if (underWay.get(id) === ended) underWay.delete(id);
      });
    underWay.set(id, ended);
    return work;
  };
  datastore.getUpload = async (id) => {
    await underWay.get(id);
    return getUpload(id);
  };
}
