import { says } from '../../../texts/says';
import type * as TusModule from 'tus-js-client';
import { type DetailedError, type HttpRequest, type HttpStack } from 'tus-js-client';

/** What is sent: so much of it as there is when it is asked for. */
export interface FileToSend {
  /** Null while it is still being written. */
  size: number | null;
  /**
   * Bytes from here on, some of them or all; waits until there are any. `last`: nothing comes after
   * them.
   */
  read(from: number, most: number): Promise<{ bytes: Blob; last: boolean }>;
}

export interface SendOptions {
  part: { id: string; token: string };
  /** Where it was begun before; null begins anew. */
  url: string | null;
  /** So many bytes the server has. */
  taken(bytes: number): void;
  /** So many bytes have left; what breaks off may have to leave again. */
  sent?(bytes: number): void;
  /** It broke off and is tried again by itself, or goes on. */
  broken(is: boolean): void;
  signal: AbortSignal;
}

/** The server says no for good; what comes after would be refused too. */
export class SendRefused extends Error {
  constructor(
    /** The API's code; null where the answer has none. */
    readonly code: string | null,
    /** In the language of who reads it. */
    override readonly message: string,
  ) {
    super(message);
  }
}

const ENDPOINT = '/uploads';
const LENGTH = 'upload-length';
const PIECE_BYTES = 8 * 1024 * 1024;
/** What the library tries by itself; after that we go on, at ever longer intervals. */
const RETRY_MS = [0, 1_000, 3_000];
const WAIT_MS = [2_000, 5_000, 10_000, 15_000];
/** Of a connection that neither moves nor breaks so long is waited. */
const STALLED_MS = 15_000;
const LOOK_MS = 5_000;

/**
 * Sends a file by the tus protocol, from where the server has it; does not give up while the
 * network is away. Resolves when the server has all of it.
 */
export async function sendFile(file: FileToSend, options: SendOptions): Promise<void> {
  const tus = await import('tus-js-client');
  const { signal } = options;
  let { url } = options;
  let tries = 0;
  const goesOn = () => {
    tries = 0;
    options.broken(false);
  };
  for (;;) {
    if (signal.aborted) throw signal.reason;
    try {
      await attempt(tus, file, { ...options, url, goesOn, found: (at) => (url = at) });
      return options.broken(false);
    } catch (problem) {
      if (signal.aborted) throw signal.reason;
      const refused = refusalIn(problem);
      if (refused) throw refused;
      options.broken(true);
      await nextTry(WAIT_MS[Math.min(tries, WAIT_MS.length - 1)] ?? 0, signal);
      tries += 1;
    }
  }
}

interface AttemptOptions extends SendOptions {
  /** Bytes have left, or arrived. */
  goesOn(): void;
  /** The server has a place for it. */
  found(url: string): void;
}

/** Runs until it has succeeded, failed, stands still, or is not wanted any more. */
function attempt(
  { Upload, DefaultHttpStack }: typeof TusModule,
  file: FileToSend,
  options: AttemptOptions,
): Promise<void> {
  const { part, url, signal, goesOn, found, taken, sent } = options;
  return new Promise((resolve, reject) => {
    /** Since when a request is under way; null while there is nothing to send. */
    let movedAt: number | null = performance.now();
    /** Where the piece begins that is under way. */
    let begun = -1;
    let lengthSaid = false;
    let over = false;

    const end = () => {
      over = true;
      clearInterval(look);
      removeEventListener('offline', cut);
      signal.removeEventListener('abort', stop);
    };
    const fail = (problem: unknown) => {
      if (over) return;
      end();
      void upload.abort();
      reject(problem instanceof Error ? problem : new Error('stopped'));
    };
    const stop = () => fail(signal.reason);
    const cut = () => fail(new Error('The network is away.'));
    const look = setInterval(() => {
      if (movedAt !== null && performance.now() - movedAt > STALLED_MS) fail(new Error('It stands still.'));
    }, LOOK_MS);

    const read = async (from: number, to: number) => {
      movedAt = null;
      const { bytes, last } = await file.read(from, to - from);
      // what was given up while it waited is not sent after all, beside the next attempt
      if (over) return new Promise<never>(() => undefined);
      begun = from;
      movedAt = performance.now();
      return { value: bytes, done: last };
    };

    const upload = new Upload(new Blob([]), {
      endpoint: ENDPOINT,
      uploadUrl: url,
      metadata: { part: part.id, token: part.token },
      chunkSize: PIECE_BYTES,
      retryDelays: RETRY_MS,
      storeFingerprintForResuming: false,
      fingerprint: () => Promise.resolve(''),
      uploadLengthDeferred: file.size === null,
      httpStack: sayingLengthOnce(new DefaultHttpStack({}), () => lengthSaid),
      onAfterResponse: (request, response) => {
        if (!over && response.getStatus() < 300) options.broken(false);
        if (request.getMethod() === 'HEAD') lengthSaid = (response.getHeader(LENGTH) ?? null) !== null;
      },
      onUploadUrlAvailable: () => upload.url !== null && found(upload.url),
      onProgress: (bytes) => {
        // what is asked for first says where it stands, and moves nothing
        if (over || movedAt === null || bytes <= begun || begun < 0) return;
        movedAt = performance.now();
        sent?.(bytes);
        goesOn();
      },
      onChunkComplete: (_size, all) => {
        movedAt = null;
        taken(all);
        goesOn();
      },
      onSuccess: () => {
        end();
        resolve();
      },
      onError: fail,
      fileReader: {
        // its size is only asked for where it is known
        openFile: () => Promise.resolve({ size: file.size as number, slice: read, close: () => undefined }),
      },
    });
    signal.addEventListener('abort', stop);
    addEventListener('offline', cut);
    upload.start();
  });
}

/**
 * A length that was not known at first may be said once; whoever said it and was cut off does not
 * say it again.
 */
function sayingLengthOnce(stack: HttpStack, said: () => boolean): HttpStack {
  return {
    getName: () => stack.getName(),
    createRequest(method, url): HttpRequest {
      const request = stack.createRequest(method, url);
      if (method !== 'PATCH') return request;
      const setHeader = request.setHeader.bind(request);
      request.setHeader = (header, value) => {
        if (header.toLowerCase() !== LENGTH || !said()) setHeader(header, value);
      };
      return request;
    },
  };
}

const NOT_TAKEN = says('The server did not take it.');

/** Null: it may go better in a moment. */
function refusalIn(problem: unknown): SendRefused | null {
  const answer = (problem as Partial<DetailedError>).originalResponse;
  return answer ? readAnswer(answer.getStatus(), answer.getBody()) : null;
}

/**
 * What an answer refuses for good; null where it may go better in a moment. The protocol's own
 * conflicts are about offsets, which are asked for again.
 */
export function readAnswer(status: number, body: string): SendRefused | null {
  const { code, message } = saidIn(body);
  if (status === 0 || status >= 500 || PASSING.includes(status) || code === 'tooManyTries') return null;
  if (code === null && status === 409) return null;
  const gone = code === null && (status === 404 || status === 410);
  return new SendRefused(gone ? 'notFound' : code, message ?? NOT_TAKEN);
}

const PASSING = [408, 423, 425, 429, 460];

function saidIn(body: string): { code: string | null; message: string | null } {
  try {
    const { error } = JSON.parse(body) as { error?: { json?: { message?: unknown; data?: { code?: unknown } } } };
    const [code, message] = [error?.json?.data?.code, error?.json?.message];
    return {
      code: typeof code === 'string' ? code : null,
      message: typeof message === 'string' ? message : null,
    };
  } catch {
    return { code: null, message: null };
  }
}

/** Waits, but not when the network comes back. */
function nextTry(afterMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener('online', go);
      signal.removeEventListener('abort', go);
      resolve();
    };
    const timer = setTimeout(go, afterMs);
    addEventListener('online', go);
    signal.addEventListener('abort', go);
  });
}
