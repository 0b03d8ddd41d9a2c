import { type ChosenFile } from './video-file';

/** An upload that was begun: enough to go on after a reload, when the same file is chosen again. */
export interface BegunUpload {
  video: string;
  part: { id: string; token: string };
}

/** Which file it is, as far as a page can tell; and whose upload. */
function placeOf(account: string, { name, size, lastModified, type }: ChosenFile): string {
  return `vilokanam-upload:${JSON.stringify([account, name, size, lastModified, type])}`;
}

export function begunUpload(account: string, file: ChosenFile): BegunUpload | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(placeOf(account, file)) ?? 'null');
    return isBegun(stored) ? { video: stored.video, part: { id: stored.part.id, token: stored.part.token } } : null;
  } catch {
    return null;
  }
}

export function rememberUpload(account: string, file: ChosenFile, begun: BegunUpload | null): void {
  try {
    if (begun) localStorage.setItem(placeOf(account, file), JSON.stringify(begun));
    else localStorage.removeItem(placeOf(account, file));
  } catch {
    // A browser that keeps nothing begins anew.
  }
}

function isBegun(value: unknown): value is BegunUpload {
  if (typeof value !== 'object' || value === null) return false;
  const { video, part } = value as Partial<Record<keyof BegunUpload, unknown>>;
  if (typeof video !== 'string' || typeof part !== 'object' || part === null) return false;
  const { id, token } = part as Partial<Record<'id' | 'token', unknown>>;
  return typeof id === 'string' && typeof token === 'string';
}
