import { says } from '../../../texts/says';

/** How an upload ends: the picture is shown now, or what was said instead. */
export type Uploaded = { ok: true } | { ok: false; message: string };

const NOT_SENT = says('The picture could not be sent. Check your connection, then try again. Nothing was changed.');

/** What a file may weigh; the server holds it too. */
const MOST_BYTES = 10 * 1024 * 1024;

/** What is wrong with a file before it is sent; null when nothing is. */
export function problemOf(file: Pick<File, 'size' | 'type'>): string | null {
  if (file.size > MOST_BYTES) return says('That picture is larger than 10 MB. Choose a smaller one.');
  if (file.type !== '' && !file.type.startsWith('image/')) return says('That is not a picture.');
  return null;
}

/**
 * Sends a picture, or with null takes the one away that is there; says how much of it has left.
 * Aborting changes nothing.
 */
export function sendPicture(
  action: string,
  file: Blob | null,
  { progress, signal }: { progress: (part: number) => void; signal: AbortSignal },
): Promise<Uploaded> {
  return new Promise((resolve) => {
    // fetch does not tell how far it is
    const request = new XMLHttpRequest();
    request.open('POST', file ? action : `${action}?do=remove`);
    request.setRequestHeader('Accept', 'application/json');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
    request.onload = () =>
      resolve(request.status < 300 ? { ok: true } : { ok: false, message: toldIn(request.response) });
    request.onerror = () => resolve({ ok: false, message: NOT_SENT });
    request.onabort = () => resolve({ ok: false, message: '' });
    signal.addEventListener('abort', () => request.abort());
    const form = new FormData();
    if (file) form.set('picture', file);
    request.send(form);
  });
}

/** The sentence of a refusal. */
export function toldIn(body: unknown): string {
  const error = isRecord(body) && isRecord(body.error) && isRecord(body.error.json) ? body.error.json.message : null;
  return typeof error === 'string' ? error : NOT_SENT;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
